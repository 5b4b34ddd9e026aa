"""`python -m tests.sam3d.sealed_hub FOLDER [--unchanged]`: loads DINOv2 through torch.hub as SageMaker starts it."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path

import torch

from gen3d_container.sam3d.offline import local_torch_hub
from tests.light.support.sealed import seal


def main(folder: Path, unchanged: bool) -> None:
    os.environ["TORCH_HOME"] = str(folder / "hub" / "torch")
    seal(folder)
    with nullcontext() if unchanged else local_torch_hub(folder):
        model = torch.hub.load("facebookresearch/dinov2", "dinov2_vitl14_reg", source="github", verbose=False)
    print(f"loaded {type(model).__name__}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--unchanged" in sys.argv)
