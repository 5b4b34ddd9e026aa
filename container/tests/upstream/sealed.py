"""`python -m tests.upstream.sealed FOLDER`: loads SAM 3D Objects as SageMaker starts it, and says that it is loaded."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.light.support.sealed import seal
from tests.upstream.conftest import use_checkouts


def main(folder: Path) -> None:
    use_checkouts()
    from gen3d_container.sam3d.absent import leave_out
    from gen3d_container.sam3d.load import load_pipeline
    from tests.upstream.standins import without_gpu

    leave_out()
    # For this GPU, upstream chooses flash-attn, which the image does not have.
    with without_gpu("NVIDIA H200"):
        seal(folder)
        pipeline = load_pipeline(folder)
    weights = sum(parameter.numel() for parameter in pipeline.models.parameters())
    print(f"loaded {weights} weights")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
