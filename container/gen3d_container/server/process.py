"""One living worker process and the socket to it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Mapping, Sequence

from gen3d_container.worker.protocol import MAX_LINE, Message, decode


class WorkerGone(Exception):
    """The worker's side of the socket was closed."""


class WorkerProcess:
    """Started by `start`; asked one job at a time."""

    def __init__(
        self, process: asyncio.subprocess.Process, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer

    @classmethod
    async def start(cls, command: Sequence[str], environment: Mapping[str, str]) -> WorkerProcess:
        """Starts `command … --channel FD`, in a session of its own so that Ctrl-C reaches the server alone."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *command,
                *("--channel", str(theirs.fileno())),
                pass_fds=[theirs.fileno()],
                stdin=asyncio.subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, **environment},
            )
        reader, writer = await asyncio.open_connection(sock=ours, limit=MAX_LINE)
        return cls(process, reader, writer)

    async def listen(self) -> Message:
        """The next message. :raises WorkerGone: at EOF :raises ProtocolError: when it is none"""
        try:
            line = await self._reader.readline()
        except (ConnectionError, ValueError):
            line = b""
        if not line.endswith(b"\n"):
            raise WorkerGone
        return decode(line)

    async def ask(self, job: bytes) -> Message:
        """Hands over a job, which must be one line of JSON, and waits for what comes back."""
        try:
            self._writer.write(job + b"\n")
            await self._writer.drain()
        except ConnectionError:
            raise WorkerGone from None
        return await self.listen()

    async def ended(self) -> str:
        """Waits for the end and says how it came."""
        status = await self._process.wait()
        self._writer.close()
        if status >= 0:
            return f"ended with status {status}"
        return f"was ended by {signal.Signals(-status).name}"

    def kill(self) -> None:
        """Ends the worker and whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
