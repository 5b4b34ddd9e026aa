"""Closed meshes of known shape, and what tests ask about a mesh."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gen3d_container.models import Mesh

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int32]


def edges_of(faces: Indices) -> Indices:
    """The directed edges, three of each face: m·3 × 2."""
    return np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])


def is_closed(faces: Indices) -> bool:
    """Each edge is in exactly two faces, once in each direction."""
    edges, counts = np.unique(edges_of(faces), axis=0, return_counts=True)
    turned = np.unique(edges[:, ::-1], axis=0)
    return bool((counts == 1).all()) and np.array_equal(edges, turned)


def euler_characteristic(faces: Indices) -> int:
    """2 for a ball, 0 for a ring."""
    edges = np.unique(np.sort(edges_of(faces), axis=1), axis=0)
    return len(np.unique(faces)) - len(edges) + len(faces)


def volume(vertices: Floats, faces: Indices) -> float:
    """Above 0 when faces are counter-clockwise seen from outside."""
    a, b, c = (vertices[faces[:, corner]].astype(np.float64) for corner in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)


def torus(around: int, across: int, noise: float = 0, seed: int = 0) -> Mesh:
    """A ring in [-0.5, 0.5]³, counter-clockwise seen from outside, coloured by position."""
    rows, columns = np.indices((around, across))
    u, v = 2 * np.pi * rows / around, 2 * np.pi * columns / across
    away = 0.35 + 0.15 * np.cos(v)
    vertices = np.stack((away * np.cos(u), 0.15 * np.sin(v), away * np.sin(u)), axis=-1).reshape(-1, 3)
    vertices += np.random.default_rng(seed).normal(scale=noise, size=vertices.shape)
    at = np.arange(around * across).reshape(around, across)
    right, below = np.roll(at, -1, axis=1), np.roll(at, -1, axis=0)
    both = np.roll(below, -1, axis=1)
    halves = ((at, right, below), (right, both, below))
    faces = np.concatenate([np.stack(half, axis=-1).reshape(-1, 3) for half in halves])
    return coloured(vertices, faces)


def coloured(vertices: npt.NDArray[np.floating], faces: npt.NDArray[np.integer]) -> Mesh:
    colours = np.clip((vertices + 0.5) * 255, 0, 255)
    return Mesh(vertices.astype(np.float32), faces.astype(np.int32), colours.astype(np.uint8))


def ball(around: int, across: int, noise: float = 0, seed: int = 0) -> Mesh:
    """A ball in [-0.5, 0.5]³, counter-clockwise seen from outside, coloured by position."""
    heights = np.pi * np.arange(1, across) / across
    angles = 2 * np.pi * np.arange(around) / around
    wide, up = np.sin(heights)[:, np.newaxis], np.cos(heights)[:, np.newaxis] + 0 * angles
    rings = np.stack((wide * np.cos(angles), up, wide * np.sin(angles)), axis=-1).reshape(-1, 3) / 2
    rings += np.random.default_rng(seed).normal(scale=noise, size=rings.shape)
    at = np.arange((across - 1) * around).reshape(across - 1, around)
    after = np.roll(at, -1, axis=1)
    top, bottom = np.full(around, at.size), np.full(around, at.size + 1)
    parts = (
        (top, after[0], at[0]),
        (at[:-1], after[:-1], at[1:]),
        (after[:-1], after[1:], at[1:]),
        (at[-1], after[-1], bottom),
    )
    faces = np.concatenate([np.stack(part, axis=-1).reshape(-1, 3) for part in parts])
    return coloured(np.concatenate((rings, [[0, 0.5, 0], [0, -0.5, 0]])), faces)
