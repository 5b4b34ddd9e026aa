"""PLY files, held against plyfile as the independent reader and writer."""

from __future__ import annotations

import io
import tracemalloc

import numpy as np
import pytest
from plyfile import PlyData, PlyElement

from gen3d_container.ply import (
    GAUSSIAN_FIELDS,
    PlyError,
    gaussian_records,
    ply_header,
    point_records,
    read_ply,
    write_ply,
)


def cloud(count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(count)
    return random.normal(size=(count, 3)).astype(np.float32), random.integers(0, 256, (count, 3), np.uint8)


def written(records: np.ndarray, comment: str = "") -> bytes:
    out = io.BytesIO()
    write_ply(out, records, comment)
    return out.getvalue()


@pytest.mark.parametrize("count", [1, 2, 1000])
def test_plyfile_reads_the_coloured_points(count: int) -> None:
    xyz, rgb = cloud(count)

    vertex = PlyData.read(io.BytesIO(written(point_records(xyz, rgb), "made here")))["vertex"]

    assert np.array_equal(np.stack([vertex[name] for name in ("x", "y", "z")], 1), xyz)
    assert np.array_equal(np.stack([vertex[name] for name in ("red", "green", "blue")], 1), rgb)


def test_the_layout_is_the_contracts() -> None:
    head = written(point_records(*cloud(3))).split(b"end_header\n")[0].decode()

    assert head.splitlines() == [
        "ply",
        "format binary_little_endian 1.0",
        "element vertex 3",
        *(f"property float {name}" for name in "xyz"),
        *(f"property uchar {name}" for name in ("red", "green", "blue")),
    ]


def test_plyfile_reads_the_gaussians_in_the_usual_order() -> None:
    columns = np.arange(5 * 17, dtype=np.float32).reshape(5, 17)

    vertex = PlyData.read(io.BytesIO(written(gaussian_records(columns))))["vertex"]

    assert tuple(property.name for property in vertex.properties) == GAUSSIAN_FIELDS
    assert np.array_equal(np.stack([vertex[name] for name in GAUSSIAN_FIELDS], 1), columns)


def test_what_plyfile_writes_is_read_here() -> None:
    records = point_records(*cloud(50))
    out = io.BytesIO()
    PlyData([PlyElement.describe(records, "vertex")], byte_order="<").write(out)

    assert np.array_equal(read_ply(out.getvalue()), records)


def test_no_points_are_a_file_too() -> None:
    empty = point_records(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.uint8))

    assert len(read_ply(written(empty))) == 0


def test_arrays_that_are_not_contiguous_are_written_right() -> None:
    xyz, rgb = cloud(20)

    records = point_records(xyz[::2, ::-1], np.asfortranarray(rgb)[::2])

    assert np.array_equal(records["x"], xyz[::2, 2])
    assert np.array_equal(records["red"], rgb[::2, 0])


def test_the_answer_is_the_number_of_bytes() -> None:
    out = io.BytesIO()

    assert write_ply(out, point_records(*cloud(7))) == len(out.getvalue())


@pytest.mark.parametrize(
    ("xyz", "rgb"), [((4, 3), (5, 3)), ((4, 2), (4, 3)), ((4, 3), (4, 4))], ids=["counts", "2D", "RGBA"]
)
def test_positions_and_colours_must_fit(xyz: tuple[int, int], rgb: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="must both be n × 3"):
        point_records(np.zeros(xyz, np.float32), np.zeros(rgb, np.uint8))


def test_gaussians_have_17_columns() -> None:
    with pytest.raises(ValueError, match="n × 17"):
        gaussian_records(np.zeros((4, 14), np.float32))


def test_writing_holds_no_second_copy() -> None:
    class Sink(io.RawIOBase):
        def write(self, data: object) -> int:
            return len(data)  # type: ignore[arg-type]

    records = point_records(*cloud(200_000))
    tracemalloc.start()
    write_ply(Sink(), records)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < records.nbytes / 10


HEAD = ply_header(point_records(*cloud(1)).dtype, 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no PLY header"),
        (b"ply\nformat binary_little_endian 1.0\n", "no PLY header"),
        (HEAD.replace(b"little", b"big"), "not binary little-endian"),
        (HEAD.replace(b"vertex 1", b"vertex -1"), "exactly one element"),
        (HEAD.replace(b"element vertex 1\n", b""), "exactly one element"),
        (HEAD.replace(b"end_header", b"element face 2\nend_header"), "exactly one element"),
        (HEAD.replace(b"float x", b"list uchar int x"), "no float or uchar"),
        (HEAD.replace(b"float y", b"double y"), "no float or uchar"),
        (HEAD.replace(b"float y", b"float x"), "one twice"),
        (HEAD + bytes(14), "14 bytes of vertices where the header says 15"),
        (HEAD + bytes(16), "16 bytes"),
    ],
)
def test_another_kind_of_file_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(PlyError, match=reason):
        read_ply(data)
