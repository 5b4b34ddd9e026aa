"""An S3 on loopback, as much of it as the container uses: versioned GET and PUT, and failures on demand."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit


class FakeS3(ThreadingHTTPServer):
    """`objects` by (key, version); what is put has version "new". `failures` by key: status and code."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[tuple[str, str], bytes] = {}
        self.failures: dict[str, tuple[int, str]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def put(self, key: str, version: str, body: bytes) -> None:
        self.objects[key, version] = body

    def written(self, key: str) -> bytes:
        return self.objects[key, "new"]


@contextmanager
def fake_s3() -> Iterator[FakeS3]:
    server = FakeS3()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: FakeS3
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        key, version = self._named()
        found = self.server.objects.get((key, version))
        if key in self.server.failures:
            self._refuse(*self.server.failures[key])
        elif found is None:
            self._refuse(404, "NoSuchVersion")
        else:
            self._answer(200, found)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        key, _ = self._named()
        if key in self.server.failures:
            self._refuse(*self.server.failures[key])
        else:
            self.server.put(key, "new", body)
            self._answer(200, b"")

    def _named(self) -> tuple[str, str]:
        parts = urlsplit(self.path)
        key = unquote(parts.path).split("/", 2)[2]
        return key, parse_qs(parts.query).get("versionId", [""])[0]

    def _refuse(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""
