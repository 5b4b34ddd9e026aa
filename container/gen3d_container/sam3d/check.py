"""kaolin's `check_tensor`, which upstream's FlexiCubes calls for its arguments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def check_tensor(
    tensor: Any,  # noqa: ANN401 (a torch.Tensor; this module loads without torch)
    shape: Sequence[int | None] | None = None,
    dtype: object = None,
    device: object = None,
    throw: bool = True,
) -> bool:
    """Whether a tensor has the shape (None for any length), type and device.

    :raises ValueError: when it has not and `throw` is true
    """
    wrong = [
        f"{name} is {found}, expected {wanted}"
        for name, found, wanted, fits in (
            ("shape", tuple(tensor.shape), shape, shape is None or _fits(tensor.shape, shape)),
            ("dtype", tensor.dtype, dtype, dtype is None or tensor.dtype == dtype),
            ("device", tensor.device, device, device is None or str(tensor.device) == str(device)),
        )
        if not fits
    ]
    if wrong and throw:
        raise ValueError("; ".join(wrong))
    return not wrong


def _fits(found: Sequence[int], wanted: Sequence[int | None]) -> bool:
    return len(found) == len(wanted) and all(want in (None, have) for have, want in zip(found, wanted, strict=True))
