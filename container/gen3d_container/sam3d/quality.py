"""What each quality asks of the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gen3d_container.contract import Quality


@dataclass(frozen=True)
class Effort:
    """Steps of the two samplers, None as the checkpoint has it (25 and 25), and which decoder.

    `gaussian` makes 32 Gaussians a voxel, `gaussian_4` makes 4.
    """

    structure_steps: int | None
    latent_steps: int | None
    decoder: Literal["gaussian", "gaussian_4"]


EFFORTS: dict[Quality, Effort] = {
    "low": Effort(10, 8, "gaussian_4"),
    "medium": Effort(15, 12, "gaussian"),
    "high": Effort(None, None, "gaussian"),
}
