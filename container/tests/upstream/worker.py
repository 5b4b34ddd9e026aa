"""A worker with upstream's pipeline on the CPU, for `serve` by hand.

GEN3D_SAM3D_PYTHON names a script that runs this module with the arguments it gets:

    exec env GEN3D_UPSTREAM=FOLDER python -m tests.upstream.worker "$@"
"""

from __future__ import annotations

import sys
from typing import Any

import torch

from tests.upstream.conftest import use_checkouts


def main() -> None:
    use_checkouts()
    from gen3d_container.sam3d import model
    from gen3d_container.sam3d.absent import leave_out
    from gen3d_container.sam3d.staging import stage
    from gen3d_container.worker.__main__ import main as work
    from tests.upstream.standins import without_gpu

    def stage_on_the_cpu(pipeline: Any, _: torch.device) -> None:
        stage(pipeline, torch.device("cpu"))

    leave_out()
    model.stage = stage_on_the_cpu
    # The server calls an interpreter with: -m gen3d_container.worker --model sam3d
    sys.argv = [sys.argv[0], *sys.argv[3:]]
    with without_gpu():
        work()


if __name__ == "__main__":
    main()
