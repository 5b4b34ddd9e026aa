"""Builds upstream's pipeline from `pipeline.yaml` and its checkpoints, on the CPU; nothing is fetched."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gen3d_container.sam3d.absent import leave_out

#: What the checkpoints' configuration may name: hydra imports and calls whatever stands there.
TRUSTED = ("sam3d_objects.", "torch.", "torchvision.", "moge.")


class UntrustedConfigError(Exception):
    """A configuration names something to call that is no part of the model."""


def load_pipeline(folder: Path) -> Any:  # noqa: ANN401 (upstream's InferencePipelinePointMap)
    """The pipeline with every weight on the CPU: about 13 GB of memory.

    MoGe and DINOv2 are taken from `hub/` in the folder: HF_HOME and TORCH_HOME.

    :raises FileNotFoundError: when the folder holds no `pipeline.yaml`
    :raises UntrustedConfigError: when one of the folder's configurations names a foreign target
    """
    if not (folder / "pipeline.yaml").is_file():
        raise FileNotFoundError(f"{folder} holds no SAM 3D Objects: pipeline.yaml is missing.")
    os.environ["LIDRA_SKIP_INIT"] = "true"
    os.environ.setdefault("HF_HOME", str(folder / "hub" / "huggingface"))
    os.environ.setdefault("TORCH_HOME", str(folder / "hub" / "torch"))
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    leave_out()
    from hydra.utils import instantiate
    from omegaconf import OmegaConf

    for path in sorted(folder.glob("*.yaml")):
        check_targets(OmegaConf.to_container(OmegaConf.load(path)), path.name)
    config = OmegaConf.load(folder / "pipeline.yaml")
    return instantiate(on_the_cpu(config, folder))


def on_the_cpu(config: Any, folder: Path) -> Any:  # noqa: ANN401 (a DictConfig)
    """Upstream's settings, without nvdiffrast, compilation and the GPU."""
    config.rendering_engine = "pytorch3d"
    config.compile_model = False
    config.workspace_dir = str(folder)
    config.device = "cpu"
    config.depth_model.device = "cpu"
    return config


def check_targets(config: object, file: str) -> None:
    """:raises UntrustedConfigError: when a `_target_` lies outside the trusted packages"""
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
