"""Runs the parts one after the other and puts their findings together."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gen3d_container.contract import Quality
from gen3d_container.facts import environment_facts, host_facts, weights_facts
from gen3d_container.loads import ADVICE, EXIT_STATUS, LoadCode
from gen3d_container.server.worker import WorkerSpec
from gen3d_container.settings import Settings

#: The part of each task in the report.
PARTS = {"get_embedding": "embedding", "generate_3d": "reconstruction"}


def selftest(specs: Mapping[str, WorkerSpec], quality: Quality, settings: Settings) -> tuple[int, dict[str, Any]]:
    """Tries each worker's model in a process of its own, in the worker's environment.

    :param specs: the workers by task
    :returns: the exit status of the first failure, or 0, and the report
    """
    report: dict[str, Any] = {
        "ok": True,
        "failed": [],
        "host": host_facts(),
        "server": environment_facts(),
        "weights": {name: weights_facts(settings.gen3d_model_folder / name) for name in ("sam3", "sam3d")},
    }
    first = 0
    for task, spec in specs.items():
        name = PARTS[task]
        status, found = _try(spec.command[0], spec.name, quality, settings)
        report[name] = found
        if not found["ok"]:
            report["ok"] = False
            report["failed"].append(name)
            first = first or status or 1
    return first, report


def _try(python: str, model: str, quality: Quality, settings: Settings) -> tuple[int, dict[str, Any]]:
    with tempfile.TemporaryDirectory(dir=settings.gen3d_scratch_folder) as folder:
        path = Path(folder) / "report.json"
        command = (python, "-m", "gen3d_container.selftest.part")
        options = ("--model", model, "--quality", quality, "--report", str(path))
        seconds = settings.gen3d_loading_seconds + settings.gen3d_reconstruction_seconds
        try:
            # What models print stays out of the report.
            done = subprocess.run((*command, *options), stdout=sys.stderr, timeout=seconds, check=False)
        except OSError as error:
            return _failed(LoadCode.LOAD_FAILED, f"{python} cannot be started: {error}.")
        except subprocess.TimeoutExpired:
            return _failed(LoadCode.LOAD_TIMED_OUT, f"The part took longer than {seconds:g} s.")
        if path.is_file():
            found: dict[str, Any] = json.loads(path.read_text())
            return done.returncode, found
    if done.returncode == -signal.SIGKILL:
        return _failed(LoadCode.OUT_OF_MEMORY, "The part was ended by SIGKILL.")
    return _failed(LoadCode.LOAD_FAILED, f"The part ended with status {done.returncode}. Its log is on stderr.")


def _failed(code: LoadCode, message: str) -> tuple[int, dict[str, Any]]:
    error = {"code": code.value, "message": f"{message} {ADVICE[code]}"}
    return EXIT_STATUS[code], {"ok": False, "error": error}
