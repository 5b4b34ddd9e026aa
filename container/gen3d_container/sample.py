"""A built-in photo for trials: a shaded sphere on a table, and its mask."""

from __future__ import annotations

import numpy as np

from gen3d_container.images import Mask, Photo


def sphere(width: int = 640, height: int = 480) -> tuple[Photo, Mask]:
    """A red sphere of 60% of the height, lit from the upper left, with a shadow on a grey table."""
    rows, columns = np.mgrid[:height, :width]
    radius = 0.3 * height
    x = (columns - width / 2 + 0.5) / radius
    y = (rows - height / 2 + 0.5) / radius
    mask = x**2 + y**2 < 1
    z = np.sqrt(np.maximum(0, 1 - x**2 - y**2))
    light = np.clip(0.25 + 0.75 * (-0.5 * x - 0.6 * y + 0.62 * z), 0, 1)
    shadow = np.exp(-(((x - 0.4) / 1.1) ** 2 + ((y - 1.05) / 0.25) ** 2))
    ground = (0.75 - 0.15 * rows / height) * (1 - 0.5 * shadow)
    shade = np.where(mask, light, ground)
    colours = np.where(mask[..., None], (0.85, 0.2, 0.15), (1.0, 1.0, 0.95))
    return np.round(shade[..., None] * colours * 255).astype(np.uint8), mask
