"""Upstream's mesh as the contract has it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.models import Mesh


def mesh_of(extracted: Any) -> Mesh:  # noqa: ANN401
    """Turns upstream's `MeshExtractResult` from z up to y up.

    Left out are faces that name a vertex twice and vertices without a face. Faces that are flat for another reason
    stay, because a closed mesh would have a hole in their place. A mesh that is inside out is turned.

    :param extracted: `vertices` (n × 3), `faces` (m × 3) and `vertex_attrs` (n × 6: colours in 0 to 1, normals) as
        tensors or arrays
    :raises ModelError: ModelFailed when no face is left or a value is not finite
    """
    vertices, faces = _floats(extracted.vertices), _array(extracted.faces).astype(np.int64)
    if not len(vertices) or not len(faces):
        raise ModelError(ErrorCode.MODEL_FAILED, "The model made an empty mesh.")
    colours = _floats(extracted.vertex_attrs)[:, :3]
    if not np.isfinite(vertices).all() or not np.isfinite(colours).all():
        raise ModelError(ErrorCode.MODEL_FAILED, "The model's mesh has values that are not finite.")
    upright = np.stack((vertices[:, 0], vertices[:, 2], -vertices[:, 1]), axis=1)
    kept = faces[(faces != np.roll(faces, 1, axis=1)).all(axis=1)]
    if not len(kept):
        raise ModelError(ErrorCode.MODEL_FAILED, "The model made a mesh of lines.")
    used, corners = np.unique(kept, return_inverse=True)
    turned = corners.reshape(-1, 3)
    if _volume(upright[used], turned) < 0:
        turned = turned[:, ::-1]
    return Mesh(
        vertices=upright[used],
        faces=np.ascontiguousarray(turned, np.int32),
        colours=np.rint(np.clip(colours[used], 0, 1) * 255).astype(np.uint8),
    )


def _floats(values: Any) -> npt.NDArray[np.float32]:  # noqa: ANN401
    return _array(values.float() if hasattr(values, "float") else values).astype(np.float32)


def _array(values: Any) -> npt.NDArray[Any]:  # noqa: ANN401 (a tensor of torch, or an array)
    found: npt.NDArray[Any] = np.asarray(values.detach().cpu() if hasattr(values, "detach") else values)
    return found


def _volume(vertices: npt.NDArray[np.float32], faces: npt.NDArray[np.int64]) -> float:
    """Six times the volume. Below 0 when faces are clockwise seen from outside."""
    middled = vertices.astype(np.float64) - vertices.mean(axis=0, dtype=np.float64)
    a, b, c = (middled[faces[:, corner]] for corner in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)))
