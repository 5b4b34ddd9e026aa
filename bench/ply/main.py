"""PLY encoding of a mesh as large as the largest of a session: gen3d_container, plyfile, and code that fills structured
arrays by column."""

from __future__ import annotations

import io
import json
import platform
import time
from collections.abc import Callable

import numpy as np
from plyfile import PlyData, PlyElement

from gen3d_container.ply import FACE, VERTEX, face_records, vertex_records, write_ply

VERTICES, FACES, ROUNDS = 150_000, 300_000, 15


def main() -> None:
    random = np.random.default_rng(0)
    xyz = random.normal(size=(VERTICES, 3)).astype(np.float32)
    rgb = random.integers(0, 256, (VERTICES, 3), np.uint8)
    faces = random.integers(0, VERTICES, (FACES, 3), np.int32)
    body = np.zeros(VERTICES * VERTEX.itemsize + FACES * FACE.itemsize, np.uint8)

    def ours() -> bytes:
        return written(lambda file: write_ply(file, vertex_records(xyz, rgb), face_records(faces)))

    def structured() -> bytes:
        vertices, triangles = np.empty(VERTICES, VERTEX), np.empty(FACES, FACE)
        for axis, name in enumerate(("x", "y", "z")):
            vertices[name] = xyz[:, axis]
        for channel, name in enumerate(("red", "green", "blue")):
            vertices[name] = rgb[:, channel]
        triangles["count"] = 3
        for corner in range(3):
            triangles["corners"][:, corner] = faces[:, corner]
        return written(lambda file: write_ply(file, vertices, triangles))

    def by_plyfile() -> bytes:
        vertex = PlyElement.describe(np.rec.fromarrays([*xyz.T, *rgb.T], dtype=VERTEX), "vertex")
        listed = np.empty(FACES, [("vertex_indices", "i4", (3,))])
        listed["vertex_indices"] = faces
        face = PlyElement.describe(listed, "face")
        return written(lambda file: PlyData([vertex, face], byte_order="<").write(file))

    def copy() -> bytes:
        return written(lambda file: file.write(body.data))

    assert ours() == structured() == by_plyfile()
    ways = {"ours": ours, "structured array": structured, "plyfile": by_plyfile, "memory copy": copy}
    times = {name: [round(1000 * seconds, 2) for seconds in measured(way)] for name, way in ways.items()}
    size, host = f"{len(ours()) / 2**20:.1f} MiB", platform.processor() or platform.machine()
    print(f"{VERTICES:,} vertices, {FACES:,} faces, {size}, {host}")
    for name, (least, median) in times.items():
        print(f"  {name:<17}{least:>8.2f} ms least {median:>8.2f} ms median")
    print(json.dumps({"vertices": VERTICES, "faces": FACES, "milliseconds": times}))


def written(write: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def measured(way: Callable[[], object]) -> tuple[float, float]:
    """Least and median seconds."""
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        way()
        seconds.append(time.perf_counter() - began)
    return min(seconds), sorted(seconds)[ROUNDS // 2]


if __name__ == "__main__":
    main()
