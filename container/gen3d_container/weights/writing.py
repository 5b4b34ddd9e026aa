"""Writes a safetensors file tensor by tensor, so that memory holds one tensor at a time, and hashes it on the way.

The library's own writer needs all bytes at once. The format (8 bytes of length, JSON, data) is documented in
https://github.com/huggingface/safetensors.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import torch

from gen3d_container.weights.index import Stamp

#: The format's names of torch's dtypes, those of the largest items first so that every tensor is aligned.
DTYPES = {
    torch.float64: "F64",
    torch.int64: "I64",
    torch.float32: "F32",
    torch.int32: "I32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}


@dataclass(frozen=True)
class Entry:
    """A tensor to write."""

    dtype: torch.dtype
    shape: tuple[int, ...]

    @property
    def bytes(self) -> int:
        return math.prod(self.shape) * int(self.dtype.itemsize)


def write_safetensors(path: Path, entries: Mapping[str, Entry], tensor: Callable[[str], torch.Tensor]) -> Stamp:
    """Writes the file at once: a failure leaves none.

    :param tensor: gives a tensor of the announced dtype and shape by its name
    :returns: the file's stamp
    """
    order = sorted(entries, key=lambda name: (list(DTYPES).index(entries[name].dtype), name))
    part = path.with_name(f"{path.name}.tmp")
    hashed = hashlib.sha256()
    try:
        with part.open("wb") as file:
            for chunk in chain([memoryview(_header(order, entries))], (bytes_of(tensor(name)) for name in order)):
                hashed.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        stamp = Stamp(part.stat().st_size, hashed.hexdigest())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return stamp


def bytes_of(tensor: torch.Tensor) -> memoryview:
    """The tensor's numbers in row order."""
    return memoryview(tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy())


def _header(order: list[str], entries: Mapping[str, Entry]) -> bytes:
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name in order:
        start, end = end, end + entries[name].bytes
        header[name] = {
            "dtype": DTYPES[entries[name].dtype],
            "shape": list(entries[name].shape),
            "data_offsets": [start, end],
        }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text
