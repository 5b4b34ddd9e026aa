"""Facts about an environment that explain what a model does there. Needs no torch."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from gen3d_container.gpu import gpu_of_driver
from gen3d_container.revision import revision_of

PACKAGES = (
    *("torch", "torchvision", "transformers", "xformers", "flash-attn", "spconv", "spconv-cu121", "pytorch3d"),
    *("moge", "utils3d", "timm", "safetensors", "numpy", "pillow", "boto3", "pydantic"),
)
#: The file of each model's folder whose hash identifies it without a `revision.txt`.
_IDENTITY = {"sam3": "config.json", "sam3d": "pipeline.yaml"}
#: Upstream's modules that hold the attention in use, and the variables that choose it.
_ATTENTION = {
    "dense": ("sam3d_objects.model.backbone.tdfy_dit.modules.attention", "BACKEND", "ATTN_BACKEND"),
    "sparse": ("sam3d_objects.model.backbone.tdfy_dit.modules.sparse", "ATTN", "SPARSE_ATTN_BACKEND"),
}
_MIB = 2**20


def environment_facts() -> dict[str, Any]:
    """Versions and attention of this interpreter's environment."""
    packages = {name: found for name in PACKAGES if (found := _version(name))}
    torch = sys.modules.get("torch")
    cuda = {"cuda": torch.version.cuda, "gpu": torch.cuda.is_available()} if torch is not None else {}
    return {"python": platform.python_version(), "packages": packages, **cuda, "attention": attention()}


def attention() -> dict[str, str]:
    """SAM 3D's attention backends as its loaded code has them, or else as the environment asks for them."""
    found = {}
    for kind, (module, name, variable) in _ATTENTION.items():
        chosen = getattr(sys.modules.get(module), name, None) or os.environ.get(variable)
        if chosen:
            found[kind] = str(chosen)
    return found


def host_facts() -> dict[str, Any]:
    """CPUs and memory in MiB. In a container, the limit of its cgroup counts as the total where it is lower."""
    memory = _meminfo()
    total, limit = memory.get("MemTotal"), _cgroup_limit()
    return {
        "cpus": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_total_mib": min(total, limit) if total and limit else total,
        "memory_free_mib": memory.get("MemAvailable"),
        "gpu": gpu_of_driver(),
    }


def weights_facts(folder: Path) -> dict[str, Any]:
    """Revision, size in MiB and files of at least 1 MiB of a model's folder."""
    if not folder.is_dir():
        return {"folder": str(folder), "found": False}
    sizes = {str(path.relative_to(folder)): path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        "folder": str(folder),
        "found": True,
        "revision": _revision(folder),
        "mib": round(sum(sizes.values()) / _MIB, 1),
        "files": {name: round(size / _MIB, 1) for name, size in sizes.items() if size >= _MIB},
    }


def _revision(folder: Path) -> str | None:
    try:
        return revision_of(folder, _IDENTITY.get(folder.name, "config.json"))
    except OSError:
        return None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _meminfo() -> dict[str, int]:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return {}
    pairs = (line.split(":", 1) for line in lines)
    return {name: int(rest.split()[0]) // 1024 for name, rest in pairs}


def _cgroup_limit() -> int | None:
    try:
        text = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return None
    return int(text) // _MIB if text.isdigit() else None
