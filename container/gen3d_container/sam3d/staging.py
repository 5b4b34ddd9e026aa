"""Keeps weights on the CPU and moves those of each pipeline step to the GPU while it runs.

All weights together leave no memory for the work on a 24 GB GPU (upstream asks for 32 GB).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import torch

from gen3d_container.sam3d.decoding import decoding, without_glb
from gen3d_container.sam3d.resident import Move, resident
from gen3d_container.steps import model_step

#: The models of each pipeline step.
SPARSE_STRUCTURE = ("ss_generator", "ss_decoder")
LATENT = ("slat_generator",)
#: Models that a checkpoint may contain and no step uses.
UNUSED = ("ss_encoder",)


def stage(pipeline: Any, device: torch.device, move: Move | None = None) -> None:  # noqa: ANN401
    """Makes upstream's pipeline, built on the CPU, run on `device` step by step.

    :param move: moves a weight to the device; a plain copy by default
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
    }
    for method, modules in steps.items():
        setattr(pipeline, method, _staged(getattr(pipeline, method), modules, carry))
    pipeline.decode_slat = decoding(pipeline.decode_slat, pipeline.models, device, carry)
    pipeline.postprocess_slat_output = without_glb


def _staged(
    run: Callable[..., Any], modules: Callable[..., list[torch.nn.Module | None]], move: Move
) -> Callable[..., Any]:
    @wraps(run)
    def staged(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        with model_step(run.__name__), resident(modules(*arguments, **named), move):
            return run(*arguments, **named)

    return staged
