"""Simplification of meshes of known shape, smooth and rough."""

from __future__ import annotations

import numpy as np
import pytest

from gen3d_container.models import Mesh
from gen3d_container.sam3d.quality import EFFORTS
from gen3d_container.sam3d.simplify import _separated, simplified
from tests.light.support.meshes import ball, coloured, euler_characteristic, is_closed, torus, volume


@pytest.mark.parametrize("noise", [0, 1e-3, 4e-3])
@pytest.mark.parametrize("share", [0.7, 0.3, 0.05])
@pytest.mark.parametrize("shape", [ball, torus])
@pytest.mark.parametrize("seed", range(5))
def test_a_closed_mesh_stays_closed_and_within_the_bound(shape: type, share: float, noise: float, seed: int) -> None:
    mesh = shape(100, 60, noise, seed)
    most = int(share * len(mesh.faces))

    made = simplified(mesh, most)

    assert 0 < len(made.faces) <= most
    assert is_closed(made.faces)
    assert np.isfinite(made.vertices).all()
    assert np.array_equal(np.unique(made.faces), np.arange(len(made.vertices)))
    assert volume(made.vertices, made.faces) == pytest.approx(volume(mesh.vertices, mesh.faces), rel=0.03)


@pytest.mark.parametrize(("shape", "characteristic"), [(ball, 2), (torus, 0)])
def test_a_smooth_mesh_keeps_its_holes(shape: type, characteristic: int) -> None:
    made = simplified(shape(100, 60), 1000)

    assert euler_characteristic(made.faces) == characteristic


def test_colours_stay_where_they_are() -> None:
    made = simplified(torus(200, 100), 4000)

    wanted = coloured(made.vertices, made.faces).colours
    assert np.abs(made.colours.astype(int) - wanted).mean() < 2
    assert np.abs(made.colours.astype(int) - wanted).max() < 20


def test_a_mesh_within_the_bound_stays_as_it_is() -> None:
    mesh = torus(10, 10)

    assert simplified(mesh, 200) is mesh


@pytest.mark.parametrize("most", [0, 1, 3])
def test_a_mesh_never_becomes_empty(most: int) -> None:
    made = simplified(torus(10, 10), most)

    assert len(made.faces) > 0
    assert is_closed(made.faces)


def test_an_open_mesh_is_simplified_too() -> None:
    mesh = torus(100, 60)
    cut = Mesh(mesh.vertices, mesh.faces[:9000], mesh.colours)

    assert 0 < len(simplified(cut, 2000).faces) <= 2000


def test_two_solids_that_share_an_edge_get_one_each() -> None:
    """Two tetrahedra on one edge: four faces at it."""
    vertices = np.array([[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 0, 1], [-1, 0, 0], [-1, 0, -1]], np.float32) / 2
    one, other = (0, 1, 2, 3), (0, 1, 4, 5)
    faces = [face for a, b, c, d in (one, other) for face in ((a, b, c), (b, a, d), (b, d, c), (a, c, d))]
    mesh = coloured(vertices, np.array(faces))
    assert not is_closed(mesh.faces)

    made = _separated(mesh)

    assert is_closed(made.faces)
    assert len(made.faces) == len(faces) + 2
    assert volume(made.vertices, made.faces) == pytest.approx(volume(mesh.vertices, mesh.faces))


def test_better_quality_has_more_faces() -> None:
    assert EFFORTS["low"].most_faces < EFFORTS["medium"].most_faces < EFFORTS["high"].most_faces
