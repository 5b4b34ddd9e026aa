"""Decodes a structured latent format by format: the mesh, then the Gaussians."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import torch

from gen3d_container.sam3d.resident import Move, resident
from gen3d_container.steps import model_step

#: The model of each format.
DECODERS = {"mesh": "slat_decoder_mesh", "gaussian": "slat_decoder_gs", "gaussian_4": "slat_decoder_gs_4"}


def decoding(run: Callable[..., Any], models: Any, device: torch.device, move: Move) -> Callable[..., Any]:  # noqa: ANN401
    """Makes each format of upstream's `decode_slat` a step of its own, with only its decoder on `device`."""

    @wraps(run)
    def decode(slat: Any, formats: Iterable[str]) -> dict[str, Any]:  # noqa: ANN401 (a SparseTensor)
        found: dict[str, Any] = {}
        for form in formats:
            decoder = models[DECODERS[form]]
            with model_step(f"decode_{form}"), resident([decoder], move), _grids(decoder, device):
                found |= run(slat, [form])
        return found

    return decode


def without_glb(outputs: dict[str, Any], *_: object) -> dict[str, Any]:
    """Takes the place of `postprocess_slat_output`, which exports the mesh with packages that the image omits."""
    return outputs


@contextmanager
def _grids(decoder: Any, device: torch.device) -> Iterator[None]:  # noqa: ANN401 (an upstream decoder)
    """Builds the mesh decoder's grids on `device`, 1.5 GB at its 256³ cells, and drops them afterwards.

    They are plain attributes of `mesh_extractor`, not buffers, and are quicker to build than to copy.
    """
    resting = getattr(decoder, "mesh_extractor", None)
    if resting is None:
        yield
        return
    decoder.mesh_extractor = type(resting)(device=device, res=resting.res, use_color=resting.use_color)
    try:
        yield
    finally:
        decoder.mesh_extractor = resting
