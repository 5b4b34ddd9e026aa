"""The pipeline's settings for each quality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gen3d_container.contract import Quality


@dataclass(frozen=True)
class Effort:
    """Steps of the two samplers (None for the checkpoint's 25), the decoder of Gaussians and the most faces.

    `gaussian` makes 32 Gaussians per voxel, `gaussian_4` makes 4. The mesh decoder makes up to a million faces, too
    many for a page or a phone. The bounds are a choice: files of about 1, 3 and 6 MB.
    `distilled_steps` take the place of `structure_steps` where GEN3D_DISTILLED_LOW is set: faster, of unproven quality.
    """

    structure_steps: int | None
    latent_steps: int | None
    decoder: Literal["gaussian", "gaussian_4"]
    most_faces: int
    distilled_steps: int | None = None


EFFORTS: dict[Quality, Effort] = {
    "low": Effort(10, 8, "gaussian_4", 50_000, distilled_steps=4),
    "medium": Effort(15, 12, "gaussian", 150_000),
    "high": Effort(None, None, "gaussian", 300_000),
}
