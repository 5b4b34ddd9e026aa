"""Stand-ins that let upstream's pipeline run without a GPU.

They replace calls, not computations:

- `Tensor.cuda` keeps a tensor where it is, and the GPU has a name.
- `autocast("cuda")` casts on the CPU, with `exp` in fp32, as CUDA does and the CPU does not.
- spconv's CPU build convolves in fp32.
- pytorch3d's compiled part, which the pipeline imports but does not call, is empty.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from unittest import mock

import torch

from gen3d_container.sam3d.load import choose_attention


class _Uncompiled(ModuleType):
    """Classes of pytorch3d's renderer take constants from the compiled part as defaults."""

    def __getattr__(self, name: str) -> int:
        if name.startswith("__"):
            raise AttributeError(name)
        return 0


def _convolutions_in_single_precision() -> Any:
    """spconv's CPU build has no fp16 and adds no bias in inference."""
    from spconv.pytorch.conv import SparseConvolution

    convolve = SparseConvolution._conv_forward

    def forward(self: Any, _: bool, given: Any, weight: torch.Tensor, bias: Any, *rest: Any, **named: Any) -> Any:
        single = given.replace_feature(given.features.float())
        with torch.autocast("cpu", enabled=False):
            made = convolve(self, True, single, weight.float(), None if bias is None else bias.float(), *rest, **named)
        return made.replace_feature(made.features.to(given.features.dtype))

    return mock.patch.object(SparseConvolution, "_conv_forward", forward)


def _gaussians_on_the_cpu() -> Any:
    """The Gaussian decoder leaves the device at its default, the GPU."""
    from sam3d_objects.model.backbone.tdfy_dit.representations.gaussian.gaussian_model import Gaussian

    *others, _ = Gaussian.__init__.__defaults__
    return mock.patch.object(Gaussian.__init__, "__defaults__", (*others, "cpu"))


def _import_pipeline(gpu: str) -> None:
    """Upstream's pipeline asks for the GPU's name when it is imported."""
    choose_attention()
    with (
        mock.patch("torch.cuda.is_available", return_value=True),
        mock.patch("torch.cuda.get_device_name", return_value=gpu),
    ):
        import sam3d_objects.pipeline.inference_pipeline_pointmap  # noqa: F401


@contextmanager
def without_gpu(name: str = "NVIDIA A10G") -> Iterator[None]:
    """Lets the pipeline load and run on the CPU, as on the GPU of that name."""
    sys.modules.setdefault("pytorch3d._C", _Uncompiled("pytorch3d._C"))
    _import_pipeline(name)

    cast, exponential = torch.autocast.__init__, torch.exp

    def on_the_cpu(self: torch.autocast, device_type: str, *given: Any, **named: Any) -> None:
        if named.get("dtype") == torch.float32:
            named |= {"dtype": torch.get_autocast_dtype("cpu"), "enabled": torch.is_autocast_enabled("cpu")}
        cast(self, "cpu", *given, **named)

    def in_single_precision(values: torch.Tensor) -> torch.Tensor:
        return exponential(values.float() if torch.is_autocast_enabled("cpu") else values)

    with (
        mock.patch("torch.cuda.current_device", return_value=0),
        mock.patch.object(torch.Tensor, "cuda", lambda self, *_, **__: self),
        mock.patch.object(torch.autocast, "__init__", on_the_cpu),
        mock.patch("torch.exp", in_single_precision),
        _convolutions_in_single_precision(),
        _gaussians_on_the_cpu(),
    ):
        yield
