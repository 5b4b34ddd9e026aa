"""Builds upstream's pipeline on the CPU from `pipeline.yaml` and its checkpoints. Needs no network, writes nothing."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gen3d_container.sam3d.absent import leave_out
from gen3d_container.sam3d.checkpoints import read_from
from gen3d_container.sam3d.offline import cached_file, local_torch_hub
from gen3d_container.weights.read import Weights

log = logging.getLogger("gen3d.upstream")

#: Packages that the checkpoints' configuration may name, because hydra imports and calls every `_target_`.
TRUSTED = ("sam3d_objects.", "torch.", "torchvision.", "moge.")
#: Upstream picks flash-attn by the GPU's name. The image has xformers, which needs no dense attention mask.
ATTENTION = "xformers"


class UntrustedConfigError(Exception):
    """A configuration calls code outside the model's packages."""


def load_pipeline(folder: Path) -> Any:  # noqa: ANN401 (upstream's InferencePipelinePointMap)
    """The pipeline with every weight on the CPU.

    :param folder: as written by `npm run models:download`, or upstream's `checkpoints/` with `hub/` in it
    :raises FileNotFoundError: when the folder lacks a file
    :raises WeightsError: when a checkpoint is incomplete or damaged
    :raises UntrustedConfigError: when a configuration names an untrusted target
    """
    if not (folder / "pipeline.yaml").is_file():
        raise FileNotFoundError(f"No SAM 3D Objects in {folder}: pipeline.yaml is missing.")
    os.environ["LIDRA_SKIP_INIT"] = "true"
    os.environ["HF_HUB_OFFLINE"] = "1"
    leave_out()
    forward_log()
    choose_attention()
    from hydra.utils import instantiate
    from omegaconf import OmegaConf

    for path in sorted(folder.glob("*.yaml")):
        check_targets(OmegaConf.to_container(OmegaConf.load(path)), path.name)
    config = on_the_cpu(OmegaConf.load(folder / "pipeline.yaml"), folder)
    with local_torch_hub(folder), read_from(Weights(folder)):
        return instantiate(config)


def forward_log() -> None:
    """Sends upstream's warnings to this process's log, and leaves out what it says about each step."""
    from loguru import logger

    logger.remove()
    logger.add(lambda message: log.log(message.record["level"].no, message.record["message"]), level="WARNING")


def choose_attention() -> None:
    """Imports upstream's attention with the backend from the environment.

    A later import of the pipeline changes the environment on an A100, H100 or H200, without an effect.
    """
    for name in ("ATTN_BACKEND", "SPARSE_ATTN_BACKEND"):
        os.environ.setdefault(name, ATTENTION)
    import sam3d_objects.model.backbone.tdfy_dit.modules.attention
    import sam3d_objects.model.backbone.tdfy_dit.modules.sparse  # noqa: F401


def on_the_cpu(config: Any, folder: Path) -> Any:  # noqa: ANN401 (a DictConfig)
    """Upstream's settings without nvdiffrast, compilation and GPU, and with MoGe's weights from `folder`."""
    config.rendering_engine = "pytorch3d"
    config.compile_model = False
    config.workspace_dir = str(folder)
    config.device = "cpu"
    config.depth_model.device = "cpu"
    moge = config.depth_model.model
    moge.pretrained_model_name_or_path = str(cached_file(folder, moge.pretrained_model_name_or_path, "model.pt"))
    return config


def check_targets(config: object, file: str) -> None:
    """:raises UntrustedConfigError: when a `_target_` is outside the trusted packages"""
    foreign = [target for target in _targets(config) if not target.startswith(TRUSTED)]
    if foreign:
        raise UntrustedConfigError(f"{file} wants to call {', '.join(sorted(set(foreign)))}.")


def _targets(config: object) -> Iterator[str]:
    if isinstance(config, dict):
        if "_target_" in config:
            yield str(config["_target_"])
        yield from _all_targets(config.values())
    elif isinstance(config, list):
        yield from _all_targets(config)


def _all_targets(configs: Iterable[object]) -> Iterator[str]:
    for config in configs:
        yield from _targets(config)
