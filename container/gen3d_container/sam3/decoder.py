"""Exports prompt encoder and mask decoder as one ONNX graph: `python -m gen3d_container.sam3.decoder MODEL OUT.onnx`.

Inputs: the three tensors of `embeddings.bin` (float16), `points` (1 × n × 2, float32, on the model's square) and
`labels` (1 × n, int32: 1 foreground, 0 background, 2 and 3 the corners of a box).
Outputs: `masks` (1 × 3 × side × side logits), `scores` (1 × 3) and `object_score` (1 × 1).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from gen3d_container.embeddings import Floats
from gen3d_container.sam3.model import TENSOR_NAMES, load_tracker

INPUTS = (*TENSOR_NAMES, "points", "labels")
OUTPUTS = ("masks", "scores", "object_score")
OPSET = 18
#: Largest allowed difference as a share of the largest value. fp32 sums depend on their order.
TOLERANCE = 1e-3


class Decoder(torch.nn.Module):
    """The graph's computation. The browser scales clicks to the model's square."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401
        super().__init__()
        self.prompt_encoder = model.prompt_encoder
        self.mask_decoder = model.mask_decoder
        self.register_buffer("positions", model.get_image_wide_positional_embeddings().detach())

    def forward(
        self,
        high_res_feats_0: torch.Tensor,
        high_res_feats_1: torch.Tensor,
        image_embed: torch.Tensor,
        points: torch.Tensor,
        labels: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        sparse, dense = self.prompt_encoder(
            input_points=points[:, None], input_labels=labels[:, None].long(), input_boxes=None, input_masks=None
        )
        masks, scores, _, present = self.mask_decoder(
            image_embeddings=image_embed.float(),
            image_positional_embeddings=self.positions,
            sparse_prompt_embeddings=sparse,
            dense_prompt_embeddings=dense,
            multimask_output=True,
            high_resolution_features=[high_res_feats_0.float(), high_res_feats_1.float()],
        )
        return masks[:, 0], scores[:, 0], present[:, 0]


def load_decoder(folder: Path) -> tuple[Decoder, tuple[torch.Tensor, ...]]:
    """Loads the module on the CPU, with example inputs.

    :raises IncompleteWeightsError: when weights are missing
    """
    model = load_tracker(folder, attn_implementation="eager")
    image = torch.zeros(1, 3, *_square(model))
    with torch.inference_mode():
        maps = [each.half() for each in model.get_image_embeddings(image)]
    points = torch.tensor([[[1.0, 2.0], [3.0, 4.0]]])
    return Decoder(model), (*maps, points, torch.tensor([[1, 0]], dtype=torch.int32))


def export(decoder: Decoder, example: tuple[torch.Tensor, ...], path: Path) -> None:
    """Writes the graph with a variable number of points."""
    count = torch.export.Dim("count", min=1, max=64)
    torch.onnx.export(
        decoder.eval(),
        example,
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_shapes=(None, None, None, {1: count}, {1: count}),
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    forget_sources(path)


def forget_sources(path: Path) -> None:
    """Removes the exporter's stack traces, which name local files and triple the size of the graph."""
    import onnx

    model = onnx.load(str(path))
    graphs = [model.graph, *model.functions]
    for graph in graphs:
        del graph.metadata_props[:]
        for node in graph.node:
            del node.metadata_props[:]
            node.doc_string = ""
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer):
        del value.metadata_props[:]
        value.doc_string = ""
    onnx.save(model, str(path))


def difference(decoder: Decoder, path: Path, inputs: tuple[torch.Tensor, ...]) -> float:
    """The largest difference between torch and onnxruntime, as a share of the output's largest value."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feed = {name: each.numpy() for name, each in zip(INPUTS, inputs, strict=True)}
    with torch.inference_mode():
        expected = decoder(*inputs)
    pairs = zip(session.run(list(OUTPUTS), feed), expected, strict=True)
    return max(_share(ours, theirs.numpy()) for ours, theirs in pairs)


def trial(example: tuple[torch.Tensor, ...], side: int, count: int) -> tuple[torch.Tensor, ...]:
    """Random embeddings and `count` random clicks."""
    random = torch.Generator().manual_seed(count)
    maps = tuple(torch.randn(each.shape, generator=random).half() for each in example[:3])
    points = torch.rand(1, count, 2, generator=random) * side
    return (*maps, points, torch.randint(0, 2, (1, count), generator=random, dtype=torch.int32))


def main() -> None:
    parser = argparse.ArgumentParser(prog="gen3d_container.sam3.decoder", description=__doc__)
    parser.add_argument("model", type=Path, help="folder of the model")
    parser.add_argument("out", type=Path, help="file of the graph")
    chosen = parser.parse_args()
    decoder, example = load_decoder(chosen.model)
    export(decoder, example, chosen.out)
    found = max(difference(decoder, chosen.out, trial(example, 1000, count)) for count in (1, 2, 5))
    if found > TOLERANCE:
        chosen.out.unlink()
        raise SystemExit(f"onnxruntime differs from torch by {found:g}. The limit is {TOLERANCE:g}.")
    data = chosen.out.read_bytes()
    facts = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "difference": found}
    print(json.dumps(facts))


def _share(ours: Floats, theirs: Floats) -> float:
    return float(np.abs(ours - theirs).max() / max(1.0, float(np.abs(theirs).max())))


def _square(model: Any) -> tuple[int, int]:  # noqa: ANN401
    side = model.config.vision_config.backbone_config.image_size
    return (side, side)


if __name__ == "__main__":
    main()
