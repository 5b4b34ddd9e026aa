"""Tensors in `embeddings.bin`."""

from __future__ import annotations

import numpy as np
import pytest

from gen3d_container.embeddings import Tensor, pack, unpack
from gen3d_container.errors import ErrorCode, ModelError


def tensors() -> dict[str, np.ndarray]:
    random = np.random.default_rng(1)
    return {"first": random.normal(size=(1, 2, 3)).astype(np.float32), "second": random.normal(size=(4, 5))}


def test_tensors_round_trip_as_fp16() -> None:
    data, entries = pack(tensors())

    for name, values in unpack(data, entries).items():
        assert np.array_equal(values, tensors()[name].astype(np.float16))


def test_tensors_are_contiguous() -> None:
    data, entries = pack(tensors())

    assert [(entry.name, entry.offset, entry.bytes) for entry in entries] == [("first", 0, 12), ("second", 12, 40)]
    assert len(data) == 52


def test_bytes_are_little_endian_and_row_major() -> None:
    data, _ = pack({"only": np.asfortranarray([[1.0, 2.0], [3.0, 4.0]])})

    assert data == np.array([1, 2, 3, 4], "<f2").tobytes()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 70_000.0])
def test_values_beyond_fp16_are_model_failures(value: float) -> None:
    with pytest.raises(ModelError, match="only") as failed:
        pack({"only": np.array([0.0, value], np.float32)})

    assert failed.value.code == ErrorCode.MODEL_FAILED


@pytest.mark.parametrize(
    ("shape", "offset", "size"), [([3], 0, 8), ([4], 0, 6), ([4], 2, 8)], ids=["shape", "bytes", "beyond the end"]
)
def test_rejects_an_entry_that_does_not_match_the_data(shape: list[int], offset: int, size: int) -> None:
    entry = Tensor(name="only", shape=shape, dtype="float16", offset=offset, bytes=size)

    with pytest.raises(ValueError, match="does not match"):
        unpack(bytes(8), [entry])
