"""A stand-in for SAM 3D Objects, in the photo's colours.

Its Gaussians are the mask inflated by the distance to its edge. Its mesh is a ball with the mask's outline.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from gen3d_container.contract import ModelName, Quality
from gen3d_container.gaussians import SH_C0, gaussian_columns
from gen3d_container.images import Mask, Photo
from gen3d_container.models import Gaussians, Reconstruction
from gen3d_container.standin.mesh import ball

#: Longest sampled side in pixels by quality.
SIDES: dict[Quality, int] = {"low": 96, "medium": 224, "high": 448}


class StandInReconstruction:
    name = ModelName(name="stand-in for SAM 3D Objects", revision="1", preview=True)

    def reconstruct(
        self, photo: Photo, masks: Sequence[Mask], quality: Quality, seed: int | None
    ) -> list[Reconstruction]:
        side, fixed = SIDES[quality], 42 if seed is None else seed
        return [_inflated(*_cropped(photo, mask, side), side // 2, fixed) for mask in masks]


def _inflated(photo: Photo, mask: Mask, segments: int, seed: int) -> Reconstruction:
    rows, columns = np.nonzero(mask)
    height, width = mask.shape
    longest = max(height, width)
    x = (columns + 0.5 - width / 2) / longest
    y = (height / 2 - rows - 0.5) / longest
    depth = np.sqrt(_steps_to_edge(mask)[rows, columns] / longest) / 2
    colour = photo[rows, columns].astype(np.float32) / 255
    random = np.random.default_rng(seed)
    xyz = np.stack((np.tile(x, 2), np.tile(y, 2), np.concatenate((depth, -depth))), axis=1)
    xyz += random.normal(scale=0.1 / longest, size=xyz.shape)
    gaussians = _gaussians(xyz.astype(np.float32), np.concatenate((colour, colour * 0.6)), longest)
    return Reconstruction(ball(photo, mask, segments), gaussians, None)


def _cropped(photo: Photo, mask: Mask, side: int) -> tuple[Photo, Mask]:
    """Crops to the mask and scales the longest side down to `side`."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    cut = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = mask[cut].shape
    factor = min(1.0, side / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = np.asarray(Image.fromarray(photo[cut]).resize(size))
    outline = np.asarray(Image.fromarray(mask[cut].astype(np.uint8) * 255).resize(size)) >= 128
    return small, outline if outline.any() else np.ones_like(outline)


def _steps_to_edge(mask: Mask) -> npt.NDArray[np.float32]:
    """The city-block distance to the outline, from four running counts."""
    distance = np.full(mask.shape, np.inf, np.float32)
    for axis in (0, 1):
        for turned in (False, True):
            seen = np.flip(mask, axis) if turned else mask
            count = _run_lengths(seen, axis)
            distance = np.minimum(distance, np.flip(count, axis) if turned else count)
    return distance


def _run_lengths(mask: Mask, axis: int) -> npt.NDArray[np.float32]:
    """The number of consecutive selected pixels that end at each pixel."""
    index = np.arange(mask.shape[axis]).reshape((-1, 1) if axis == 0 else (1, -1))
    last_gap = np.maximum.accumulate(np.where(mask, -1, index), axis=axis)
    return (index - last_gap).astype(np.float32)


def _gaussians(xyz: npt.NDArray[np.float32], colour: npt.NDArray[np.float32], longest: int) -> Gaussians:
    count = len(xyz)
    return Gaussians(
        gaussian_columns(
            xyz=xyz,
            harmonics=((colour - 0.5) / SH_C0).astype(np.float32),
            opacity=np.full(count, 0.9, np.float32),
            scale=np.full((count, 3), 0.7 / longest, np.float32),
            rotation=np.tile(np.asarray([1, 0, 0, 0], np.float32), (count, 1)),
        )
    )
