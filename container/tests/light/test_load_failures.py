"""What a failed load is called, and what to change."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from gen3d_container.gpu import GpuUnusableError
from gen3d_container.loads import EXIT_STATUS, LoadCode, LoadFailure
from gen3d_container.weights.index import WeightsError
from gen3d_container.worker.load_failures import load_failure_of
from gen3d_container.worker.protocol import Failed, ProtocolError, decode, encode
from tests.light.support.running import exited


class OutOfMemoryError(RuntimeError):
    """Has the name of torch's error."""


class SafetensorError(Exception):
    """Has the name of safetensors' error."""


class InstantiationException(Exception):
    """Has the name of hydra's error, which hides the cause in its chain."""


def chained(cause: Exception) -> Exception:
    error = InstantiationException(f"Error in call to target 'x': {cause!r}")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (FileNotFoundError(errno.ENOENT, "No such file", "pipeline.yaml"), LoadCode.WEIGHTS_UNUSABLE),
        (PermissionError(errno.EACCES, "Permission denied", "model.safetensors"), LoadCode.WEIGHTS_UNUSABLE),
        (OSError(errno.EIO, "Input/output error"), LoadCode.WEIGHTS_UNUSABLE),
        (OSError("model does not appear to have a file named model.safetensors"), LoadCode.WEIGHTS_UNUSABLE),
        (WeightsError("ss.safetensors does not match its hash."), LoadCode.WEIGHTS_UNUSABLE),
        (SafetensorError("Error while deserializing header"), LoadCode.WEIGHTS_UNUSABLE),
        (RuntimeError("Error(s) in loading state_dict for Sam3: missing keys"), LoadCode.WEIGHTS_UNUSABLE),
        (json.JSONDecodeError("Expecting value", "", 0), LoadCode.WEIGHTS_UNUSABLE),
        (MemoryError(), LoadCode.OUT_OF_MEMORY),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), LoadCode.OUT_OF_MEMORY),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), LoadCode.OUT_OF_MEMORY),
        (OutOfMemoryError("CUDA out of memory. Tried to allocate 3 GiB"), LoadCode.GPU_OUT_OF_MEMORY),
        (RuntimeError("CUDA error: no kernel image is available for execution"), LoadCode.GPU_UNUSABLE),
        (RuntimeError("Found no NVIDIA driver on your system."), LoadCode.GPU_UNUSABLE),
        (GpuUnusableError("torch finds no GPU"), LoadCode.GPU_UNUSABLE),
        (OSError(errno.ENOSPC, "No space left on device"), LoadCode.LOAD_FAILED),
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), LoadCode.LOAD_FAILED),
        (ModuleNotFoundError("No module named 'torch'"), LoadCode.LOAD_FAILED),
    ],
)
def test_memory_weights_and_gpu_are_told_apart(error: Exception, code: LoadCode) -> None:
    assert load_failure_of(error).code == code
    assert load_failure_of(chained(error)).code == code


def test_the_message_names_the_cause_and_the_traceback_ends_with_it() -> None:
    failure = load_failure_of(chained(FileNotFoundError("ss.yaml is missing.")))

    assert failure.message == "FileNotFoundError: ss.yaml is missing."
    assert failure.traceback.rstrip().splitlines()[-1].startswith("tests.light.test_load_failures.Instantiation")


def test_a_long_traceback_keeps_its_end() -> None:
    failure = load_failure_of(ValueError("x" * 10_000 + " the end"))

    assert len(failure.traceback) <= 4_000
    assert failure.traceback.endswith("the end\n")


def test_each_code_has_its_own_status_and_advice() -> None:
    assert len(set(EXIT_STATUS.values())) == len(LoadCode)
    assert len({LoadFailure(code, "").told for code in LoadCode}) == len(LoadCode)


def test_advice_is_not_given_twice() -> None:
    told = LoadFailure(LoadCode.WEIGHTS_UNUSABLE, "It is damaged. Run `npm run models:upload` again.").told

    assert told.count("npm run") == 1


def test_the_failure_survives_the_protocol() -> None:
    message = Failed(LoadFailure(LoadCode.OUT_OF_MEMORY, "no room", "a\nb"))

    assert decode(encode(message)) == message


def test_rejects_an_unknown_code() -> None:
    with pytest.raises(ProtocolError, match="unknown code"):
        decode(b'{"failed": {"code": "Tea", "message": "", "traceback": ""}}')


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ((), "config.json is missing"),
        (("sam3/config.json", "sam3/model.safetensors", "sam3/processor_config.json"), "pipeline.yaml is missing"),
    ],
    ids=["SAM 3", "SAM 3D"],
)
def test_the_container_ends_without_weights(tmp_path: Path, files: tuple[str, ...], told: str) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")

    status, log = exited("gen3d_container", "serve", "--port", "0", GEN3D_MODEL_FOLDER=str(tmp_path))

    last = json.loads(log.splitlines()[-1])
    assert (status, last["code"]) == (10, "WeightsUnusable")
    assert told in last["message"]
    assert "Run `npm run models:upload` again" in last["message"]


def test_a_worker_tells_its_server_why_it_cannot_load(tmp_path: Path) -> None:
    """The real worker, three times, with weights that only look complete."""
    for name in ("config.json", "model.safetensors", "processor_config.json"):
        (tmp_path / "sam3").mkdir(exist_ok=True)
        (tmp_path / "sam3" / name).write_text("{")
    arguments = ("serve", "--port", "0", "--reconstruction", "stand-in")

    settings = {"GEN3D_MODEL_FOLDER": str(tmp_path), "AWS_DEFAULT_REGION": "us-east-1"}

    status, log = exited("gen3d_container", *arguments, **settings)

    last = json.loads(log.splitlines()[-1])
    assert (status, last["code"]) == (1, "LoadFailed")
    assert "No module named 'torch'" in last["message"]
    assert last["traceback"].rstrip().endswith("No module named 'torch'")
    assert log.count('"attempt"') == 3
