"""SAM 3 of transformers with few, random weights, saved as the real one would be.

python -m tests.sam3.tiny FOLDER [--small]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from transformers import (
    Sam3ImageProcessor,
    Sam3TrackerConfig,
    Sam3TrackerMaskDecoderConfig,
    Sam3TrackerModel,
    Sam3TrackerProcessor,
    Sam3TrackerPromptEncoderConfig,
    Sam3VisionConfig,
    Sam3ViTConfig,
)

SIDE, PATCH = 112, 14


def save_tiny(folder: Path, channels: int = 256, seed: int = 0) -> None:
    """Feature maps of 32², 16² and 8²; `channels` is 256 in the real model, fewer make a small file."""
    backbone = Sam3ViTConfig(
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        image_size=SIDE,
        pretrain_image_size=SIDE,
        patch_size=PATCH,
        window_size=4,
        global_attn_indexes=[1],
    )
    vision = Sam3VisionConfig(
        backbone_config=backbone,
        fpn_hidden_size=channels,
        scale_factors=[4.0, 2.0, 1.0],
        backbone_feature_sizes=[[32, 32], [16, 16], [8, 8]],
    )
    config = Sam3TrackerConfig(
        vision_config=vision,
        prompt_encoder_config=Sam3TrackerPromptEncoderConfig(hidden_size=channels, image_size=SIDE, patch_size=PATCH),
        mask_decoder_config=Sam3TrackerMaskDecoderConfig(
            hidden_size=channels, iou_head_hidden_dim=channels, mlp_dim=8 * channels
        ),
    )
    torch.manual_seed(seed)
    model = Sam3TrackerModel(config).eval()
    with torch.no_grad():
        # transformers starts many weights near zero: larger ones make masks that depend on the prompt.
        for weight in model.parameters():
            weight.add_(torch.randn_like(weight) * 0.2 * (32 / channels) ** 0.5)
    model.save_pretrained(folder)
    images = Sam3ImageProcessor(
        size={"height": SIDE, "width": SIDE}, mask_size={"height": SIDE // PATCH * 4, "width": SIDE // PATCH * 4}
    )
    Sam3TrackerProcessor(image_processor=images).save_pretrained(folder)
    (folder / "revision.txt").write_text("tiny-random\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--small", action="store_true", help="a tenth of the real model's channels")
    chosen = parser.parse_args()
    save_tiny(chosen.folder, channels=32 if chosen.small else 256)
