"""A supervised worker: started, watched, and started again when it dies."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.server.process import WorkerGone, WorkerProcess
from gen3d_container.worker.protocol import Answered, Fault, ProtocolError, Ready

log = logging.getLogger("gen3d.server")

#: After so many starts in a row that failed, the container calls itself unusable; it goes on trying.
MOST_FAILED_STARTS = 3


class WorkerFault(Exception):
    """A job failed for a reason that no code describes: HTTP 500."""


@dataclass(frozen=True)
class WorkerSpec:
    """How to start one worker; pauses between failed starts double from `pause` up to a minute."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    loading_seconds: float = 1_800
    pause: float = 1


class Worker:
    """One job at a time: the dispatcher's lock sees to that."""

    def __init__(self, spec: WorkerSpec) -> None:
        self.name = spec.name
        self._spec = spec
        self._process: WorkerProcess | None = None
        self._ready = asyncio.Event()
        self._was_ready = False
        self._failed_starts = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def usable(self) -> bool:
        """True once the model was loaded, also while a worker that died is being replaced."""
        return self._was_ready and self._failed_starts < MOST_FAILED_STARTS

    def start(self) -> None:
        self._task = asyncio.create_task(self._supervise(), name=f"supervise {self.name}")

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._process:
            self._process.kill()
            await self._process.ended()

    async def ready(self) -> None:
        """Waits until the model is loaded. :raises ModelError: WorkerDied when it cannot be"""
        if self._was_ready and not self.usable:
            raise ModelError(ErrorCode.WORKER_DIED, f"The worker {self.name} cannot be started again.")
        await self._ready.wait()

    async def run(self, job: bytes) -> bytes:
        """The answer as JSON. A caller that stops waiting ends the worker, for its GPU work cannot be taken back.

        :raises ModelError: WorkerDied
        :raises WorkerFault: a failure that has no code
        """
        process = self._process
        if process is None or not self._ready.is_set():
            raise ModelError(
                ErrorCode.WORKER_DIED, f"The worker {self.name} is being started again; another try may pass."
            )
        try:
            message = await process.ask(job)
        except (WorkerGone, ProtocolError):
            self._dismiss(process)
            how = await process.ended()
            raise ModelError(ErrorCode.WORKER_DIED, f"The worker {self.name} {how} while it ran the job.") from None
        except BaseException:
            self._dismiss(process)
            raise
        match message:
            case Answered(body, leaves):
                if leaves:
                    self._ready.clear()
                return body
            case Fault(text, leaves):
                if leaves:
                    self._ready.clear()
                raise WorkerFault(text)
            case Ready():
                self._dismiss(process)
                raise WorkerFault(f"The worker {self.name} spoke out of turn.")

    def _dismiss(self, process: WorkerProcess) -> None:
        self._ready.clear()
        process.kill()

    async def _supervise(self) -> None:
        while True:
            if await self._load():
                assert self._process  # noqa: S101 (set by _load)
                how = await self._process.ended()
                self._ready.clear()
                log.error("worker %s", how, extra={"worker": self.name})
            else:
                self._failed_starts += 1
                await asyncio.sleep(min(60.0, self._spec.pause * 2 ** (self._failed_starts - 1)))

    async def _load(self) -> bool:
        try:
            self._process = process = await WorkerProcess.start(self._spec.command, self._spec.environment)
        except OSError:
            log.exception("worker cannot be started", extra={"worker": self.name})
            return False
        try:
            async with asyncio.timeout(self._spec.loading_seconds):
                loaded = isinstance(await process.listen(), Ready)
        except (TimeoutError, WorkerGone, ProtocolError):
            loaded = False
        if not loaded:
            process.kill()
            log.error("worker %s before its model was loaded", await process.ended(), extra={"worker": self.name})
            return False
        self._failed_starts, self._was_ready = 0, True
        self._ready.set()
        log.info("worker ready", extra={"worker": self.name})
        return True
