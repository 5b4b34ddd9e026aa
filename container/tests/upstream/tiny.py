"""A SAM 3D Objects folder with few random weights, laid out like the real one and built by upstream's own classes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
import yaml

from tests.upstream.configs import configs

#: The commit that names the cached version of MoGe.
MOGE_COMMIT = "0" * 40
_DECODERS = ("ss_decoder", "slat_decoder_gs", "slat_decoder_gs_4", "slat_decoder_mesh")


def save_tiny(folder: Path, dinov2: Path) -> None:
    """Writes configurations, checkpoints, MoGe and DINOv2's code, as `npm run models:download` lays them out.

    :param dinov2: a checkout of facebookresearch/dinov2
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, config in configs().items():
        (folder / name).write_text(yaml.safe_dump(config, sort_keys=False))
    code = folder / "hub/torch/hub/facebookresearch_dinov2_main"
    for path in (dinov2 / "hubconf.py", *dinov2.glob("dinov2/**/*.py"), *dinov2.glob("dinov2/**/*.yaml")):
        copy = code / path.relative_to(dinov2)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    _save_moge(folder / "hub/huggingface/hub/models--Ruicheng--moge-vitl")
    _save_checkpoints(folder)
    (folder / "revision.txt").write_text("tiny-random\n")


def _save_moge(cache: Path) -> None:
    from moge.model.v1 import MoGeModel

    config = {"encoder": "dinov2_vits14", "intermediate_layers": 1, "dim_proj": 32, "dim_upsample": [32, 32, 32]}
    config |= {"remap_output": "exp", "num_tokens_range": [16, 64]}
    model = _randomized(MoGeModel(**config))
    # Every pixel has a depth, as in a photo of something near.
    model.head.output_block[1][-1].bias.data.fill_(10)
    snapshot = cache / "snapshots" / MOGE_COMMIT
    snapshot.mkdir(parents=True)
    torch.save({"model_config": config, "model": model.state_dict()}, snapshot / "model.pt")
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text(MOGE_COMMIT)


def _save_checkpoints(folder: Path) -> None:
    from hydra.utils import instantiate
    from omegaconf import OmegaConf

    from gen3d_container.sam3d.checkpoints import without_gpu
    from gen3d_container.sam3d.offline import local_torch_hub

    def module(config: Any) -> torch.nn.Module:
        with local_torch_hub(folder):
            made: torch.nn.Module = instantiate(without_gpu(config))
        return made

    dino: dict[str, torch.Tensor] = {}
    for name in ("ss_generator", "slat_generator"):
        config = OmegaConf.load(folder / f"{name}.yaml")["module"]
        generator = _randomized(module(config["generator"]["backbone"])).state_dict()
        embedder = _shared_dino(_randomized(module(config["condition_embedder"]["backbone"])).state_dict(), dino)
        state = {
            **{f"_base_models.generator.{key}": value for key, value in generator.items()},
            **{f"_base_models.condition_embedder.{key}": value for key, value in embedder.items()},
        }
        torch.save({"state_dict": state}, folder / f"{name}.ckpt")
    for name in _DECODERS:
        weights = _randomized(module(OmegaConf.load(folder / f"{name}.yaml"))).state_dict()
        torch.save({key: value.float() for key, value in weights.items()}, folder / f"{name}.ckpt")


def _shared_dino(embedder: Mapping[str, torch.Tensor], dino: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The real checkpoints contain the same DINOv2 four times."""
    found = dict(embedder)
    for key, value in embedder.items():
        _, backbone, name = key.partition(".backbone.")
        if backbone:
            found[key] = dino.setdefault(name, value).clone()
    return found


def _randomized(module: torch.nn.Module) -> torch.nn.Module:
    """Replaces zeros of the initialization, so that every layer has an effect. Weights are stored in fp32."""
    random = torch.Generator().manual_seed(len(list(module.parameters())))
    module.float()
    for name, parameter in module.named_parameters():
        scale = 0.5 / max(1, parameter[0].numel()) ** 0.5 if parameter.ndim > 1 else 0.1
        center = 1.0 if parameter.ndim == 1 and name.endswith("weight") else 0.0
        parameter.data = center + scale * torch.randn(parameter.shape, generator=random)
    return module
