"""The real server with scripted workers: `python -m tests.light.support.scripted_server FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from gen3d_container.log import log_to_stderr
from gen3d_container.server.serve import run_server
from gen3d_container.server.worker import WorkerSpec
from gen3d_container.settings import Settings, read_settings

WORKER = Path(__file__).with_name("scripted_worker.py")


def main() -> None:
    log_to_stderr()
    settings = read_settings()
    specs = {task: spec_of(task, settings) for task in ("get_embedding", "generate_3d")}
    sys.exit(run_server(specs, settings, "127.0.0.1", 0))


def spec_of(task: str, settings: Settings) -> WorkerSpec:
    command = (sys.executable, str(WORKER), sys.argv[1], task)
    return WorkerSpec(task, command, loading_seconds=settings.gen3d_loading_seconds, pause=0.01)


if __name__ == "__main__":
    main()
