"""A GPU that is missing or does not compute is found before weights are read."""

from __future__ import annotations

import pytest
import torch

from gen3d_container.gpu import GpuUnusableError, check_gpu, peak_memory
from gen3d_container.loads import LoadCode
from gen3d_container.settings import Settings
from gen3d_container.worker.choices import handler_of
from gen3d_container.worker.load_failures import load_failure_of
from tests.light.support.jobs import MemoryStorage
from tests.sam3.tiny import save_tiny


@pytest.fixture(autouse=True)
def no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)


def test_a_missing_gpu_is_an_error_only_where_one_is_required() -> None:
    check_gpu(required=False)

    with pytest.raises(GpuUnusableError, match=r"finds no GPU\. nvidia-smi finds"):
        check_gpu(required=True)


def test_a_gpu_that_cannot_compute_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """As torch reports a driver or GPU that its build does not support."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA error: no kernel image is available for execution on the device")

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch, "ones", broken)

    with pytest.raises(RuntimeError) as failed:
        check_gpu(required=False)

    assert load_failure_of(failed.value).code == LoadCode.GPU_UNUSABLE


def test_a_model_is_not_loaded_without_the_gpu_that_it_needs(tmp_path_factory: pytest.TempPathFactory) -> None:
    models = tmp_path_factory.mktemp("models")
    save_tiny(models / "sam3")
    settings = Settings(gen3d_model_folder=models, gen3d_gpu="required")

    with pytest.raises(GpuUnusableError):
        handler_of("sam3", MemoryStorage({}), settings)

    handler_of("sam3", MemoryStorage({}), settings.model_copy(update={"gen3d_gpu": "optional"}))


def test_peak_memory_of_the_gpu_is_torchs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(peak_memory()) == {"host_mib"}

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "max_memory_allocated", lambda: 3 * 2**30)
    monkeypatch.setattr(torch.cuda, "max_memory_reserved", lambda: 4 * 2**30)

    assert peak_memory() | {"host_mib": 0} == {"host_mib": 0, "gpu_allocated_mib": 3072, "gpu_reserved_mib": 4096}
