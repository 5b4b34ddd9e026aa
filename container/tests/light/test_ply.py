"""PLY files, compared with plyfile as an independent reader and writer."""

from __future__ import annotations

import io
import tracemalloc

import numpy as np
import pytest
from plyfile import PlyData, PlyElement

from gen3d_container.ply import (
    GAUSSIAN_FIELDS,
    PlyError,
    face_records,
    gaussian_records,
    ply_header,
    read_ply,
    vertex_records,
    write_ply,
)


def cloud(count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(count)
    return random.normal(size=(count, 3)).astype(np.float32), random.integers(0, 256, (count, 3), np.uint8)


def triangles(count: int, vertices: int) -> np.ndarray:
    return np.random.default_rng(count).integers(0, vertices, (count, 3), np.int32)


def written(records: np.ndarray, faces: np.ndarray | None = None, comment: str = "") -> bytes:
    out = io.BytesIO()
    write_ply(out, records, None if faces is None else face_records(faces), comment)
    return out.getvalue()


@pytest.mark.parametrize("count", [1, 2, 1000])
def test_plyfile_reads_the_coloured_vertices(count: int) -> None:
    xyz, rgb = cloud(count)

    vertex = PlyData.read(io.BytesIO(written(vertex_records(xyz, rgb), comment="made here")))["vertex"]

    assert np.array_equal(np.stack([vertex[name] for name in ("x", "y", "z")], 1), xyz)
    assert np.array_equal(np.stack([vertex[name] for name in ("red", "green", "blue")], 1), rgb)


@pytest.mark.parametrize("count", [1, 2, 1000])
def test_plyfile_reads_the_faces(count: int) -> None:
    faces = triangles(count, 50)

    data = PlyData.read(io.BytesIO(written(vertex_records(*cloud(50)), faces)))

    assert data["vertex"].count == 50
    assert np.array_equal(np.stack(list(data["face"]["vertex_indices"])), faces)


def test_the_layout_matches_the_contract() -> None:
    head = written(vertex_records(*cloud(3)), triangles(2, 3)).split(b"end_header\n")[0].decode()

    assert head.splitlines() == [
        "ply",
        "format binary_little_endian 1.0",
        "element vertex 3",
        *(f"property float {name}" for name in "xyz"),
        *(f"property uchar {name}" for name in ("red", "green", "blue")),
        "element face 2",
        "property list uchar int vertex_indices",
    ]


def test_plyfile_reads_the_gaussians_in_the_usual_order() -> None:
    columns = np.arange(5 * 17, dtype=np.float32).reshape(5, 17)

    vertex = PlyData.read(io.BytesIO(written(gaussian_records(columns))))["vertex"]

    assert tuple(property.name for property in vertex.properties) == GAUSSIAN_FIELDS
    assert np.array_equal(np.stack([vertex[name] for name in GAUSSIAN_FIELDS], 1), columns)


def test_what_plyfile_writes_is_read_here() -> None:
    records, faces = vertex_records(*cloud(50)), triangles(20, 50)
    listed = np.empty(len(faces), [("vertex_indices", "i4", (3,))])
    listed["vertex_indices"] = faces
    out = io.BytesIO()
    elements = [PlyElement.describe(records, "vertex"), PlyElement.describe(listed, "face")]
    PlyData(elements, byte_order="<").write(out)

    read = read_ply(out.getvalue())

    assert np.array_equal(read.vertices, records)
    assert read.faces is not None
    assert np.array_equal(read.faces, faces)


def test_a_file_without_faces_is_read_as_points() -> None:
    read = read_ply(written(vertex_records(*cloud(5))))

    assert len(read.vertices) == 5
    assert read.faces is None


def test_writes_a_file_without_vertices() -> None:
    empty = vertex_records(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.uint8))

    read = read_ply(written(empty, np.zeros((0, 3), np.int32)))

    assert read.faces is not None
    assert (len(read.vertices), len(read.faces)) == (0, 0)


def test_writes_non_contiguous_arrays() -> None:
    xyz, rgb = cloud(20)

    records = vertex_records(xyz[::2, ::-1], np.asfortranarray(rgb)[::2])

    assert np.array_equal(records["x"], xyz[::2, 2])
    assert np.array_equal(records["red"], rgb[::2, 0])


def test_returns_the_number_of_bytes() -> None:
    out = io.BytesIO()

    assert write_ply(out, vertex_records(*cloud(7)), face_records(triangles(4, 7))) == len(out.getvalue())


@pytest.mark.parametrize(
    ("xyz", "rgb"), [((4, 3), (5, 3)), ((4, 2), (4, 3)), ((4, 3), (4, 4))], ids=["counts", "2D", "RGBA"]
)
def test_rejects_positions_and_colours_of_different_lengths(xyz: tuple[int, int], rgb: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="must both be n × 3"):
        vertex_records(np.zeros(xyz, np.float32), np.zeros(rgb, np.uint8))


def test_gaussians_have_17_columns() -> None:
    with pytest.raises(ValueError, match="n × 17"):
        gaussian_records(np.zeros((4, 14), np.float32))


def test_faces_are_triangles() -> None:
    with pytest.raises(ValueError, match="m × 3"):
        face_records(np.zeros((4, 4), np.int32))


def test_writing_makes_no_copy() -> None:
    class Sink(io.RawIOBase):
        def write(self, data: object) -> int:
            return len(data)  # type: ignore[arg-type]

    records, faces = vertex_records(*cloud(200_000)), face_records(triangles(200_000, 200_000))
    tracemalloc.start()
    write_ply(Sink(), records, faces)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < records.nbytes / 10


HEAD = ply_header(vertex_records(*cloud(1)).dtype, 1)
MESH_HEAD = ply_header(vertex_records(*cloud(1)).dtype, 1, 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no PLY header"),
        (b"ply\nformat binary_little_endian 1.0\n", "no PLY header"),
        (HEAD.replace(b"little", b"big"), "not binary little-endian"),
        (HEAD.replace(b"vertex 1", b"vertex -1"), "expected the elements"),
        (HEAD.replace(b"element vertex 1\n", b""), "expected the elements"),
        (HEAD.replace(b"end_header", b"element edge 2\nend_header"), "expected the elements"),
        (MESH_HEAD.replace(b"element vertex 1\n", b""), "expected the elements"),
        (HEAD.replace(b"end_header", b"element face 2\nend_header"), "a face's only property"),
        (MESH_HEAD.replace(b"uchar int", b"uchar short"), "a face's only property"),
        (MESH_HEAD.replace(b"end_header", b"property uchar flags\nend_header"), "a face's only property"),
        (HEAD.replace(b"float x", b"list uchar int x"), "not float or uchar"),
        (HEAD.replace(b"float y", b"double y"), "not float or uchar"),
        (HEAD.replace(b"float y", b"float x"), "duplicate"),
        (HEAD + bytes(14), "14 bytes after the header, which says 15"),
        (HEAD + bytes(16), "16 bytes"),
        (MESH_HEAD + bytes(15 + 12), "27 bytes after the header, which says 28"),
        (MESH_HEAD + bytes(15) + b"\4" + bytes(12), "not a triangle"),
        (MESH_HEAD + bytes(15) + b"\3" + bytes(8) + b"\1\0\0\0", "outside the 1"),
        (MESH_HEAD + bytes(15) + b"\3" + bytes(8) + b"\xff\xff\xff\xff", "outside the 1"),
    ],
)
def test_rejects_another_kind_of_file(data: bytes, reason: str) -> None:
    with pytest.raises(PlyError, match=reason):
        read_ply(data)
