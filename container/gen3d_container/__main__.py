"""`gen3d_container serve`: what SageMaker starts the image with."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from gen3d_container.log import log_to_stderr
from gen3d_container.server.serve import serve
from gen3d_container.server.worker import WorkerSpec
from gen3d_container.settings import Settings, read_settings


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="gen3d_container")
    command = parser.add_subparsers(dest="command", required=True).add_parser("serve", help="answer on 8080")
    command.add_argument("--host", default=os.environ.get("GEN3D_HOST", "127.0.0.1"))
    command.add_argument("--port", type=int, default=8080, help="0 takes a free one")
    command.add_argument("--embedding", choices=["sam3", "stand-in"], default="sam3")
    command.add_argument("--reconstruction", choices=["sam3d", "stand-in"], default="sam3d")
    chosen = parser.parse_args(arguments)
    log_to_stderr()
    settings = read_settings()
    asyncio.run(serve(specs_of(chosen.embedding, chosen.reconstruction, settings), settings, chosen.host, chosen.port))


def specs_of(embedding: str, reconstruction: str, settings: Settings) -> dict[str, WorkerSpec]:
    """By task; GEN3D_SAM3_PYTHON and GEN3D_SAM3D_PYTHON are the interpreters of the two environments."""
    return {
        "get_embedding": _spec("stand-in-embedding" if embedding == "stand-in" else embedding, "SAM3", settings),
        "generate_3d": _spec(
            "stand-in-reconstruction" if reconstruction == "stand-in" else reconstruction, "SAM3D", settings
        ),
    }


def _spec(model: str, environment: str, settings: Settings) -> WorkerSpec:
    python = os.environ.get(f"GEN3D_{environment}_PYTHON", sys.executable)
    command = (python, "-m", "gen3d_container.worker", "--model", model)
    return WorkerSpec(name=model, command=command, loading_seconds=settings.gen3d_loading_seconds)


if __name__ == "__main__":
    main()
