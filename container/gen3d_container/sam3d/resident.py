"""Moves weights to the GPU for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import torch

Move = Callable[[torch.Tensor], torch.Tensor]


@contextmanager
def resident(modules: Iterable[torch.nn.Module | None], move: Move) -> Iterator[None]:
    """Moves the modules' weights with `move` inside the context and restores them afterwards.

    Weights do not change in inference, so nothing is copied back.
    """
    held = _tensors(modules)
    rested = [tensor.data for tensor in held]
    try:
        for tensor in held:
            tensor.data = move(tensor.data)
        yield
    finally:
        for tensor, before in zip(held, rested, strict=True):
            tensor.data = before
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def _tensors(modules: Iterable[torch.nn.Module | None]) -> list[torch.Tensor]:
    """Parameters and buffers without duplicates, because modules may share them."""
    found: dict[int, torch.Tensor] = {}
    for module in modules:
        if module is not None:
            for tensor in (*module.parameters(), *module.buffers()):
                found[id(tensor)] = tensor
    return list(found.values())
