"""Counts parameters and operations of upstream's models at their real widths.

    GEN3D_UPSTREAM=FOLDER ./python.sh upstream -m tests.upstream.costs

The models are built on the `meta` device, so no weights are needed. The YAML files are gated: the widths are those of
upstream's defaults that give the published sizes. Operations of dense models are counted by torch, those of sparse ones
by formula. A multiplication and an addition are two operations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest import mock

import torch
from torch.utils.flop_counter import FlopCounterMode

from gen3d_container.sam3d.absent import leave_out
from tests.upstream import configs, conftest
from tests.upstream.standins import without_gpu

WIDTH, BLOCKS, WINDOW = 1024, 24, 8
DECODER = {"model_channels": 768, "num_heads": 12, "num_blocks": 12}
REAL = {"WIDTH": WIDTH, "HEADS": 16, "BLOCKS": BLOCKS, "DINO_WIDTH": 1024, "SIDE": 518, "VOXELS": 64}
#: Tokens of one photo or mask of 518² in DINOv2 (37² patches, a class and four registers), and of one point map.
DINO_TOKENS, POINT_TOKENS = 37 * 37 + 5, 32 * 32
#: Photo and mask, each cropped and whole; the structure stage has both point maps, too.
LATENT_CONDITION = 4 * DINO_TOKENS
STRUCTURE_CONDITION = LATENT_CONDITION + 2 * POINT_TOKENS
#: Side of the structure's latent cube.
CUBE = 16


@dataclass(frozen=True)
class Cost:
    """`operations` of one call, by voxels where they depend on them."""

    parameters: int
    operations: Callable[[int], float]


@contextmanager
def real_widths() -> Iterator[None]:
    """Inside, upstream's classes are built at their real widths and without memory."""
    conftest.use_checkouts()
    leave_out()
    with without_gpu(), mock.patch.multiple(configs, **REAL), torch.device("meta"):
        yield


def structure_flow() -> Cost:
    model = _built({**configs._structure_flow()})
    latents = {"shape": torch.empty(1, CUBE**3, configs.LATENT)}
    latents |= {name: torch.empty(1, 1, size) for name, size in configs._POSE.items()}
    condition = torch.empty(1, STRUCTURE_CONDITION, WIDTH)
    counted = _counted(lambda: model(latents, torch.empty(1), condition, d=torch.empty(1)))
    return Cost(_parameters(model), lambda _: counted)


def structure_decoder() -> Cost:
    shape = {"channels": [512, 128, 32], "num_res_blocks": 2, "num_res_blocks_middle": 2}
    model = _built({**configs.configs()["ss_decoder.yaml"], **shape})
    counted = _counted(lambda: model(torch.empty(1, configs.LATENT, CUBE, CUBE, CUBE)))
    return Cost(_parameters(model), lambda _: counted)


def latent_flow() -> Cost:
    """Its blocks see one token for 2³ cells, about a quarter of the voxels of a surface."""
    model = _built({**configs._latent_flow(), "io_block_channels": [128]})
    return Cost(_parameters(model), lambda voxels: BLOCKS * attention_block(voxels // 4, LATENT_CONDITION, WIDTH))


def decoder(file: str) -> Cost:
    """Attention within windows of 8³ cells, of which a surface fills about 8² · 1.5."""
    device = {"device": "meta"} if "mesh" in file else {}
    model = _built({**configs.configs()[file], **DECODER, **device})
    width, window = DECODER["model_channels"], 1.5 * WINDOW**2
    block = 2 * 12 * width**2 + 4 * window * width
    return Cost(_parameters(model), lambda voxels: DECODER["num_blocks"] * block * voxels)


def vision_transformer(tokens: int) -> Cost:
    """DINOv2's ViT-L/14 with registers, as the condition embedders and, nearly, MoGe have it."""
    operations = 24 * (2 * 12 * WIDTH**2 * tokens + 4 * tokens**2 * WIDTH)
    return Cost(_vision_parameters(), lambda _: operations)


@cache
def _vision_parameters() -> int:
    from timm.models.vision_transformer import vit_large_patch14_reg4_dinov2

    # Its constructor reads values, which `meta` does not have.
    with torch.device("cpu"):
        return _parameters(vit_large_patch14_reg4_dinov2(pretrained=False))


def attention_block(tokens: int, condition: int, width: int) -> float:
    """Self-attention, cross-attention and a network of four times the width."""
    linear = 2 * (4 + 2 + 8) * width**2 * tokens + 2 * 2 * width**2 * condition
    return linear + 4 * tokens * (tokens + condition) * width


def costs() -> dict[str, Cost]:
    return {
        "DINOv2 ViT-L/14, one of 4 a stage": vision_transformer(DINO_TOKENS),
        "ViT-L/14 in MoGe, 2,500 tokens": vision_transformer(2_500),
        "ss_generator, a step": structure_flow(),
        "ss_decoder": structure_decoder(),
        "slat_generator, a step": latent_flow(),
        "slat_decoder_gs": decoder("slat_decoder_gs.yaml"),
        "slat_decoder_gs_4": decoder("slat_decoder_gs_4.yaml"),
        "slat_decoder_mesh, without its upsampling": decoder("slat_decoder_mesh.yaml"),
    }


def _built(config: dict[str, Any]) -> Any:
    from hydra.utils import instantiate
    from omegaconf import OmegaConf

    return instantiate(OmegaConf.create(config))


def _parameters(model: torch.nn.Module) -> int:
    return sum(each.numel() for each in model.parameters())


def _counted(call: Callable[[], object]) -> float:
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        call()
    return float(counter.get_total_flops())


def main() -> None:
    with real_widths():
        found = costs()
    print("| model | parameters | fp16 | TFLOP at 20,000 voxels | at 42,000 |\n| --- | --- | --- | --- | --- |")
    for name, cost in found.items():
        size = f"{cost.parameters / 1e6:.0f} M | {2 * cost.parameters / 1e9:.2f} GB"
        print(f"| {name} | {size} | {cost.operations(20_000) / 1e12:.1f} | {cost.operations(42_000) / 1e12:.1f} |")


if __name__ == "__main__":
    main()
