"""The real server with scripted workers: `python -m tests.light.support.scripted_server FOLDER`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from gen3d_container.log import log_to_stderr
from gen3d_container.server.serve import serve
from gen3d_container.server.worker import WorkerSpec
from gen3d_container.settings import read_settings

WORKER = Path(__file__).with_name("scripted_worker.py")


def main() -> None:
    log_to_stderr()
    settings = read_settings()
    command = (sys.executable, str(WORKER), sys.argv[1])
    specs = {
        task: WorkerSpec(task, command, loading_seconds=settings.gen3d_loading_seconds, pause=0.01)
        for task in ("get_embedding", "generate_3d")
    }
    asyncio.run(serve(specs, settings, "127.0.0.1", 0))


if __name__ == "__main__":
    main()
