"""Upstream's mesh becomes the contract's, on arrays where upstream has tensors."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.gaussians import gaussian_columns, upright
from gen3d_container.models import Mesh
from gen3d_container.sam3d.mesh import mesh_of
from tests.light.support.meshes import is_closed, torus, volume


def extracted(mesh: Mesh, **changes: np.ndarray) -> SimpleNamespace:
    """What upstream extracts for a mesh: z up, 64-bit faces, colours and normals in one array."""
    x, y, z = mesh.vertices.T
    parts = {
        "vertices": np.stack((x, -z, y), axis=1),
        "faces": mesh.faces.astype(np.int64),
        "vertex_attrs": np.concatenate((mesh.colours / 255, np.zeros_like(mesh.vertices)), axis=1, dtype=np.float32),
    }
    return SimpleNamespace(**{**parts, **changes})


def test_the_mesh_is_turned_upright_and_keeps_its_colours() -> None:
    mesh = torus(24, 12)

    made = mesh_of(extracted(mesh))

    assert np.array_equal(made.vertices, mesh.vertices)
    assert np.array_equal(made.faces, mesh.faces)
    assert np.array_equal(made.colours, mesh.colours)
    assert (made.vertices.dtype, made.faces.dtype, made.colours.dtype) == (np.float32, np.int32, np.uint8)


def test_mesh_and_gaussians_are_turned_alike() -> None:
    given = extracted(torus(24, 12))
    count = len(given.vertices)
    ones = np.ones((count, 4), np.float32)
    columns = gaussian_columns(given.vertices, ones[:, :3], ones[:, 0] * 0.5, ones[:, :3], ones)

    assert np.array_equal(mesh_of(given).vertices, upright(columns)[:, :3])


def test_a_mesh_that_is_inside_out_is_turned() -> None:
    mesh = torus(24, 12)

    made = mesh_of(extracted(mesh, faces=mesh.faces[:, ::-1]))

    assert volume(made.vertices, made.faces) == pytest.approx(volume(mesh.vertices, mesh.faces))
    assert volume(made.vertices, made.faces) > 0


def test_colours_outside_0_to_1_are_clipped() -> None:
    mesh = torus(8, 8)
    colours = np.tile(np.array([-0.5, 0.5, 1.5, 0, 0, 1], np.float32), (len(mesh.vertices), 1))

    assert (mesh_of(extracted(mesh, vertex_attrs=colours)).colours == [0, 128, 255]).all()


def test_faces_that_name_a_vertex_twice_and_unused_vertices_are_left_out() -> None:
    mesh = torus(24, 12)
    given = extracted(mesh)
    spare = np.full((1, 3), 0.5, np.float32)
    given.vertices = np.concatenate((spare, given.vertices, spare))
    given.vertex_attrs = np.concatenate((np.zeros((1, 6)), given.vertex_attrs, np.zeros((1, 6))), dtype=np.float32)
    given.faces = np.concatenate(([[4, 4, 9], [3, 9, 3]], given.faces + 1, [[7, 6, 6]]))

    made = mesh_of(given)

    assert np.array_equal(made.vertices, mesh.vertices)
    assert np.array_equal(made.colours, mesh.colours)
    assert np.array_equal(made.faces, mesh.faces)
    assert is_closed(made.faces)


NONE = np.zeros((0, 3), np.float32)
NAN = np.full((64, 6), np.nan, np.float32)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"vertices": NONE, "faces": NONE.astype(int), "vertex_attrs": np.zeros((0, 6), np.float32)}, "empty"),
        ({"faces": NONE.astype(int)}, "empty"),
        ({"faces": np.array([[1, 1, 2]])}, "lines"),
        ({"vertices": NAN[:, :3]}, "not finite"),
        ({"vertex_attrs": NAN}, "not finite"),
    ],
    ids=["empty", "no faces", "lines", "NaN", "NaN colours"],
)
def test_an_unusable_mesh_is_a_model_failure(changes: dict[str, np.ndarray], reason: str) -> None:
    with pytest.raises(ModelError, match=reason) as failed:
        mesh_of(extracted(torus(8, 8), **changes))

    assert failed.value.code == ErrorCode.MODEL_FAILED
