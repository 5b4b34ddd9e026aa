"""A small SAM 3 with random weights, in the form of the published facebook/sam3.

python -m tests.sam3.tiny FOLDER [--small]

The published repository is a `sam3_video` model: a configuration nested in detector and tracker, weights below
`detector_model.`, `tracker_neck.` and `tracker_model.`, and a processor of images, videos and words. The tracker, which
is what Gen3D runs, is a part of it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from transformers import Sam3VideoConfig, Sam3VideoModel

SIDE, PATCH = 112, 14
#: Sides of the three feature maps.
FINE, MIDDLE, COARSE = 4 * SIDE // PATCH, 2 * SIDE // PATCH, SIDE // PATCH


def save_tiny(folder: Path, channels: int = 256, seed: int = 0) -> None:
    """Feature maps of 32², 16² and 8²; `channels` is 256 in the real model, fewer make a small file."""
    config = Sam3VideoConfig(detector_config=detector(channels), tracker_config=tracker(channels))
    config.architectures = ["Sam3VideoModel"]
    torch.manual_seed(seed)
    model = Sam3VideoModel(config).eval()
    with torch.no_grad():
        # transformers starts many weights near zero: larger ones make masks that depend on the prompt.
        for weight in model.parameters():
            weight.add_(torch.randn_like(weight) * 0.2 * (32 / channels) ** 0.5)
    folder.mkdir(parents=True, exist_ok=True)
    # `save_pretrained` of transformers 5.23 writes `tracker_model.` twice, unlike the published file.
    weights = {name: weight.contiguous() for name, weight in model.state_dict().items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "config.json").write_text(config.to_json_string(use_diff=False))
    (folder / "processor_config.json").write_text(json.dumps(processor(), indent=2) + "\n")
    (folder / "revision.txt").write_text("tiny-random\n")


def vision(channels: int) -> dict[str, Any]:
    """Detector and tracker share the backbone. Each has a neck, whose fourth, coarsest level the tracker drops."""
    backbone = {
        "model_type": "sam3_vit_model",
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "intermediate_size": 64,
        "image_size": SIDE,
        "pretrain_image_size": SIDE,
        "patch_size": PATCH,
        "window_size": 4,
        "global_attn_indexes": [1],
    }
    return {
        "model_type": "sam3_vision_model",
        "backbone_config": backbone,
        "fpn_hidden_size": channels,
        "scale_factors": [4.0, 2.0, 1.0, 0.5],
        "backbone_feature_sizes": [[FINE, FINE], [MIDDLE, MIDDLE], [COARSE, COARSE]],
    }


def detector(channels: int) -> dict[str, Any]:
    """Finds what a phrase names. Gen3D does not load it, except for its backbone."""
    small = {"hidden_size": channels, "num_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    words = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    tokens = {"vocab_size": 20, "bos_token_id": 18, "eos_token_id": 19, "max_position_embeddings": 8}
    return {
        "model_type": "sam3",
        "vision_config": vision(channels),
        "text_config": {"model_type": "clip_text_model", "projection_dim": 16, **words, **tokens},
        "geometry_encoder_config": small,
        "detr_encoder_config": small,
        "detr_decoder_config": {**small, "num_queries": 4},
        "mask_decoder_config": {"hidden_size": channels, "num_attention_heads": 2},
    }


def tracker(channels: int) -> dict[str, Any]:
    """Prompt encoder and mask decoder, which Gen3D runs, and a memory of earlier frames, which it does not load."""
    memory = {
        "memory_attention_hidden_size": channels,
        "memory_attention_num_layers": 1,
        "memory_attention_feed_forward_hidden_size": 32,
        "memory_attention_rope_feat_sizes": [COARSE, COARSE],
        "memory_encoder_hidden_size": channels,
        "memory_encoder_output_channels": 8,
        "memory_fuser_embed_dim": channels,
        "memory_fuser_intermediate_dim": 32,
        "memory_fuser_num_layers": 1,
        "mask_downsampler_embed_dim": channels,
    }
    return {
        "model_type": "sam3_tracker_video",
        "image_size": SIDE,
        "vision_config": vision(channels),
        "prompt_encoder_config": {"hidden_size": channels, "image_size": SIDE, "patch_size": PATCH},
        "mask_decoder_config": {
            "hidden_size": channels,
            "iou_head_hidden_dim": channels,
            "mlp_dim": 8 * channels,
        },
        **memory,
    }


def processor() -> dict[str, Any]:
    """With the class names of the transformers that published it: 5.23 reads them, too."""
    pixels = {
        "do_convert_rgb": True,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": [0.5, 0.5, 0.5],
        "image_std": [0.5, 0.5, 0.5],
        "mask_size": {"height": FINE, "width": FINE},
        "resample": 2,
        "rescale_factor": 1 / 255,
        "size": {"height": SIDE, "width": SIDE},
    }
    return {
        "image_processor": {"image_processor_type": "Sam3ImageProcessorFast", **pixels},
        "processor_class": "Sam3VideoProcessor",
        "target_size": SIDE,
        "video_processor": {"video_processor_type": "Sam2VideoVideoProcessor", "return_metadata": False, **pixels},
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--small", action="store_true", help="an eighth of the real model's channels")
    chosen = parser.parse_args()
    save_tiny(chosen.folder, channels=32 if chosen.small else 256)
