"""Which tensors upstream's models hold in fp16, derived from their configurations.

Source: each class's `convert_to_fp16` and `modules/utils.py` of facebookresearch/sam-3d-objects at the pinned commit.
With `use_fp16: true`, it applies `convert_module_to_f16` to the parts below, which halves weight and bias of linear and
convolution layers and leaves norms as they are. Upstream then copies the fp32 checkpoint into them, which rounds each
number as the conversion here does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: The halved parts of each class, without `TdfyWrapper` at the end of its name.
TORSOS: dict[str, tuple[str, ...]] = {
    "SLatFlowModel": ("input_blocks", "blocks", "out_blocks"),
    "SparseStructureFlow": ("blocks",),
    "SparseStructureFlowModel": ("blocks",),
    "SparseStructureDecoder": ("blocks", "middle_block"),
    "SparseStructureEncoder": ("blocks", "middle_block"),
    "SLatGaussianDecoder": ("blocks",),
    "SLatRadianceFieldDecoder": ("blocks",),
    "SLatMeshDecoder": ("blocks", "upsample"),
    "SLatEncoder": ("blocks",),
}


def torsos(config: Mapping[str, Any]) -> list[str]:
    """Beginnings of the checkpoint's keys that lie in a part computed in fp16.

    :param config: a model's YAML file: a generator's, with `module.generator.backbone`, or a decoder's
    """
    generator = config.get("module", {}).get("generator", {}).get("backbone")
    return list(_torsos(config, "") if generator is None else _torsos(generator, "_base_models.generator."))


def halved(shapes: Mapping[str, tuple[int, ...]], beginnings: list[str]) -> set[str]:
    """Keys of the tensors that upstream halves: weight and bias of linear and convolution layers in those parts.

    :param shapes: the shape of each tensor of the checkpoint. A norm's weight has one dimension, a layer's two or more.
    """
    found: set[str] = set()
    for key, shape in shapes.items():
        owner, _, name = key.rpartition(".")
        if name == "weight" and len(shape) >= 2 and key.startswith(tuple(beginnings)):
            found |= {key, f"{owner}.bias"} & shapes.keys()
    return found


def _torsos(config: Mapping[str, Any], prefix: str) -> Iterator[str]:
    """A nested configuration becomes an attribute of the same name, as `reverse_fn` and `backbone` do."""
    name = str(config.get("_target_", "")).rpartition(".")[2].removesuffix("TdfyWrapper")
    if config.get("use_fp16") is True:
        yield from (f"{prefix}{part}." for part in TORSOS.get(name, ()))
    for key, inner in config.items():
        if isinstance(inner, Mapping):
            yield from _torsos(inner, f"{prefix}{key}.")
