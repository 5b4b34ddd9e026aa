"""A model whose jobs fail."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gen3d_container.contract import ModelName, Quality
from gen3d_container.images import Mask, Photo
from gen3d_container.models import Embedding, Gaussians, Reconstruction
from tests.light.support.meshes import torus


class FailingModel:
    """A model of both kinds that raises an error, or returns NaN without one."""

    name = ModelName(name="failing", revision="1", preview=True)

    def __init__(self, error: Exception | None) -> None:
        self.error = error

    def embed(self, photo: Photo) -> Embedding:
        if self.error:
            raise self.error
        return Embedding({"image_embed": np.full((1, 2), np.nan, np.float32)}, 1008)

    def reconstruct(
        self, photo: Photo, masks: Sequence[Mask], quality: Quality, seed: int | None
    ) -> list[Reconstruction]:
        if self.error:
            raise self.error
        return [Reconstruction(torus(8, 8), Gaussians(np.full((2, 17), np.nan, np.float32)), None) for _ in masks]
