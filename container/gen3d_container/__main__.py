"""`gen3d_container serve` is SageMaker's start command for the image. `gen3d_container selftest` tries the models."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from typing import get_args

from gen3d_container.contract import Quality
from gen3d_container.loads import LoadCode, LoadFailure
from gen3d_container.log import log_to_stderr
from gen3d_container.selftest.report import selftest
from gen3d_container.server.serve import report, run_server
from gen3d_container.server.worker import WorkerSpec
from gen3d_container.settings import Settings, read_settings
from gen3d_container.weights.folder import check_folder
from gen3d_container.weights.index import WeightsError


def main(arguments: list[str] | None = None) -> None:
    chosen = _parser().parse_args(arguments)
    log_to_stderr()
    settings = read_settings()
    specs = specs_of(chosen.embedding, chosen.reconstruction, settings)
    if chosen.command == "selftest":
        status, found = selftest(specs, chosen.quality, settings)
        print(json.dumps(found, indent=2))
        sys.exit(status)
    check_weights([chosen.embedding, chosen.reconstruction], settings)
    sys.exit(run_server(specs, settings, chosen.host, chosen.port))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gen3d_container", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve on port 8080")
    serve.add_argument("--host", default=os.environ.get("GEN3D_HOST", "127.0.0.1"))
    serve.add_argument("--port", type=int, default=8080, help="0 picks a free port")
    trial = commands.add_parser("selftest", help="try each model once and print what was found as JSON")
    trial.add_argument("--quality", choices=get_args(Quality), default="high", help="of the reconstruction")
    for command in (serve, trial):
        command.add_argument("--embedding", choices=["sam3", "stand-in"], default="sam3")
        command.add_argument("--reconstruction", choices=["sam3d", "stand-in"], default="sam3d")
    return parser


def check_weights(models: Iterable[str], settings: Settings) -> None:
    """Exits when the weights of a model are incomplete, before the first one is loaded."""
    for model in models:
        if model == "stand-in":
            continue
        try:
            check_folder(settings.gen3d_model_folder, model)
        except (WeightsError, OSError) as error:
            sys.exit(report(LoadFailure(LoadCode.WEIGHTS_UNUSABLE, str(error))))


def specs_of(embedding: str, reconstruction: str, settings: Settings) -> dict[str, WorkerSpec]:
    """The workers by task, in the order in which they load.

    GEN3D_SAM3_PYTHON and GEN3D_SAM3D_PYTHON name the interpreters of their environments.
    """
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
