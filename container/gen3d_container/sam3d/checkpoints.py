"""Loads upstream's modules with their weights on the CPU."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from gen3d_container.sam3d.replaced import replaced
from gen3d_container.weights.read import Weights


@contextmanager
def read_from(weights: Weights) -> Iterator[None]:
    """Makes upstream's pipeline take its modules' weights from `weights` while it is built.

    Upstream's own method copies each checkpoint into random weights, and reads the generators' files twice. Here the
    tensors are assigned, so that mapped and shared ones stay mapped and shared.
    """
    from sam3d_objects.pipeline import inference_pipeline

    def load(_: object, config: Any, path: str, *, state_dict_fn: str = "", **__: object) -> torch.nn.Module:  # noqa: ANN401
        return load_module(config, weights, Path(path).name, state_dict_fn)

    with (
        # The pipeline passes what this function returns on to `load`.
        replaced(inference_pipeline, filter_and_remove_prefix_state_dict_fn=lambda prefix: prefix),
        replaced(inference_pipeline.InferencePipeline, instantiate_and_load_from_pretrained=load),
    ):
        yield


def load_module(config: Any, weights: Weights, checkpoint: str, prefix: str) -> torch.nn.Module:  # noqa: ANN401
    """A module in inference mode, on the CPU.

    :param config: the module's DictConfig
    :param prefix: beginning of the module's keys in the checkpoint
    :raises WeightsError: when the checkpoint is missing or damaged
    :raises RuntimeError: when the checkpoint's keys or shapes are not those of the module
    """
    from hydra.utils import instantiate

    with random_weights_skipped():
        module: torch.nn.Module = instantiate(without_gpu(config))
    weights.load_into(module, checkpoint, prefix)
    return module.eval()


@contextmanager
def random_weights_skipped() -> Iterator[None]:
    """Leaves out the slow parts of random initialization, whose results the checkpoint replaces."""
    names = ("_no_grad_uniform_", "_no_grad_normal_", "_no_grad_trunc_normal_")
    with replaced(torch.nn.init, **dict.fromkeys(names, lambda tensor, *_, **__: tensor)):
        yield


def without_gpu(config: Any) -> Any:  # noqa: ANN401
    """Leaves out the mesh decoder's grids, which it builds on the GPU by default. `stage` makes them when needed."""
    from omegaconf import OmegaConf

    if str(config.get("_target_", "")).rsplit(".", 1)[-1].startswith("SLatMeshDecoder"):
        return OmegaConf.merge(config, {"device": "meta"})
    return config
