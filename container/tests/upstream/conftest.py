"""Runs upstream's own code from checkouts: `npm run test:upstream -- FOLDER`.

FOLDER has checkouts at the commits of the Dockerfile, each in a folder of its repository's name: sam-3d-objects, MoGe,
utils3d, pytorch3d and dinov2.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

CHECKOUTS = ("sam-3d-objects", "MoGe", "utils3d", "pytorch3d")
FOLDER = Path(os.environ.get("GEN3D_UPSTREAM", ""))


def use_checkouts() -> None:
    """Makes upstream's packages importable, with the attention that the CPU has."""
    missing = [name for name in (*CHECKOUTS, "dinov2") if not (FOLDER / name).is_dir()]
    if missing:
        raise SystemExit(f"GEN3D_UPSTREAM={FOLDER} lacks checkouts of {', '.join(missing)}.")
    sys.path[:0] = [str(FOLDER / name) for name in CHECKOUTS]
    os.environ.update(ATTN_BACKEND="sdpa", SPARSE_ATTN_BACKEND="sdpa", XFORMERS_DISABLED="1", LIDRA_SKIP_INIT="true")


use_checkouts()


@pytest.fixture(scope="session", autouse=True)
def gpu() -> Iterator[None]:
    from gen3d_container.sam3d.absent import leave_out
    from tests.upstream.standins import without_gpu

    leave_out()
    # Sums of several threads depend on their order.
    torch.set_num_threads(1)
    with without_gpu():
        yield


@pytest.fixture(scope="session")
def original(gpu: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Upstream's files, as facebook/sam-3d-objects has them."""
    from tests.upstream.tiny import save_tiny

    folder = tmp_path_factory.mktemp("original") / "sam3d"
    save_tiny(folder, FOLDER / "dinov2")
    return folder
