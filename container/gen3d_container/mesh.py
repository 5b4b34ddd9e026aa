"""Checks of a triangle mesh."""

from __future__ import annotations

import numpy as np

from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.models import Mesh


def check_mesh(mesh: Mesh) -> None:
    """:raises ModelError: ModelFailed when the mesh is empty, a position is not finite or a face has no such vertex"""
    vertices, faces = mesh.vertices, mesh.faces
    if not len(vertices) or not len(faces):
        raise ModelError(ErrorCode.MODEL_FAILED, "The model made an empty mesh.")
    if not np.isfinite(vertices).all():
        raise ModelError(ErrorCode.MODEL_FAILED, "The model's mesh has positions that are not finite.")
    if faces.min() < 0 or faces.max() >= len(vertices):
        raise ModelError(ErrorCode.MODEL_FAILED, "The model's mesh has faces without vertices.")
