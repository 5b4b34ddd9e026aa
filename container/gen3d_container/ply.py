"""Binary little-endian PLY: coloured meshes as in the contract, Gaussians as viewers expect them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

import numpy as np
import numpy.typing as npt

_NAMES = {"<f4": "float", "|u1": "uchar"}
_TYPES = {"float": "<f4", "float32": "<f4", "uchar": "|u1", "uint8": "|u1"}

#: A vertex of a mesh.
VERTEX = np.dtype([(name, "<f4") for name in ("x", "y", "z")] + [(name, "u1") for name in ("red", "green", "blue")])
#: A vertex as two blocks. numpy copies two blocks twice as fast as six fields.
_VERTEX_BLOCKS = np.dtype([("position", "V12"), ("colour", "V3")])
#: A triangle: the number of its corners, 3, and the indices of their vertices.
FACE = np.dtype([("count", "u1"), ("corners", "<i4", (3,))])
_FACE_PROPERTY = "property list uchar int vertex_indices"
_FACE_PROPERTIES = {
    f"property list {count} {index} {name}"
    for count in ("uchar", "uint8")
    for index in ("int", "int32", "uint", "uint32")
    for name in ("vertex_indices", "vertex_index")
}

#: x y z, normals (zero), colour as harmonics, opacity as logit, scale as logarithm, rotation wxyz.
GAUSSIAN_FIELDS = (
    *("x", "y", "z", "nx", "ny", "nz", "f_dc_0", "f_dc_1", "f_dc_2", "opacity"),
    *("scale_0", "scale_1", "scale_2", "rot_0", "rot_1", "rot_2", "rot_3"),
)
GAUSSIAN = np.dtype([(name, "<f4") for name in GAUSSIAN_FIELDS])


class PlyError(ValueError):
    """The bytes are not a PLY file of the supported kind."""


@dataclass(frozen=True)
class Ply:
    """Records of vertices, and m × 3 indices of vertices if the file has faces."""

    vertices: npt.NDArray[np.void]
    faces: npt.NDArray[np.int32] | None


def vertex_records(xyz: npt.NDArray[np.float32], rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.void]:
    """Interleaves n × 3 positions and n × 3 colours into records of 15 bytes."""
    count = len(xyz)
    if xyz.shape != (count, 3) or rgb.shape != (count, 3):
        raise ValueError(f"positions {xyz.shape} and colours {rgb.shape} must both be n × 3")
    records = np.empty(count, _VERTEX_BLOCKS)
    records["position"] = np.ascontiguousarray(xyz, "<f4").view("V12").reshape(count)
    records["colour"] = np.ascontiguousarray(rgb, np.uint8).view("V3").reshape(count)
    return records.view(VERTEX)


def face_records(faces: npt.NDArray[np.int32]) -> npt.NDArray[np.void]:
    """Converts m × 3 indices to records of 13 bytes."""
    if faces.shape != (len(faces), 3):
        raise ValueError(f"faces are m × 3, not {faces.shape}")
    records = np.empty(len(faces), FACE)
    records["count"] = 3
    records["corners"] = faces
    return records


def gaussian_records(columns: npt.NDArray[np.float32]) -> npt.NDArray[np.void]:
    """Converts n × 17 values in the order of `GAUSSIAN_FIELDS` to records."""
    wanted = len(GAUSSIAN_FIELDS)
    if columns.ndim != 2 or columns.shape[1] != wanted:
        raise ValueError(f"Gaussians are n × {wanted}, not {columns.shape}")
    return np.ascontiguousarray(columns, "<f4").view(GAUSSIAN).reshape(len(columns))


def write_ply(
    file: IO[bytes], vertices: npt.NDArray[np.void], faces: npt.NDArray[np.void] | None = None, comment: str = ""
) -> int:
    """Writes the element `vertex` with a property for each field, and `face`. :returns: the number of bytes"""
    head = ply_header(vertices.dtype, len(vertices), None if faces is None else len(faces), comment)
    file.write(head)
    written = [vertices] if faces is None else [vertices, faces]
    for records in written:
        if len(records):
            file.write(records.view(np.uint8).data)
    return len(head) + sum(records.nbytes for records in written)


def ply_header(dtype: np.dtype[np.void], vertices: int, faces: int | None = None, comment: str = "") -> bytes:
    lines = ["ply", "format binary_little_endian 1.0"]
    lines += [f"comment {comment}"] if comment else []
    lines += [f"element vertex {vertices}"]
    lines += [f"property {_NAMES[dtype[name].str]} {name}" for name in dtype.names or ()]
    lines += [] if faces is None else [f"element face {faces}", _FACE_PROPERTY]
    return ("\n".join([*lines, "end_header"]) + "\n").encode("ascii")


def read_ply(data: bytes) -> Ply:
    """Reads a binary little-endian PLY of vertices, which are floats and bytes, and triangles, without a copy.

    :raises PlyError: when the file is of another kind, its length does not match the header, a face is no triangle or
        has no such vertex
    """
    end = data.find(b"end_header\n")
    if not data.startswith(b"ply\n") or end < 0:
        raise PlyError("no PLY header")
    lines = data[:end].decode("ascii", "replace").splitlines()
    if "format binary_little_endian 1.0" not in lines:
        raise PlyError("not binary little-endian")
    count, dtype, faces = _layout(lines)
    body = memoryview(data)[end + len(b"end_header\n") :]
    vertex_bytes = count * dtype.itemsize
    expected = vertex_bytes + (faces or 0) * FACE.itemsize
    if len(body) != expected:
        raise PlyError(f"{len(body)} bytes after the header, which says {expected}")
    vertices = np.frombuffer(body[:vertex_bytes], dtype)
    return Ply(vertices, None if faces is None else _triangles(body[vertex_bytes:], count))


def _triangles(body: memoryview, vertices: int) -> npt.NDArray[np.int32]:
    records = np.frombuffer(body, FACE)
    if (records["count"] != 3).any():
        raise PlyError("a face is not a triangle")
    corners: npt.NDArray[np.int32] = records["corners"]
    if len(corners) and (corners.min() < 0 or corners.max() >= vertices):
        raise PlyError(f"a face has a vertex outside the {vertices} of the file")
    return corners


def _layout(lines: list[str]) -> tuple[int, np.dtype[np.void], int | None]:
    """:returns: the number of vertices, their layout, and the number of faces"""
    elements: list[tuple[list[str], list[str]]] = []
    for line in lines:
        if line.startswith("element "):
            elements.append((line.split(), []))
        elif line.startswith("property ") and elements:
            elements[-1][1].append(line)
    names = [words[1] for words, _ in elements if len(words) == 3 and words[2].isdigit()]
    if len(names) != len(elements) or names not in (["vertex"], ["vertex", "face"]):
        raise PlyError("expected the elements vertex and, optionally, face")
    (vertex, properties), *more = elements
    if more and (len(more[0][1]) != 1 or more[0][1][0] not in _FACE_PROPERTIES):
        raise PlyError(f"expected a face's only property to be: {_FACE_PROPERTY}")
    return int(vertex[2]), _vertex_layout(properties), int(more[0][0][2]) if more else None


def _vertex_layout(properties: list[str]) -> np.dtype[np.void]:
    fields: list[tuple[str, str]] = []
    for words in (line.split() for line in properties):
        if len(words) != 3 or words[1] not in _TYPES:
            raise PlyError(f"a property is not float or uchar: {' '.join(words)}")
        fields.append((words[2], _TYPES[words[1]]))
    if not fields or len({name for name, _ in fields}) != len(fields):
        raise PlyError("no properties or a duplicate")
    return np.dtype(fields)
