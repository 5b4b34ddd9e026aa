"""A folder with the files, keys and configurations of facebook/sam-3d-objects, and small models of that form."""

from __future__ import annotations

import sys
from pathlib import Path

import torch
import yaml

REVISION = "b" * 40
UPSTREAM = "sam3d_objects.model.backbone.tdfy_dit.models"
GENERATOR = "_base_models.generator."
EMBEDDER = "_base_models.condition_embedder."


class Norm(torch.nn.LayerNorm):
    """As upstream's LayerNorm32: computes in fp32, whatever comes in."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x.float()).to(x.dtype)


class Block(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm2 = Norm(8)
        self.mlp = torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.GELU(), torch.nn.Linear(16, 8))
        self.gamma = torch.nn.Parameter(torch.ones(2, 4))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        scaled = (x.reshape(-1, 2, 4) * self.gamma).reshape(x.shape).to(x.dtype)
        return x + self.mlp(self.norm2(scaled))


class Backbone(torch.nn.Module):
    """fp32 around a torso that upstream halves when its configuration says `use_fp16`."""

    def __init__(self, fp16: bool) -> None:
        super().__init__()
        self.dtype = torch.float16 if fp16 else torch.float32
        self.input_layer = torch.nn.Linear(4, 8)
        self.blocks = torch.nn.ModuleList([Block(), Block()])
        self.out_layer = torch.nn.Linear(8, 4)
        self.register_buffer("pos_emb", torch.randn(8))
        if fp16:
            self.blocks.apply(half)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = (self.input_layer(x) + self.pos_emb).to(self.dtype)
        for block in self.blocks:
            h = block(h)
        return self.out_layer(h.to(x.dtype))


class Embedder(torch.nn.Module):
    """Two copies of the same frozen encoder, and a projection of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.module_list = torch.nn.ModuleList([encoder(), encoder()])
        self.projection = torch.nn.Linear(8, 8)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.projection(self.module_list[0](x) + self.module_list[1](x))


def half(module: torch.nn.Module) -> None:
    if isinstance(module, torch.nn.Linear):
        module.half()


def encoder() -> torch.nn.Module:
    generator = torch.Generator().manual_seed(5)
    made = torch.nn.Linear(4, 8)
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator))
    return made


def nested(fp16: bool) -> torch.nn.Module:
    """A generator's attributes: `reverse_fn.backbone`."""
    made = torch.nn.Module()
    made.reverse_fn = torch.nn.Module()
    made.reverse_fn.backbone = Backbone(fp16)
    return made


def generator_config(target: str, fp16: bool = True) -> dict[str, object]:
    backbone = {"_target_": f"{UPSTREAM}.{target}", "use_fp16": fp16}
    cfg = {"_target_": "sam3d_objects.CFG", "backbone": backbone}
    return {"module": {"generator": {"backbone": {"_target_": "sam3d_objects.ShortCut", "reverse_fn": cfg}}}}


def save_generator(folder: Path, name: str, target: str) -> None:
    torch.manual_seed(len(name))
    state = {GENERATOR + key: value for key, value in nested(fp16=False).state_dict().items()}
    state |= {EMBEDDER + key: value for key, value in Embedder().state_dict().items()}
    torch.save({"state_dict": state, "epoch": 3}, folder / f"{name}.ckpt")
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(generator_config(target)))


def tiny_folder(folder: Path) -> Path:
    """Writes the folder as it is downloaded."""
    folder.mkdir(parents=True, exist_ok=True)
    save_generator(folder, "ss_generator", "mot_sparse_structure_flow.SparseStructureFlowTdfyWrapper")
    save_generator(folder, "slat_generator", "structured_latent_flow.SLatFlowModelTdfyWrapper")
    torch.manual_seed(3)
    torch.save(Backbone(fp16=False).state_dict(), folder / "slat_decoder_gs.ckpt")
    decoder = {"_target_": f"{UPSTREAM}.decoder_gs.SLatGaussianDecoderTdfyWrapper", "use_fp16": True}
    (folder / "slat_decoder_gs.yaml").write_text(yaml.safe_dump(decoder))
    (folder / "pipeline.yaml").write_text("_target_: sam3d_objects.Pipeline\n")
    (folder / "revision.txt").write_text(REVISION)
    return folder


if __name__ == "__main__":
    tiny_folder(Path(sys.argv[1]))
