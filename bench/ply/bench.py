"""PLY encoding of 1 M coloured points: ours, plyfile, and plain structured-array code as in the plan of record."""

from __future__ import annotations

import io
import json
import platform
import time
from collections.abc import Callable

import numpy as np
from plyfile import PlyData, PlyElement

from gen3d_container.ply import POINT, point_records, write_ply

COUNT, ROUNDS = 1_000_000, 15


def main() -> None:
    random = np.random.default_rng(0)
    xyz = random.normal(size=(COUNT, 3)).astype(np.float32)
    rgb = random.integers(0, 256, (COUNT, 3), np.uint8)
    body = np.zeros(COUNT * POINT.itemsize, np.uint8)

    def ours() -> bytes:
        return written(lambda file: write_ply(file, point_records(xyz, rgb)))

    def structured() -> bytes:
        records = np.empty(COUNT, POINT)
        for axis, name in enumerate(("x", "y", "z")):
            records[name] = xyz[:, axis]
        for channel, name in enumerate(("red", "green", "blue")):
            records[name] = rgb[:, channel]
        return written(lambda file: write_ply(file, records))

    def by_plyfile() -> bytes:
        vertex = PlyElement.describe(np.rec.fromarrays([*xyz.T, *rgb.T], dtype=POINT), "vertex")
        return written(lambda file: PlyData([vertex], byte_order="<").write(file))

    def copy() -> bytes:
        return written(lambda file: file.write(body.data))

    assert ours() == structured() == by_plyfile()
    ways = {"ours": ours, "structured array": structured, "plyfile": by_plyfile, "memory copy": copy}
    times = {name: [round(1000 * seconds, 2) for seconds in measured(way)] for name, way in ways.items()}
    print(f"{COUNT:,} points, {len(ours()) / 2**20:.1f} MiB, {platform.processor() or platform.machine()}")
    for name, (least, median) in times.items():
        print(f"  {name:<17}{least:>8.2f} ms least {median:>8.2f} ms median")
    print(json.dumps({"points": COUNT, "milliseconds": times}))


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
