"""Weights rest on the CPU; each of the pipeline's steps brings its own to the GPU and takes them away again.

All of them together leave a 24 GB GPU no room for the work (upstream asks for 32 GB).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import torch

#: The pipeline's own method for each step, and the models that it uses.
SPARSE_STRUCTURE = ("ss_generator", "ss_decoder")
LATENT = ("slat_generator",)
DECODERS = {"gaussian": "slat_decoder_gs", "gaussian_4": "slat_decoder_gs_4"}
#: Never used here: the mesh decoder is large, and its output would need a non-commercial rasterizer.
UNUSED = ("slat_decoder_mesh", "ss_encoder")


Move = Callable[[torch.Tensor], torch.Tensor]


@contextmanager
def resident(modules: Iterable[torch.nn.Module | None], move: Move) -> Iterator[None]:
    """The modules' weights are where `move` puts them inside; outside they lie in the same memory as before.

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


def stage(pipeline: Any, device: torch.device, move: Move | None = None) -> None:  # noqa: ANN401
    """Makes upstream's pipeline, built on the CPU, run on `device`, step by step.

    :param move: how a weight gets to the device, if not by a plain copy
    """
    carry = move or (lambda weight: weight.to(device, non_blocking=True))
    for name in UNUSED:
        if name in pipeline.models:
            pipeline.models[name] = None
    pipeline.device = device
    pipeline.depth_model.device = device
    embedders = pipeline.condition_embedders

    def of(names: Iterable[str], *more: str) -> list[torch.nn.Module | None]:
        return [*(pipeline.models[name] for name in names), *(embedders[name] for name in more)]

    steps: dict[str, Callable[..., list[torch.nn.Module | None]]] = {
        "compute_pointmap": lambda *_, **__: [pipeline.depth_model.model],
        "sample_sparse_structure": lambda *_, **__: of(SPARSE_STRUCTURE, "ss_condition_embedder"),
        "sample_slat": lambda *_, **__: of(LATENT, "slat_condition_embedder"),
        "decode_slat": lambda _, formats: of(DECODERS[form] for form in formats),
    }
    for method, modules in steps.items():
        setattr(pipeline, method, _staged(getattr(pipeline, method), modules, carry))


def _staged(
    run: Callable[..., Any], modules: Callable[..., list[torch.nn.Module | None]], move: Move
) -> Callable[..., Any]:
    @wraps(run)
    def staged(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        with resident(modules(*arguments, **named), move):
            return run(*arguments, **named)

    return staged


def _tensors(modules: Iterable[torch.nn.Module | None]) -> list[torch.Tensor]:
    """Parameters and buffers, each once though modules share them."""
    found: dict[int, torch.Tensor] = {}
    for module in modules:
        if module is not None:
            for tensor in (*module.parameters(), *module.buffers()):
                found[id(tensor)] = tensor
    return list(found.values())
