"""Runs transformers' `Sam3TrackerModel` from a local folder: a photo in, three feature maps out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from gen3d_container.contract import ModelName
from gen3d_container.images import Photo
from gen3d_container.models import Embedding
from gen3d_container.revision import revision_of

#: Finest first, in the order of `get_image_embeddings`: 32 × 288², 64 × 144² and 256 × 72².
TENSOR_NAMES = ("high_res_feats_0", "high_res_feats_1", "image_embed")


class IncompleteWeightsError(Exception):
    """The folder lacks weights. transformers would fill them with random values."""


class Sam3:
    """Stays on the GPU if there is one. Its encoder has 0.45 G parameters, 1.8 GB in fp32.

    It runs in fp32: `embeddings.bin` has fp16, but activations in fp16 may overflow, and equality is not shown.
    """

    def __init__(self, model: Any, processor: Any, name: ModelName, device: str) -> None:  # noqa: ANN401
        self._model = model
        self._processor = processor
        self._device = device
        self.name = name

    def embed(self, photo: Photo) -> Embedding:
        """Embeds a photo, stretched to the model's square as upstream does.

        The manifest's scale holds the aspect ratio. GPU memory that the work took is given back, because SAM 3D shares
        the GPU from another process.
        """
        import torch

        try:
            return self._embed(photo)
        finally:
            if torch.cuda.is_available():
                torch.cuda.empty_cache()

    def _embed(self, photo: Photo) -> Embedding:
        import torch

        inputs = self._processor(images=photo.copy(), return_tensors="pt", input_data_format="channels_last")
        with torch.inference_mode():
            maps = self._model.get_image_embeddings(inputs["pixel_values"].to(self._device))
        if len(maps) != len(TENSOR_NAMES):
            raise ValueError(f"the model returned {len(maps)} feature maps instead of {len(TENSOR_NAMES)}")
        tensors = {name: each.float().cpu().numpy() for name, each in zip(TENSOR_NAMES, maps, strict=True)}
        return Embedding(tensors, int(inputs["pixel_values"].shape[-1]))


def load_sam3(folder: Path, device: str | None = None) -> Sam3:
    """Loads facebook/sam3 from `folder`, as saved by `save_pretrained` or a download. Fetches nothing.

    :raises FileNotFoundError: when the folder has no model
    :raises IncompleteWeightsError: when weights are missing
    """
    if not (folder / "config.json").is_file():
        raise FileNotFoundError(f"No SAM 3 in {folder}: config.json is missing.")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from transformers import Sam3TrackerProcessor

    place = device or ("cuda" if torch.cuda.is_available() else "cpu")
    model = load_tracker(folder).to(place)
    processor = Sam3TrackerProcessor.from_pretrained(folder, local_files_only=True)
    name = ModelName(name="facebook/sam3", revision=revision_of(folder, "config.json"), preview=False)
    return Sam3(model, processor, name, place)


def load_tracker(folder: Path, **options: Any) -> Any:  # noqa: ANN401
    """The part of facebook/sam3 that takes clicks, a `Sam3TrackerModel`, on the CPU.

    The published weights are those of a detector and a tracker of videos; transformers picks and renames the tracker's.

    :raises IncompleteWeightsError: when weights are missing
    """
    from transformers import Sam3TrackerModel

    model, found = Sam3TrackerModel.from_pretrained(folder, local_files_only=True, output_loading_info=True, **options)
    missing = sorted(found["missing_keys"])
    if missing:
        message = (
            f"{folder} lacks {len(missing)} of SAM 3's weights, such as {missing[0]}. Download facebook/sam3 again."
        )
        raise IncompleteWeightsError(message)
    # The neck has a fourth, coarser level for the detector. transformers 5.23 would add the tracker's embedding of
    # "no memory" to that level and then drop it; upstream drops the level first.
    neck = model.vision_encoder.neck
    neck.fpn_layers = neck.fpn_layers[: len(model.backbone_feature_sizes)]
    return model.eval()
