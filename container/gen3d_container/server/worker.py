"""A supervised worker, which is restarted when it dies."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.loads import LoadCode, LoadFailure
from gen3d_container.server.process import Ending, WorkerGone, WorkerProcess
from gen3d_container.worker.protocol import Answered, Failed, Fault, ProtocolError, Ready

log = logging.getLogger("gen3d.server")

#: After this many failed starts in a row the container ends if the model was never loaded. Otherwise it reports itself
#: unusable and keeps trying.
MOST_FAILED_STARTS = 3
#: A worker that closed its socket is dead by then.
DYING_SECONDS = 5


class WorkerFault(Exception):
    """A job failed for a reason that no code describes: HTTP 500."""


@dataclass(frozen=True)
class WorkerSpec:
    """How to start a worker. Pauses between failed starts double from `pause` up to a minute."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    loading_seconds: float = 900
    pause: float = 1


class Worker:
    """Runs one job at a time; the dispatcher's lock ensures it."""

    def __init__(self, spec: WorkerSpec) -> None:
        self.name = spec.name
        self._spec = spec
        self._process: WorkerProcess | None = None
        self._ready = asyncio.Event()
        self._first_load: asyncio.Future[LoadFailure | None] = asyncio.get_running_loop().create_future()
        self._failed_starts = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def loaded(self) -> bool:
        """True while the model is loaded."""
        return self._ready.is_set()

    @property
    def was_loaded(self) -> bool:
        """True once the model was loaded, also while a dead worker is being replaced."""
        return self._first_load.done() and self._first_load.result() is None

    @property
    def keeps_failing(self) -> bool:
        return self._failed_starts >= MOST_FAILED_STARTS

    def start(self) -> None:
        self._task = asyncio.create_task(self._supervise(), name=f"supervise {self.name}")

    async def first_load(self) -> LoadFailure | None:
        """Waits until the model is loaded for the first time. :returns: the cause when that fails for good"""
        return await asyncio.shield(self._first_load)

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._process:
            await self._process.end()

    async def ready(self) -> None:
        """Waits until the model is loaded. :raises ModelError: WorkerDied when restarts keep failing"""
        if self.was_loaded and self.keeps_failing:
            raise ModelError(ErrorCode.WORKER_DIED, f"The worker {self.name} cannot be restarted.")
        await self._ready.wait()

    async def run(self, job: bytes) -> bytes:
        """Runs a job. :returns: the answer as JSON

        Cancelling the call kills the worker, because GPU work cannot be cancelled.

        :raises ModelError: WorkerDied
        :raises WorkerFault: for a failure without a code
        """
        process = self._process
        if process is None or not self._ready.is_set():
            raise ModelError(ErrorCode.WORKER_DIED, f"The worker {self.name} is restarting. Try again.")
        try:
            said = await process.ask(job)
        except (WorkerGone, ProtocolError):
            self._dismiss(process)
            ending = await process.ended()
            message = f"The worker {self.name} {ending.how} while it ran the job."
            raise ModelError(ErrorCode.WORKER_DIED, message) from None
        except BaseException:
            self._dismiss(process)
            raise
        match said:
            case Answered(body, leaves):
                if leaves:
                    self._ready.clear()
                return body
            case Fault(text, leaves):
                if leaves:
                    self._ready.clear()
                raise WorkerFault(text)
            case Ready() | Failed():
                self._dismiss(process)
                raise WorkerFault(f"The worker {self.name} sent an unexpected message.")

    def _dismiss(self, process: WorkerProcess) -> None:
        self._ready.clear()
        process.kill()

    async def _supervise(self) -> None:
        while True:
            failure = await self._load()
            if failure is None:
                assert self._process  # noqa: S101 (set by _load)
                ending = await self._process.ended()
                self._ready.clear()
                log.error("worker %s", ending.how, extra={"worker": self.name})
                continue
            self._failed_starts += 1
            facts = {"worker": self.name, "code": failure.code.value, "attempt": self._failed_starts}
            log.error(failure.message, extra={**facts, "traceback": failure.traceback})
            if self.keeps_failing and not self.was_loaded:
                self._first_load.set_result(failure)
                return
            await asyncio.sleep(min(60.0, self._spec.pause * 2 ** (self._failed_starts - 1)))

    async def _load(self) -> LoadFailure | None:
        try:
            self._process = process = await WorkerProcess.start(self._spec.command, self._spec.environment)
        except OSError as error:
            return LoadFailure(LoadCode.LOAD_FAILED, f"The worker {self.name} cannot be started: {error}.")
        failure = await self._outcome(process)
        if failure is not None:
            return failure
        self._failed_starts = 0
        if not self._first_load.done():
            self._first_load.set_result(None)
        self._ready.set()
        log.info("worker ready", extra={"worker": self.name})
        return None

    async def _outcome(self, process: WorkerProcess) -> LoadFailure | None:
        """Waits until the worker has loaded its model. A worker that has not is gone afterwards."""
        try:
            async with asyncio.timeout(self._spec.loading_seconds):
                message = await process.listen()
        except TimeoutError:
            why = f"took longer than {self._spec.loading_seconds:g} s to load its model"
            return self._failure(LoadCode.LOAD_TIMED_OUT, why, await process.end())
        except WorkerGone:
            return await self._death(process)
        except ProtocolError:
            message = None
        if isinstance(message, Ready):
            return None
        ending = await process.end()
        if isinstance(message, Failed):
            return message.failure
        return self._failure(LoadCode.LOAD_FAILED, "sent an unexpected message", ending)

    async def _death(self, process: WorkerProcess) -> LoadFailure:
        """Linux kills with SIGKILL when memory is short. Nobody else does while a model loads."""
        try:
            async with asyncio.timeout(DYING_SECONDS):
                ending = await process.ended()
        except TimeoutError:
            return self._failure(LoadCode.LOAD_FAILED, "closed its socket while it loaded", await process.end())
        process.kill()
        code = LoadCode.OUT_OF_MEMORY if ending.status == -signal.SIGKILL else LoadCode.LOAD_FAILED
        return self._failure(code, f"{ending.how} before its model was loaded", ending)

    def _failure(self, code: LoadCode, why: str, ending: Ending) -> LoadFailure:
        return LoadFailure(code, f"The worker {self.name} {why}.", ending.log)
