"""Listens, and on SIGTERM or SIGINT drains: SageMaker kills 30 s after SIGTERM."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from types import FrameType

import uvicorn

from gen3d_container.server.app import make_app
from gen3d_container.server.dispatcher import Dispatcher
from gen3d_container.server.worker import Worker, WorkerSpec
from gen3d_container.settings import Settings


class DrainingServer(uvicorn.Server):
    """uvicorn finishes the open requests when it is told to stop; the dispatcher sees that they end in time."""

    def __init__(self, config: uvicorn.Config, dispatcher: Dispatcher) -> None:
        super().__init__(config)
        self._dispatcher = dispatcher
        self._loop = asyncio.get_running_loop()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._loop.call_soon_threadsafe(self._dispatcher.drain)
        super().handle_exit(sig, frame)


async def serve(specs: Mapping[str, WorkerSpec], settings: Settings, host: str, port: int) -> None:
    """Serves until told to stop. Port 0 takes a free one; the address is printed."""
    dispatcher = Dispatcher({task: Worker(spec) for task, spec in specs.items()}, settings)
    # A few seconds for the answers of the jobs that draining ended.
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
        await DrainingServer(config, dispatcher).serve(sockets=[listener])
