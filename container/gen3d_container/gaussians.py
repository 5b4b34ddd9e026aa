"""Checks Gaussians and converts them between frames. Quaternions are w, x, y, z."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gen3d_container.contract import Pose
from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.models import Gaussians
from gen3d_container.ply import GAUSSIAN_FIELDS

Floats = npt.NDArray[np.float32]

#: The constant of the zeroth spherical harmonic: colour = 0.5 + C0 × coefficient.
SH_C0 = 0.28209479177387814
#: Nearly transparent Gaussians are fog around the object and not part of it.
MIN_OPACITY = 0.1

_OPACITY = GAUSSIAN_FIELDS.index("opacity")
_ROTATION = slice(13, 17)
_HALF = float(np.sqrt(0.5))
#: A quarter turn about x, from z up to y up: (x, y, z) → (x, z, -y).
_Z_UP_TO_Y_UP = (_HALF, -_HALF, 0.0, 0.0)


def check_gaussians(gaussians: Gaussians) -> None:
    """:raises ModelError: ModelFailed when a value is not finite or no Gaussian is visible"""
    columns = gaussians.columns
    if not np.isfinite(columns).all():
        raise ModelError(ErrorCode.MODEL_FAILED, "The model's Gaussians have values that are not finite.")
    least = np.log(MIN_OPACITY / (1 - MIN_OPACITY))
    if not (columns[:, _OPACITY] > least).any():
        raise ModelError(ErrorCode.MODEL_FAILED, "The model made no visible Gaussian.")


def gaussian_columns(xyz: Floats, harmonics: Floats, opacity: Floats, scale: Floats, rotation: Floats) -> Floats:
    """The n × 17 columns of a PLY.

    :param harmonics: n × 3, coefficients of the zeroth harmonic
    :param opacity: n, 0 to 1
    :param scale: n × 3, lengths
    :param rotation: n × 4, of any length
    """
    held = np.clip(opacity.reshape(-1, 1), 1e-6, 1 - 1e-6)
    logit = np.log(held / (1 - held))
    parts = (xyz, np.zeros_like(xyz), harmonics, logit, np.log(np.maximum(scale, 1e-12)), rotation)
    return np.concatenate(parts, axis=1, dtype=np.float32)


def upright(columns: Floats) -> Floats:
    """Turns Gaussians from the model's z up to the files' y up."""
    turned = columns.copy()
    turned[:, 1], turned[:, 2] = columns[:, 2], -columns[:, 1]
    turned[:, _ROTATION] = quaternion_product(np.asarray(_Z_UP_TO_Y_UP, np.float32), columns[:, _ROTATION])
    return turned


def upright_pose(translation: Floats, rotation: Floats, scale: Floats) -> Pose:
    """Converts the model's pose for points with y up.

    Row vectors, as in pytorch3d: camera = (point · scale) R(rotation) + translation. Points with y up are turned back
    first, which adds a quaternion and swaps two scales.
    """
    turned = quaternion_product(np.asarray(_Z_UP_TO_Y_UP, np.float32), rotation.reshape(1, 4))[0]
    w, x, y, z = (float(part) for part in turned / np.linalg.norm(turned))
    sx, sz, sy = (float(part) for part in scale.reshape(3))
    tx, ty, tz = (float(part) for part in translation.reshape(3))
    return Pose(translation=(tx, ty, tz), rotation=(w, x, y, z), scale=(sx, sy, sz))


def quaternion_product(left: Floats, right: Floats) -> Floats:
    """left ⊗ right, with broadcasting."""
    aw, ax, ay, az = np.moveaxis(left, -1, 0)
    bw, bx, by, bz = np.moveaxis(right, -1, 0)
    parts = (
        aw * bw - ax * bx - ay * by - az * bz,
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
    )
    return np.stack(parts, axis=-1).astype(np.float32)
