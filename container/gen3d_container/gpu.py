"""What is known of the GPU: from torch where it is loaded, else from the driver's own command."""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import Any

_QUERY = ("name", "driver_version", "memory.total", "memory.free")
_MIB = 2**20


class GpuUnusableError(RuntimeError):
    """There is no GPU where one is required."""


def gpu_of_driver() -> dict[str, Any] | None:
    """Name, driver and memory in MiB of the first GPU by `nvidia-smi`, or None without one."""
    command = ("nvidia-smi", f"--query-gpu={','.join(_QUERY)}", "--format=csv,noheader,nounits")
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    values = [each.strip() for each in (found.splitlines() or [""])[0].split(",")]
    if len(values) != len(_QUERY):
        return None
    name, driver, total, free = values
    return {"name": name, "driver": driver, "memory_total_mib": _whole(total), "memory_free_mib": _whole(free)}


def check_gpu(required: bool) -> None:
    """Computes on the GPU, so that a driver that does not fit is found before gigabytes are read.

    :raises GpuUnusableError: when torch finds no GPU and one is required
    """
    import torch

    if torch.cuda.is_available():
        if float(torch.ones(8, device="cuda").sum()) != 8:
            raise GpuUnusableError("The GPU computes wrong sums.")
    elif required:
        found = gpu_of_driver()
        seen = f"{found['name']} with driver {found['driver']}" if found else "no GPU"
        message = f"torch {torch.__version__} for CUDA {torch.version.cuda} finds no GPU. nvidia-smi finds {seen}."
        raise GpuUnusableError(message)


def reset_peak_memory() -> None:
    """Begins a new measurement of the GPU's peak memory, where torch is loaded and has a GPU."""
    cuda = _cuda()
    if cuda:
        cuda.reset_peak_memory_stats()


def wait_for_gpu() -> None:
    """Waits for the work that was given to the GPU."""
    cuda = _cuda()
    if cuda:
        cuda.synchronize()


def peak_memory() -> dict[str, int]:
    """Peak memory in MiB: of this process on the host since its start, and of torch on the GPU since the last reset."""
    return {"host_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, **peak_gpu_memory()}


def peak_gpu_memory() -> dict[str, int]:
    """torch's peak memory on the GPU since the last reset, in MiB. Empty without a GPU."""
    cuda = _cuda()
    if not cuda:
        return {}
    return {
        "gpu_allocated_mib": cuda.max_memory_allocated() // _MIB,
        "gpu_reserved_mib": cuda.max_memory_reserved() // _MIB,
    }


def _cuda() -> Any:  # noqa: ANN401 (torch.cuda)
    torch = sys.modules.get("torch")
    return torch.cuda if torch is not None and torch.cuda.is_available() else None


def _whole(text: str) -> int | None:
    return int(text) if text.isdigit() else None
