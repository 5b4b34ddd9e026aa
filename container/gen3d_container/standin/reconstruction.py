"""Stands in for SAM 3D Objects: the mask's outline, inflated by its distance to the edge, in the photo's colours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from gen3d_container.contract import ModelName, Quality
from gen3d_container.gaussians import SH_C0, gaussian_columns
from gen3d_container.images import Mask, Photo
from gen3d_container.models import Gaussians, Reconstruction

#: Longest side in pixels that is sampled, by quality: about as many points as the preview makes.
SIDES: dict[Quality, int] = {"low": 96, "medium": 224, "high": 448}


class StandInReconstruction:
    name = ModelName(name="stand-in for SAM 3D Objects", revision="1", preview=True)

    def reconstruct(self, photo: Photo, mask: Mask, quality: Quality, seed: int | None) -> Reconstruction:
        photo, mask = _cropped(photo, mask, SIDES[quality])
        rows, columns = np.nonzero(mask)
        height, width = mask.shape
        longest = max(height, width)
        x = (columns + 0.5 - width / 2) / longest
        y = (height / 2 - rows - 0.5) / longest
        depth = np.sqrt(_steps_to_edge(mask)[rows, columns] / longest) / 2
        colour = photo[rows, columns].astype(np.float32) / 255
        random = np.random.default_rng(42 if seed is None else seed)
        xyz = np.stack((np.tile(x, 2), np.tile(y, 2), np.concatenate((depth, -depth))), axis=1)
        xyz += random.normal(scale=0.1 / longest, size=xyz.shape)
        return Reconstruction(_gaussians(xyz.astype(np.float32), np.concatenate((colour, colour * 0.6)), longest), None)


def _cropped(photo: Photo, mask: Mask, side: int) -> tuple[Photo, Mask]:
    """Cut to the mask, its longest side brought down to `side`."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    cut = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = mask[cut].shape
    factor = min(1.0, side / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = np.asarray(Image.fromarray(photo[cut]).resize(size))
    outline = np.asarray(Image.fromarray(mask[cut].astype(np.uint8) * 255).resize(size)) >= 128
    return small, outline if outline.any() else np.ones_like(outline)


def _steps_to_edge(mask: Mask) -> npt.NDArray[np.float32]:
    """City-block distance to the outline, by four running counts."""
    distance = np.full(mask.shape, np.inf, np.float32)
    for axis in (0, 1):
        for turned in (False, True):
            seen = np.flip(mask, axis) if turned else mask
            count = _run_lengths(seen, axis)
            distance = np.minimum(distance, np.flip(count, axis) if turned else count)
    return distance


def _run_lengths(mask: Mask, axis: int) -> npt.NDArray[np.float32]:
    """How many selected pixels in a row end at each pixel."""
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
