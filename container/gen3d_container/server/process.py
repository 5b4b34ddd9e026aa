"""A running worker process and its socket."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gen3d_container.loads import LONGEST_TRACEBACK
from gen3d_container.worker.protocol import MAX_LINE, Message, decode


class WorkerGone(Exception):
    """The worker closed its side of the socket."""


@dataclass(frozen=True)
class Ending:
    """How a process ended, and the end of its log."""

    status: int
    log: str

    @property
    def how(self) -> str:
        """A description such as `ended with status 1`."""
        if self.status >= 0:
            return f"ended with status {self.status}"
        return f"was ended by {signal.Signals(-self.status).name}"


class WorkerProcess:
    """Created by `start`. Runs one job at a time."""

    def __init__(
        self, process: asyncio.subprocess.Process, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer
        self._last = b""
        self._copying = asyncio.create_task(self._copy_log(), name="copy a worker's log")

    @classmethod
    async def start(cls, command: Sequence[str], environment: Mapping[str, str]) -> WorkerProcess:
        """Starts `command … --channel FD` in a new process group, so that Ctrl-C reaches only the server."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *command,
                *("--channel", str(theirs.fileno())),
                pass_fds=[theirs.fileno()],
                stdin=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
                env={**os.environ, **environment},
            )
        reader, writer = await asyncio.open_connection(sock=ours, limit=MAX_LINE)
        return cls(process, reader, writer)

    async def listen(self) -> Message:
        """Reads the next message. :raises WorkerGone: at EOF :raises ProtocolError: when the line is invalid"""
        try:
            line = await self._reader.readline()
        except (ConnectionError, ValueError):
            line = b""
        if not line.endswith(b"\n"):
            raise WorkerGone
        return decode(line)

    async def ask(self, job: bytes) -> Message:
        """Sends a job, which must be one line of JSON, and waits for the answer."""
        try:
            self._writer.write(job + b"\n")
            await self._writer.drain()
        except ConnectionError:
            raise WorkerGone from None
        return await self.listen()

    async def ended(self) -> Ending:
        """Waits for the process to end."""
        status = await self._process.wait()
        self._writer.close()
        # A child process that it left behind may keep the pipe open.
        await asyncio.wait([self._copying], timeout=1)
        self._copying.cancel()
        return Ending(status, self._last.decode(errors="replace"))

    async def end(self) -> Ending:
        """Kills the worker and waits for its end."""
        self.kill()
        return await self.ended()

    async def _copy_log(self) -> None:
        """Passes the worker's log on and keeps its end."""
        pipe = self._process.stderr
        while pipe and (part := await pipe.read(65_536)):
            self._last = (self._last + part)[-LONGEST_TRACEBACK:]
            with contextlib.suppress(OSError):
                sys.stderr.buffer.write(part)
                sys.stderr.buffer.flush()

    def kill(self) -> None:
        """Kills the worker and its child processes."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
