"""Fewer faces for a mesh, with colours kept and closed meshes closed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from gen3d_container.models import Mesh

Indices = npt.NDArray[np.int64]

#: How fast the library gives up precision for fewer faces: its default is 7, and 0 keeps the shape.
AGGRESSIVENESS = 5.0
#: Attempts to meet a bound. Separating edges adds faces, so the next attempt asks for fewer.
ATTEMPTS = 4


def simplified(mesh: Mesh, most_faces: int) -> Mesh:
    """Merges vertices by quadric errors until there are at most `most_faces`.

    A vertex gets the mean colour of those it replaces. Each edge of a closed mesh is in exactly two faces afterwards. A
    mesh that the library cannot simplify further keeps more faces.
    """
    target, made = most_faces, mesh
    for _ in range(ATTEMPTS):
        excess = len(made.faces) - most_faces
        if excess <= 0:
            break
        if made is not mesh:
            target = max(4, target - 2 * excess)
        fewer = _separated(_collapsed(mesh, target))
        if not len(fewer.faces):
            break
        made = fewer
    return made


def _collapsed(mesh: Mesh, target: int) -> Mesh:
    from fast_simplification import simplify

    points, _, collapses = simplify(
        mesh.vertices, mesh.faces, target_count=target, agg=AGGRESSIVENESS, return_collapses=True
    )
    kept_by = _kept_by(collapses, len(mesh.vertices))
    moved = kept_by[mesh.faces]
    faces = moved[(moved != np.roll(moved, 1, axis=1)).all(axis=1)]
    kept, corners = np.unique(faces, return_inverse=True)
    colours = _means(kept_by, mesh.colours)[kept]
    return Mesh(points.astype(np.float32), corners.reshape(-1, 3).astype(np.int32), colours)


def _kept_by(collapses: npt.NDArray[np.integer], vertices: int) -> Indices:
    """The vertex that each vertex became a part of."""
    into = np.arange(vertices, dtype=np.int64)
    into[collapses[:, 1]] = collapses[:, 0]
    while not np.array_equal(after := into[into], into):
        into = after
    return into


def _means(groups: Indices, colours: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    counts = np.maximum(np.bincount(groups, minlength=len(colours)), 1)
    sums = [np.bincount(groups, channel, minlength=len(colours)) for channel in colours.T]
    means: npt.NDArray[np.uint8] = np.rint(np.stack(sums, axis=1) / counts[:, np.newaxis]).astype(np.uint8)
    return means


def _separated(mesh: Mesh) -> Mesh:
    """Gives each two faces an edge of their own where more than two share one, by a vertex in the middle of the edge.

    The shape stays. Two faces that are each other's back are left out.
    """
    vertices, colours = list(mesh.vertices), list(mesh.colours.astype(np.float32))
    faces = mesh.faces
    while pairs := _surplus(faces, len(vertices)):
        dropped: set[int] = set()
        added: list[tuple[int, int, int]] = []
        for one, other, tail, head in pairs:
            if one in dropped or other in dropped:
                continue
            dropped |= {one, other}
            apexes = [next(int(at) for at in faces[face] if at not in (tail, head)) for face in (one, other)]
            if apexes[0] == apexes[1]:
                continue
            middle = len(vertices)
            vertices.append((vertices[tail] + vertices[head]) / 2)
            colours.append((colours[tail] + colours[head]) / 2)
            for apex, ends in zip(apexes, ((tail, middle, head), (head, middle, tail)), strict=True):
                added += [(start, end, apex) for start, end in pairwise(ends)]
        faces = np.concatenate([np.delete(faces, sorted(dropped), axis=0), np.asarray(added, np.int32).reshape(-1, 3)])
    used, corners = np.unique(faces, return_inverse=True)
    return Mesh(
        vertices=np.asarray(vertices, np.float32).reshape(-1, 3)[used],
        faces=corners.reshape(-1, 3).astype(np.int32),
        colours=np.rint(np.asarray(colours, np.float32).reshape(-1, 3)[used]).astype(np.uint8),
    )


def _surplus(faces: npt.NDArray[np.int32], vertices: int) -> list[tuple[int, int, int, int]]:
    """Two faces on an edge that has two others: one along the edge, its counterpart, and the ends."""
    tails, heads = faces.astype(np.int64).ravel(), np.roll(faces, -1, axis=1).astype(np.int64).ravel()
    codes = np.minimum(tails, heads) * vertices + np.maximum(tails, heads)
    _, group, counts = np.unique(codes, return_inverse=True, return_counts=True)
    crowded = np.flatnonzero(counts[group] > 2)
    edges: dict[tuple[int, int], list[int]] = {}
    for edge in crowded:
        edges.setdefault((int(tails[edge]), int(heads[edge])), []).append(int(edge) // 3)
    return [
        (one, other, tail, head)
        for (tail, head), along in edges.items()
        if tail < head
        for one, other in zip(along[1:], edges.get((head, tail), [])[1:], strict=False)
    ]
