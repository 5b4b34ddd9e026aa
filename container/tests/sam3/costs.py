"""Counts parameters and operations of SAM 3 at its real size, on the `meta` device: `python -m tests.sam3.costs`.

The neck has the three levels that the tracker uses. A multiplication and an addition are two operations.
"""

from __future__ import annotations

import torch
from torch.utils.flop_counter import FlopCounterMode
from transformers import Sam3TrackerConfig, Sam3TrackerModel


def costs() -> tuple[int, float]:
    """Parameters, and operations of one embedding."""
    with torch.device("meta"), torch.no_grad():
        model = Sam3TrackerModel(Sam3TrackerConfig()).eval()
        neck = model.vision_encoder.neck
        neck.fpn_layers = neck.fpn_layers[: len(model.backbone_feature_sizes)]
        side = model.config.vision_config.image_size
        with FlopCounterMode(display=False) as counter:
            model.get_image_embeddings(torch.empty(1, 3, side, side))
    return sum(each.numel() for each in model.parameters()), float(counter.get_total_flops())


if __name__ == "__main__":
    parameters, operations = costs()
    print(f"SAM 3: {parameters / 1e6:.0f} M parameters, {operations / 1e12:.1f} TFLOP")
