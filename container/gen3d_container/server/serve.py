"""Serves until SIGTERM or SIGINT, then drains. SageMaker kills the container 30 s after SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Mapping
from types import FrameType

import uvicorn

from gen3d_container.loads import LoadFailure
from gen3d_container.server.app import make_app
from gen3d_container.server.dispatcher import Dispatcher
from gen3d_container.server.worker import Worker, WorkerSpec
from gen3d_container.settings import Settings

log = logging.getLogger("gen3d.server")


class DrainingServer(uvicorn.Server):
    """uvicorn finishes open requests when it stops. The dispatcher makes them end in time."""

    def __init__(self, config: uvicorn.Config, dispatcher: Dispatcher) -> None:
        super().__init__(config)
        self._dispatcher = dispatcher
        self._loop = asyncio.get_running_loop()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._loop.call_soon_threadsafe(self._dispatcher.drain)
        super().handle_exit(sig, frame)

    async def end_on_failure(self) -> None:
        """Ends the server once a first load has failed for good."""
        await self._dispatcher.failed()
        self._dispatcher.drain()
        self.should_exit = True


def run_server(specs: Mapping[str, WorkerSpec], settings: Settings, host: str, port: int) -> int:
    """Serves until a signal arrives or a first load fails for good. The cause of a failure is the log's last line.

    :param specs: by task, in the order in which their models load
    :returns: the exit status
    """
    failure = asyncio.run(serve(specs, settings, host, port))
    return 0 if failure is None else report(failure)


def report(failure: LoadFailure) -> int:
    """Logs what to change. :returns: the exit status"""
    log.critical(failure.told, extra={"code": failure.code.value, "traceback": failure.traceback or None})
    return failure.exit_status


async def serve(specs: Mapping[str, WorkerSpec], settings: Settings, host: str, port: int) -> LoadFailure | None:
    """Serves and prints the address. Port 0 picks a free port. :returns: the cause when a first load failed for good"""
    dispatcher = Dispatcher({task: Worker(spec) for task, spec in specs.items()}, settings)
    # A few seconds more than the drain time, to send the answers of drained jobs.
    patience = int(settings.gen3d_drain_seconds) + 3
    config = uvicorn.Config(
        make_app(dispatcher),
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=patience,
    )
    with socket.create_server((host, port), reuse_port=False) as listener:
        print(f"Listening on http://{host}:{listener.getsockname()[1]}", flush=True)
        server = DrainingServer(config, dispatcher)
        ending = asyncio.create_task(server.end_on_failure(), name="end on failure")
        await server.serve(sockets=[listener])
        ending.cancel()
    return dispatcher.failure
