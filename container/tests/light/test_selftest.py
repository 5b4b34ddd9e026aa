"""`gen3d_container selftest` with stand-ins, as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gen3d_container.facts import environment_facts, host_facts, weights_facts
from gen3d_container.gpu import gpu_of_driver
from gen3d_container.loads import LoadCode
from gen3d_container.sample import sphere
from gen3d_container.steps import highest, measured_steps, model_step
from gen3d_container.worker.load_failures import load_failure_of
from gen3d_container.worker.trial import TrialError, try_embedding
from tests.light.support.failing import FailingModel
from tests.light.support.running import command_of

STAND_INS = ("--embedding", "stand-in", "--reconstruction", "stand-in")


def selftest(*arguments: str, **settings: str) -> tuple[int, dict[str, Any]]:
    command, environment, folder = command_of("gen3d_container", "selftest", *arguments, **settings)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    found: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, found


def test_says_what_it_found_and_tries_both_models(tmp_path: Path) -> None:
    status, found = selftest(*STAND_INS, "--quality", "low", GEN3D_MODEL_FOLDER=str(tmp_path))

    assert (status, found["ok"], found["failed"]) == (0, True, [])
    assert found["host"]["memory_total_mib"] > 0
    assert found["weights"]["sam3"] == {"folder": str(tmp_path / "sam3"), "found": False}
    for part, files in (("embedding", {"embeddings.bin", "embeddings.json"}), ("reconstruction", {"output_mesh.ply"})):
        assert found[part]["ok"] is True
        assert found[part]["model"]["preview"] is True
        assert {"model", "total"} <= set(found[part]["timings"])
        assert found[part]["load_seconds"] >= 0
        assert found[part]["peak_memory"]["host_mib"] > 0
        assert found[part]["environment"]["packages"]["numpy"] == np.__version__
        assert files <= set(found[part]["written"])
    assert found["reconstruction"]["mesh_stats"]["num_faces"] > 0
    assert found["reconstruction"]["quality"] == "low"


def test_names_the_part_that_fails_and_tries_the_other(tmp_path: Path) -> None:
    status, found = selftest("--embedding", "stand-in", GEN3D_MODEL_FOLDER=str(tmp_path))

    assert found["failed"] == ["reconstruction"]
    assert found["embedding"]["ok"] is True
    assert found["reconstruction"]["ok"] is False
    assert found["reconstruction"]["step"] == "load"
    assert "pipeline.yaml is missing" in found["reconstruction"]["error"]["message"]
    assert status == 10


def test_an_interpreter_that_is_missing_fails_its_part(tmp_path: Path) -> None:
    settings = {"GEN3D_MODEL_FOLDER": str(tmp_path), "GEN3D_SAM3_PYTHON": str(tmp_path / "python")}
    status, found = selftest(*STAND_INS, "--quality", "low", **settings)

    assert (status, found["failed"]) == (1, ["embedding"])
    assert "cannot be started" in found["embedding"]["error"]["message"]


@pytest.mark.parametrize(
    ("script", "code", "status"),
    [("kill -9 $$", "OutOfMemory", 11), ("exit 3", "LoadFailed", 1)],
    ids=["killed", "dead"],
)
def test_a_part_that_dies_is_reported(tmp_path: Path, script: str, code: str, status: int) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)

    settings = {"GEN3D_MODEL_FOLDER": str(tmp_path), "GEN3D_SAM3_PYTHON": str(python)}
    ended, found = selftest(*STAND_INS, "--quality", "low", **settings)

    assert (ended, found["embedding"]["error"]["code"]) == (status, code)
    assert found["reconstruction"]["ok"] is True


def test_lists_weights_with_sizes_and_revision(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "moge.pt").write_bytes(bytes(3 * 2**20))
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "revision.txt").write_text("abc123\n")

    found = weights_facts(tmp_path)

    assert found["revision"] == "abc123"
    assert found["files"] == {"hub/moge.pt": 3.0}
    assert found["mib"] == 3.0


def test_the_gpu_comes_from_the_drivers_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert gpu_of_driver() is None

    command = tmp_path / "nvidia-smi"
    command.write_text("#!/bin/sh\necho 'NVIDIA A10G, 580.95.05, 23028, 22502'\n")
    command.chmod(0o755)

    assert gpu_of_driver() == {
        "name": "NVIDIA A10G",
        "driver": "580.95.05",
        "memory_total_mib": 23028,
        "memory_free_mib": 22502,
    }
    assert host_facts()["gpu"]["driver"] == "580.95.05"


def test_attention_is_what_the_environment_asks_for_until_the_model_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTN_BACKEND", "xformers")
    monkeypatch.delenv("SPARSE_ATTN_BACKEND", raising=False)
    assert environment_facts()["attention"] == {"dense": "xformers"}

    class Loaded:
        ATTN = "sdpa"

    monkeypatch.setitem(sys.modules, "sam3d_objects.model.backbone.tdfy_dit.modules.sparse", Loaded)  # type: ignore[arg-type]
    assert environment_facts()["attention"] == {"dense": "xformers", "sparse": "sdpa"}


def test_the_sample_is_a_photo_with_an_object() -> None:
    photo, mask = sphere()

    assert photo.shape == (480, 640, 3)
    assert 0.1 < mask.mean() < 0.5
    assert photo[mask].mean(0)[0] > 1.5 * photo[mask].mean(0)[1]
    assert photo[~mask].std() > 5


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (None, LoadCode.LOAD_FAILED),
        (RuntimeError("CUDA error: no kernel image is available"), LoadCode.GPU_UNUSABLE),
        (RuntimeError("CUDA out of memory. Tried to allocate 3 GiB"), LoadCode.GPU_OUT_OF_MEMORY),
    ],
    ids=["NaN", "CUDA", "memory"],
)
def test_a_model_that_cannot_embed_is_a_failed_load(error: Exception | None, code: LoadCode) -> None:
    with pytest.raises(TrialError, match="trial embedding failed") as failed:
        try_embedding(FailingModel(error))

    assert load_failure_of(failed.value).code == code


def test_steps_are_measured_inside_a_measurement_only() -> None:
    with model_step("before"), measured_steps() as steps:
        for _ in range(2):
            with model_step("depth"):
                """Nothing to do."""
    with model_step("after"):
        """Nothing to do."""

    assert set(steps.seconds) == {"depth"}
    assert steps.peak_memory == {}


class FakeCuda:
    """Has the peaks of one step after another."""

    def __init__(self, *peaks: int) -> None:
        self.peaks = list(peaks)
        self.calls: list[str] = []

    def is_available(self) -> bool:
        return True

    def reset_peak_memory_stats(self) -> None:
        self.calls.append("reset")

    def synchronize(self) -> None:
        self.calls.append("wait")

    def max_memory_allocated(self) -> int:
        return self.peaks[0] * 2**20

    def max_memory_reserved(self) -> int:
        return (self.peaks.pop(0) + 1) * 2**20


def test_each_step_has_its_own_peak_of_gpu_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    cuda = FakeCuda(700, 900, 800)
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(cuda=cuda))  # type: ignore[arg-type]

    with measured_steps() as outer, measured_steps() as inner:
        for name in ("depth", "latent", "depth"):
            with model_step(name):
                """Nothing to do."""

    assert cuda.calls == ["reset", "wait"] * 3
    assert outer == inner
    assert outer.peak_memory == {
        "depth": {"gpu_allocated_mib": 800, "gpu_reserved_mib": 801},
        "latent": {"gpu_allocated_mib": 900, "gpu_reserved_mib": 901},
    }
    assert highest(list(outer.peak_memory.values())) == {"gpu_allocated_mib": 900, "gpu_reserved_mib": 901}
