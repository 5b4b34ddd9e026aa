"""PLY, binary little-endian: coloured points as the contract says, Gaussians as viewers expect them."""

from __future__ import annotations

from typing import IO

import numpy as np
import numpy.typing as npt

_NAMES = {"<f4": "float", "|u1": "uchar"}
_TYPES = {"float": "<f4", "float32": "<f4", "uchar": "|u1", "uint8": "|u1"}

POINT = np.dtype([(name, "<f4") for name in ("x", "y", "z")] + [(name, "u1") for name in ("red", "green", "blue")])
#: A point as two blocks: numpy moves each block at once, twice as fast as six fields.
_POINT_BLOCKS = np.dtype([("position", "V12"), ("colour", "V3")])

#: x y z, normals (zero), colour as harmonics, opacity as logit, scale as logarithm, rotation wxyz.
GAUSSIAN_FIELDS = (
    *("x", "y", "z", "nx", "ny", "nz", "f_dc_0", "f_dc_1", "f_dc_2", "opacity"),
    *("scale_0", "scale_1", "scale_2", "rot_0", "rot_1", "rot_2", "rot_3"),
)
GAUSSIAN = np.dtype([(name, "<f4") for name in GAUSSIAN_FIELDS])


class PlyError(ValueError):
    """The bytes are no PLY of the one kind that is read here."""


def point_records(xyz: npt.NDArray[np.float32], rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.void]:
    """Interleaves n × 3 positions and n × 3 colours into records of 15 bytes."""
    count = len(xyz)
    if xyz.shape != (count, 3) or rgb.shape != (count, 3):
        raise ValueError(f"positions {xyz.shape} and colours {rgb.shape} must both be n × 3")
    records = np.empty(count, _POINT_BLOCKS)
    records["position"] = np.ascontiguousarray(xyz, "<f4").view("V12").reshape(count)
    records["colour"] = np.ascontiguousarray(rgb, np.uint8).view("V3").reshape(count)
    return records.view(POINT)


def gaussian_records(columns: npt.NDArray[np.float32]) -> npt.NDArray[np.void]:
    """n × 17 values in the order of `GAUSSIAN_FIELDS`, as records."""
    wanted = len(GAUSSIAN_FIELDS)
    if columns.ndim != 2 or columns.shape[1] != wanted:
        raise ValueError(f"Gaussians are n × {wanted}, not {columns.shape}")
    return np.ascontiguousarray(columns, "<f4").view(GAUSSIAN).reshape(len(columns))


def write_ply(file: IO[bytes], records: npt.NDArray[np.void], comment: str = "") -> int:
    """Writes one element `vertex`, a property for each field; answers the bytes written."""
    head = ply_header(records.dtype, len(records), comment)
    file.write(head)
    if len(records):
        file.write(records.view(np.uint8).data)
    return len(head) + records.nbytes


def ply_header(dtype: np.dtype[np.void], count: int, comment: str = "") -> bytes:
    lines = ["ply", "format binary_little_endian 1.0"]
    lines += [f"comment {comment}"] if comment else []
    lines += [f"element vertex {count}"]
    lines += [f"property {_NAMES[dtype[name].str]} {name}" for name in dtype.names or ()]
    return ("\n".join([*lines, "end_header"]) + "\n").encode("ascii")


def read_ply(data: bytes) -> npt.NDArray[np.void]:
    """The vertices of a binary little-endian PLY of floats and bytes, without a copy.

    :raises PlyError: when it is another kind, or its length is not what the header says
    """
    end = data.find(b"end_header\n")
    if not data.startswith(b"ply\n") or end < 0:
        raise PlyError("no PLY header")
    lines = data[:end].decode("ascii", "replace").splitlines()
    if "format binary_little_endian 1.0" not in lines:
        raise PlyError("not binary little-endian")
    count, dtype = _layout(lines)
    body = memoryview(data)[end + len(b"end_header\n") :]
    if len(body) != count * dtype.itemsize:
        raise PlyError(f"{len(body)} bytes of vertices where the header says {count * dtype.itemsize}")
    return np.frombuffer(body, dtype)


def _layout(lines: list[str]) -> tuple[int, np.dtype[np.void]]:
    elements = [line.split() for line in lines if line.startswith("element ")]
    if len(elements) != 1 or len(elements[0]) != 3 or elements[0][1] != "vertex" or not elements[0][2].isdigit():
        raise PlyError("not exactly one element, vertex")
    fields: list[tuple[str, str]] = []
    for words in (line.split() for line in lines if line.startswith("property ")):
        if len(words) != 3 or words[1] not in _TYPES:
            raise PlyError(f"a property that is no float or uchar: {' '.join(words)}")
        fields.append((words[2], _TYPES[words[1]]))
    if not fields or len({name for name, _ in fields}) != len(fields):
        raise PlyError("no properties, or one twice")
    return int(elements[0][2]), np.dtype(fields)
