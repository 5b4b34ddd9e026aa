"""The stand-in's mesh: a ball, flattened and stretched to the mask's outline."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gen3d_container.images import Mask, Photo
from gen3d_container.models import Mesh

Floats = npt.NDArray[np.float64]

#: Half the depth, as a share of the radius.
FLATNESS = 0.6
#: Brightness of the back, which the photo does not show.
BACK = 0.6


def ball(photo: Photo, mask: Mask, segments: int) -> Mesh:
    """A closed mesh around the mask's middle that reaches to the mask's farthest pixel in each direction.

    :param photo: cropped to the mask, whose longest side becomes 1
    :param segments: corners of the outline, at least 8
    """
    rings = segments // 4
    height, width = mask.shape
    middle, radii = _outline(mask, segments)
    angles = 2 * np.pi * np.arange(segments) / segments
    slopes = np.pi * (np.arange(1, rings) / rings - 0.5)
    wide, deep = np.cos(slopes)[:, np.newaxis], np.sin(slopes)[:, np.newaxis]
    x = np.concatenate(([middle[0]], (middle[0] + wide * radii * np.cos(angles)).ravel(), [middle[0]]))
    y = np.concatenate(([middle[1]], (middle[1] + wide * radii * np.sin(angles)).ravel(), [middle[1]]))
    depth = FLATNESS * float(np.mean(radii))
    z = np.concatenate(([-depth], np.repeat(depth * deep, segments), [depth]))
    longest = max(width, height)
    vertices = np.stack(((x - width / 2) / longest, (height / 2 - y) / longest, z / longest), axis=1)
    row = np.clip(np.floor(y), 0, height - 1).astype(np.int64)
    column = np.clip(np.floor(x), 0, width - 1).astype(np.int64)
    light = np.where(z < 0, BACK, 1)[:, np.newaxis]
    colours = np.rint(photo[row, column] * light).astype(np.uint8)
    return Mesh(vertices.astype(np.float32), _faces(segments, rings), colours)


def _outline(mask: Mask, segments: int) -> tuple[Floats, Floats]:
    """The mask's middle (x, y), and the distance from it to the farthest pixel in each of the directions."""
    rows, columns = np.nonzero(mask)
    away = np.stack((columns + 0.5, rows + 0.5)).astype(np.float64)
    middle = away.mean(axis=1)
    x, y = away - middle[:, np.newaxis]
    direction = np.rint(np.arctan2(y, x) / (2 * np.pi) * segments).astype(np.int64) % segments
    radii = np.full(segments, 0.5)
    np.maximum.at(radii, direction, np.hypot(x, y) + 0.5)
    return middle, radii


def _faces(segments: int, rings: int) -> npt.NDArray[np.int32]:
    """Two fans around the poles, and two triangles for each piece between two rings; the first vertex is the back."""
    here = np.arange(segments)
    after = (here + 1) % segments
    last = 1 + (rings - 1) * segments
    starts = 1 + segments * np.arange(rings - 2)[:, np.newaxis]
    low, low_after, high, high_after = (
        (starts + each).ravel() for each in (here, after, here + segments, after + segments)
    )
    parts = (
        (np.zeros_like(here), 1 + here, 1 + after),
        (low, high, low_after),
        (low_after, high, high_after),
        (1 + (rings - 2) * segments + after, 1 + (rings - 2) * segments + here, np.full_like(here, last)),
    )
    return np.concatenate([np.stack(part, axis=1) for part in parts]).astype(np.int32)
