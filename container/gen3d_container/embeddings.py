"""`embeddings.json` and `embeddings.bin`: the Python side of `contracts/embeddings.ts`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from gen3d_container.contract import Model, ModelName
from gen3d_container.errors import ErrorCode, ModelError

Positive = Annotated[int, Field(gt=0)]
Factor = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Floats = npt.NDArray[np.floating]


class Tensor(Model):
    """A tensor in `embeddings.bin`: row-major, little-endian. `offset` is in bytes from the start of the file."""

    name: str
    shape: Annotated[list[Positive], Field(min_length=1)]
    dtype: Literal["float16"]
    offset: int = Field(ge=0)
    bytes: Positive


class PreviewDecoder(Model):
    kind: Literal["preview"]


class OnnxDecoder(Model):
    kind: Literal["onnx"]
    url: str
    #: Side of the model's square input in pixels.
    input_size: Positive


class Manifest(Model):
    """How to read `embeddings.bin`. Photo pixel × scale = coordinate on the model's input."""

    version: Literal[1]
    model: ModelName
    image_size: tuple[Positive, Positive]
    scale: tuple[Factor, Factor]
    data_s3_key: str
    tensors: Annotated[list[Tensor], Field(min_length=1)]
    decoder: Annotated[PreviewDecoder | OnnxDecoder, Field(discriminator="kind")]


def pack(tensors: Mapping[str, Floats]) -> tuple[bytes, list[Tensor]]:
    """Converts tensors to fp16 and concatenates them.

    :returns: the bytes, and an entry with the offset of each tensor
    :raises ModelError: ModelFailed when a value is not finite or too large for fp16
    """
    parts: list[npt.NDArray[np.float16]] = []
    entries: list[Tensor] = []
    offset = 0
    for name, values in tensors.items():
        with np.errstate(over="ignore"):
            half = np.ascontiguousarray(values, dtype="<f2")
        if not np.isfinite(half).all():
            message = f"The model's {name} has values that are not finite or too large for fp16."
            raise ModelError(ErrorCode.MODEL_FAILED, message)
        entries.append(Tensor(name=name, shape=list(half.shape), dtype="float16", offset=offset, bytes=half.nbytes))
        parts.append(half)
        offset += half.nbytes
    return b"".join(part.data.cast("B") for part in parts), entries


def unpack(data: bytes, entries: list[Tensor]) -> dict[str, npt.NDArray[np.float16]]:
    """Views of the tensors. :raises ValueError: when an entry does not match its shape or the data"""
    found: dict[str, npt.NDArray[np.float16]] = {}
    for entry in entries:
        count = int(np.prod(entry.shape))
        if entry.bytes != 2 * count or entry.offset + entry.bytes > len(data):
            raise ValueError(f"tensor {entry.name} does not match its shape or the data")
        found[entry.name] = np.frombuffer(data, "<f2", count, entry.offset).reshape(entry.shape)
    return found
