"""A server in a process of its own, and what a client does with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[3]
#: SageMaker's own limit for a ping.
PING_SECONDS = 2


@dataclass
class Running:
    process: subprocess.Popen[str]
    url: str
    folder: Path
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(8))

    def ping(self) -> int:
        return request(f"{self.url}/ping", None, PING_SECONDS)[0]

    def invoke(self, job: dict[str, Any] | bytes) -> tuple[int, Any]:
        body = job if isinstance(job, bytes) else json.dumps(job).encode()
        status, answer = request(f"{self.url}/invocations", body, 60)
        return status, json.loads(answer)

    def invoke_later(self, job: dict[str, Any]) -> Future[tuple[int, Any]]:
        return self.pool.submit(self.invoke, job)

    def open_gate(self, name: str) -> None:
        (self.folder / name).touch()

    def runs(self) -> list[str]:
        return self._lines("runs")

    def loads(self) -> list[str]:
        """A line for each worker that began to load."""
        return self._lines("loads")

    def log(self) -> list[str]:
        return self._lines("log")

    def told(self, message: str) -> int:
        """How many lines of the log have this message."""
        return sum(f'"{message}"' in line for line in self.log())

    def _lines(self, name: str) -> list[str]:
        path = self.folder / name
        return path.read_text().splitlines() if path.exists() else []


def request(url: str, body: bytes | None, seconds: float) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body), timeout=seconds) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def until(what: Callable[[], bool], seconds: float = 30) -> None:
    """Waits for something that must come."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def exited(module: str, *arguments: str, **settings: str) -> tuple[int, str]:
    """Runs `python -m module arguments` until it ends. :returns: its exit status and its log"""
    command, environment, folder = command_of(module, *arguments, **settings)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr


def command_of(module: str, *arguments: str, **settings: str) -> tuple[list[str], dict[str, str], Path]:
    """A command of this interpreter, its environment and its folder."""
    return [sys.executable, "-m", module, *arguments], {**os.environ, "PYTHONPATH": str(HOUSE), **settings}, HOUSE


@contextmanager
def running(module: str, folder: Path, *arguments: str, **settings: str) -> Iterator[Running]:
    """Starts `python -m module arguments` and waits for the address that it prints."""
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE), "PYTHONUNBUFFERED": "1", **settings}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=HOUSE, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            assert process.stdout
            line = process.stdout.readline()
            assert line.startswith("Listening on "), (folder / "log").read_text()
            yield Running(process, line.removeprefix("Listening on ").strip(), folder)
        finally:
            process.terminate()
            try:
                process.wait(30)
            finally:
                process.kill()
                process.wait()
                process.stdout and process.stdout.close()
