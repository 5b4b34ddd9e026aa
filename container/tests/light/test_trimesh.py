"""The written files, read by trimesh as an independent reader."""

from __future__ import annotations

import io

import numpy as np
import pytest
import trimesh

from gen3d_container.models import Mesh
from gen3d_container.ply import face_records, vertex_records, write_ply
from gen3d_container.sam3d.simplify import simplified
from gen3d_container.standin import StandInReconstruction
from tests.light.support.meshes import ball, torus
from tests.light.support.pictures import disc, photo


def loaded(mesh: Mesh) -> trimesh.Trimesh:
    file = io.BytesIO()
    write_ply(file, vertex_records(mesh.vertices, mesh.colours), face_records(mesh.faces))
    file.seek(0)
    return trimesh.load_mesh(file, file_type="ply", process=False)


def stand_in() -> Mesh:
    [made] = StandInReconstruction().reconstruct(photo(), [disc()], "medium", None)
    return made.mesh


@pytest.mark.parametrize(
    "mesh",
    [stand_in(), ball(60, 40), torus(60, 40), simplified(ball(100, 60, 4e-3), 1500), simplified(torus(100, 60), 1500)],
    ids=["stand-in", "ball", "torus", "simplified ball", "simplified torus"],
)
def test_trimesh_finds_a_closed_coloured_solid(mesh: Mesh) -> None:
    found = loaded(mesh)

    assert np.array_equal(found.vertices, mesh.vertices)
    assert np.array_equal(found.faces, mesh.faces)
    assert np.array_equal(found.visual.vertex_colors[:, :3], mesh.colours)
    assert found.is_watertight
    assert found.is_winding_consistent
    assert found.volume > 0.05
