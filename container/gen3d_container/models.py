"""What a model is to the jobs: one of these two protocols."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from gen3d_container.contract import ModelName, Pose, Quality
from gen3d_container.embeddings import Floats
from gen3d_container.images import Mask, Photo


@dataclass(frozen=True)
class Embedding:
    """`input_size` is the side in pixels of the square that the photo was stretched to."""

    tensors: dict[str, Floats]
    input_size: int


@dataclass(frozen=True)
class Gaussians:
    """n Gaussians in the object's own frame, y up, in about [-0.5, 0.5]³.

    `columns` is n × 17 in the order of `ply.GAUSSIAN_FIELDS`.
    """

    columns: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Reconstruction:
    gaussians: Gaussians
    pose: Pose | None


class EmbeddingModel(Protocol):
    @property
    def name(self) -> ModelName: ...

    def embed(self, photo: Photo) -> Embedding: ...


class ReconstructionModel(Protocol):
    @property
    def name(self) -> ModelName: ...

    def reconstruct(self, photo: Photo, mask: Mask, quality: Quality, seed: int | None) -> Reconstruction: ...
