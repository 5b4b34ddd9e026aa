"""Who runs when: a bounded queue, first come first served, one job on the GPU at a time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from gen3d_container.contract import Job
from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.server.worker import Worker
from gen3d_container.settings import Settings

log = logging.getLogger("gen3d.server")


class BusyError(Exception):
    """No more invocations are taken in: HTTP 503."""


class Dispatcher:
    """`workers` by task."""

    def __init__(self, workers: Mapping[str, Worker], settings: Settings) -> None:
        self._workers = workers
        self._settings = settings
        self._gpu = asyncio.Lock()
        self._inside = 0
        self._draining = False
        self._waiting: set[asyncio.Timeout] = set()
        self._running: set[asyncio.Timeout] = set()

    @property
    def usable(self) -> bool:
        return not self._draining and all(worker.usable for worker in self._workers.values())

    def start(self) -> None:
        for worker in self._workers.values():
            worker.start()

    async def stop(self) -> None:
        await asyncio.gather(*(worker.stop() for worker in self._workers.values()))

    def drain(self) -> None:
        """Takes nothing more in, sends away who waits, and gives who runs a little time to finish."""
        if self._draining:
            return
        self._draining = True
        now = asyncio.get_running_loop().time()
        for limit in self._waiting:
            limit.reschedule(now)
        for limit in self._running:
            limit.reschedule(min(limit.when() or now, now + self._settings.gen3d_drain_seconds))

    async def run(self, job: Job, body: bytes) -> bytes:
        """The answer as JSON.

        :param body: the job as one line of JSON
        :raises BusyError: when as many as allowed are inside, or the container is being stopped
        :raises ModelError: ModelTimedOut or WorkerDied
        :raises WorkerFault: see `Worker.run`
        """
        if self._draining or self._inside >= self._settings.gen3d_capacity:
            reason = "is being stopped" if self._draining else f"has {self._inside} invocations inside already"
            raise BusyError(f"The container {reason}.")
        self._inside += 1
        began = time.monotonic()
        log.info("invocation begun", extra={"job_id": job.job_id, "task": job.task})
        try:
            return await self._run_in_turn(job, body)
        finally:
            self._inside -= 1
            facts = {"job_id": job.job_id, "task": job.task, "seconds": round(time.monotonic() - began, 3)}
            log.info("invocation ended", extra=facts)

    async def _run_in_turn(self, job: Job, body: bytes) -> bytes:
        worker = self._workers[job.task]
        async with self._limited(self._waiting, self._settings.gen3d_waiting_seconds, "wait for the GPU"):
            await worker.ready()
            await self._gpu.acquire()
        try:
            async with self._limited(self._running, self._seconds(job), "run of the model"):
                return await worker.run(body)
        finally:
            self._gpu.release()

    def _seconds(self, job: Job) -> float:
        settings = self._settings
        return (
            settings.gen3d_embedding_seconds if job.task == "get_embedding" else settings.gen3d_reconstruction_seconds
        )

    @asynccontextmanager
    async def _limited(self, kept: set[asyncio.Timeout], seconds: float, what: str) -> AsyncIterator[None]:
        """A time limit that `drain` can shorten. :raises ModelError: ModelTimedOut, or WorkerDied when draining"""
        try:
            async with asyncio.timeout(seconds) as limit:
                kept.add(limit)
                try:
                    yield
                finally:
                    kept.discard(limit)
        except TimeoutError:
            if self._draining:
                message = "The container was stopped before the job was done; another try may pass."
                raise ModelError(ErrorCode.WORKER_DIED, message) from None
            message = f"The {what} took longer than the {seconds:g} s that are allowed."
            raise ModelError(ErrorCode.MODEL_TIMED_OUT, message) from None
