"""Runs jobs one at a time on the GPU, from a bounded queue in order of arrival."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from gen3d_container.contract import EmbeddingJob, Job
from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.loads import LoadFailure
from gen3d_container.server.worker import Worker
from gen3d_container.settings import Settings

log = logging.getLogger("gen3d.server")


#: The group of jobs whose model is loaded.
_IN_TURN = "in turn"


class BusyError(Exception):
    """The server accepts no more invocations: HTTP 503."""


class Place:
    """One job's place among those of its group, as a context."""

    def __init__(self, taken: Counter[str], group: str) -> None:
        self._taken = taken
        self._group = group

    def move(self, group: str) -> None:
        self._taken[self._group] -= 1
        self._taken[group] += 1
        self._group = group

    def __enter__(self) -> Place:
        self._taken[self._group] += 1
        return self

    def __exit__(self, *_: object) -> None:
        self._taken[self._group] -= 1


class Dispatcher:
    """Dispatches jobs to the worker of their task."""

    def __init__(self, workers: Mapping[str, Worker], settings: Settings) -> None:
        self._workers = workers
        self._settings = settings
        self._gpu = asyncio.Lock()
        self._taken: Counter[str] = Counter()
        self._starting: asyncio.Task[None] | None = None
        self._failed: asyncio.Future[LoadFailure] = asyncio.get_running_loop().create_future()
        self._draining = False
        self._waiting: set[asyncio.Timeout] = set()
        self._running: set[asyncio.Timeout] = set()

    @property
    def usable(self) -> bool:
        """True once the first worker was loaded, while no worker keeps failing."""
        workers = list(self._workers.values())
        return not self._draining and workers[0].was_loaded and not any(worker.keeps_failing for worker in workers)

    def start(self) -> None:
        self._starting = asyncio.create_task(self._start_in_turn(), name="start the workers")

    async def stop(self) -> None:
        if self._starting:
            self._starting.cancel()
        await asyncio.gather(*(worker.stop() for worker in self._workers.values()))

    @property
    def failure(self) -> LoadFailure | None:
        """Why a worker's first load has failed for good."""
        return self._failed.result() if self._failed.done() else None

    async def failed(self) -> LoadFailure:
        """Waits until a worker's first load has failed for good, which may never happen."""
        return await asyncio.shield(self._failed)

    async def _start_in_turn(self) -> None:
        """Two loads at once would compete for the disk and the host's memory."""
        for worker in self._workers.values():
            worker.start()
            failure = await worker.first_load()
            if failure is not None:
                self._failed.set_result(failure)
                return

    def drain(self) -> None:
        """Rejects new and waiting jobs and gives the running job a little time to finish."""
        if self._draining:
            return
        self._draining = True
        now = asyncio.get_running_loop().time()
        for limit in self._waiting:
            limit.reschedule(now)
        for limit in self._running:
            limit.reschedule(min(limit.when() or now, now + self._settings.gen3d_drain_seconds))

    async def run(self, job: Job, body: bytes) -> bytes:
        """Runs a job. :returns: the answer as JSON

        :param body: the job as one line of JSON
        :raises BusyError: when the capacity is used or the container is stopping
        :raises ModelError: ModelTimedOut or WorkerDied
        :raises WorkerFault: see `Worker.run`
        """
        if self._draining:
            raise BusyError("The container is stopping.")
        started = time.monotonic()
        with self._place_of(job) as place:
            log.info("invocation started", extra={"job_id": job.job_id, "task": job.task})
            try:
                return await self._run_in_turn(job, body, place)
            finally:
                facts = {"job_id": job.job_id, "task": job.task, "seconds": round(time.monotonic() - started, 3)}
                log.info("invocation ended", extra=facts)

    def _place_of(self, job: Job) -> Place:
        """Jobs that wait for a model to load have their own places, so that they leave room for the other task."""
        group = _IN_TURN if self._workers[job.task].loaded else job.task
        if self._taken[group] >= self._settings.gen3d_capacity:
            raise BusyError(f"The container already has {self._taken[group]} invocations.")
        return Place(self._taken, group)

    async def _run_in_turn(self, job: Job, body: bytes, place: Place) -> bytes:
        worker = self._workers[job.task]
        async with self._limited(self._waiting, self._settings.gen3d_waiting_seconds, "wait for the GPU"):
            await worker.ready()
            place.move(_IN_TURN)
            await self._gpu.acquire()
        try:
            async with self._limited(self._running, self._seconds(job), "run of the model"):
                return await worker.run(body)
        finally:
            self._gpu.release()

    def _seconds(self, job: Job) -> float:
        if isinstance(job, EmbeddingJob):
            return self._settings.gen3d_embedding_seconds
        return self._settings.gen3d_reconstruction_seconds * len(job.masks)

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
                message = "The container was stopped before the job was done. Try again."
                raise ModelError(ErrorCode.WORKER_DIED, message) from None
            message = f"The {what} took longer than {seconds:g} s."
            raise ModelError(ErrorCode.MODEL_TIMED_OUT, message) from None
