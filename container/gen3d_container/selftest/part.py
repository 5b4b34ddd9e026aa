"""One model's part of the self-test, in the model's own environment.

    python -m gen3d_container.selftest.part --model sam3d --quality low --report FILE

Writes its findings to FILE as JSON and exits with the status of its failure.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any, get_args

from gen3d_container.contract import EmbeddingAnswer, Job, Quality, ReconstructionAnswer, parse_job
from gen3d_container.facts import environment_facts
from gen3d_container.gpu import peak_memory, reset_peak_memory
from gen3d_container.keys import SessionKeys
from gen3d_container.log import log_to_stderr
from gen3d_container.selftest.storage import SampleStorage
from gen3d_container.settings import Settings, read_settings
from gen3d_container.steps import highest, measured_steps
from gen3d_container.worker.choices import CHOICES, Choice, handler_of, task_of
from gen3d_container.worker.load_failures import load_failure_of

KEYS = SessionKeys("selftest", "selftest")


def main() -> None:
    parser = argparse.ArgumentParser(prog="gen3d_container.selftest.part")
    parser.add_argument("--model", choices=CHOICES, required=True)
    parser.add_argument("--quality", choices=get_args(Quality), default="high")
    parser.add_argument("--report", type=Path, required=True)
    chosen = parser.parse_args()
    log_to_stderr()
    status, report = try_model(chosen.model, chosen.quality, read_settings())
    chosen.report.write_text(json.dumps(report))
    sys.exit(status)


def try_model(model: Choice, quality: Quality, settings: Settings) -> tuple[int, dict[str, Any]]:
    """Loads the model and runs one job. :returns: an exit status and the report. Never raises."""
    report: dict[str, Any] = {"ok": False, "step": "load"}
    status = 0
    with measured_steps() as steps:
        try:
            _run(model, quality, settings, report)
        except Exception as error:
            failure = load_failure_of(error)
            status = failure.exit_status
            report["error"] = {"code": failure.code.value, "message": failure.told, "traceback": failure.traceback}
    # Each step begins a measurement of its own.
    report["peak_memory"] = highest([peak_memory(), *steps.peak_memory.values()])
    report["peak_memory_by_step"] = steps.peak_memory
    report["environment"] = environment_facts()
    return status, report


def _run(model: Choice, quality: Quality, settings: Settings, report: dict[str, Any]) -> None:
    storage = SampleStorage(KEYS)
    began = time.monotonic()
    handle = handler_of(model, storage, settings)
    report["load_seconds"] = round(time.monotonic() - began, 3)
    report["peak_memory_of_load"] = peak_memory()
    report["step"] = "job"
    reset_peak_memory()
    answer = handle(_job(model, quality))
    assert isinstance(answer, EmbeddingAnswer | ReconstructionAnswer)  # noqa: S101 (others are raised)
    report.pop("step")
    report.update(ok=True, model=answer.model.model_dump(), timings=answer.timings, written=storage.written)
    if isinstance(answer, ReconstructionAnswer):
        report.update(quality=quality, mesh_stats=answer.mesh_stats.model_dump())


def _job(model: Choice, quality: Quality) -> Job:
    task = task_of(model)
    pinned = {"image": {"key": KEYS.photos[1], "version": "1"}}
    if task == "generate_3d":
        pinned["mask"] = {"key": KEYS.mask, "version": "1"}
    ids = {"bucket": "selftest", "session_id": KEYS.session_id, "user_id": KEYS.user_id, "job_id": "selftest"}
    return parse_job(json.dumps({"task": task, "quality": quality, **ids, **pinned}).encode())


if __name__ == "__main__":
    main()
