"""The two protocols that models implement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from gen3d_container.contract import ModelName, Pose, Quality
from gen3d_container.embeddings import Floats
from gen3d_container.images import Mask, Photo


@dataclass(frozen=True)
class Embedding:
    """`input_size` is the side in pixels of the square to which the photo was stretched."""

    tensors: dict[str, Floats]
    input_size: int


@dataclass(frozen=True)
class Mesh:
    """A triangle mesh in the object's frame, y up, in about [-0.5, 0.5]³: the frame of the Gaussians and the pose.

    `vertices` is n × 3. `faces` is m × 3 indices of vertices, counter-clockwise seen from outside. `colours` is n × 3,
    red, green and blue in sRGB.
    """

    vertices: npt.NDArray[np.float32]
    faces: npt.NDArray[np.int32]
    colours: npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Gaussians:
    """n Gaussians in the object's frame, y up, in about [-0.5, 0.5]³.

    `columns` is n × 17 in the order of `ply.GAUSSIAN_FIELDS`.
    """

    columns: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Reconstruction:
    mesh: Mesh
    gaussians: Gaussians | None
    pose: Pose | None


class EmbeddingModel(Protocol):
    @property
    def name(self) -> ModelName: ...

    def embed(self, photo: Photo) -> Embedding: ...


class ReconstructionModel(Protocol):
    @property
    def name(self) -> ModelName: ...

    def reconstruct(
        self, photo: Photo, masks: Sequence[Mask], quality: Quality, seed: int | None
    ) -> list[Reconstruction]:
        """Makes one object of each mask, in their order. Work on the whole photo is done once."""
        ...
