"""`Sam3TrackerModel` of transformers 5, from a local folder: photo in, three feature maps out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from gen3d_container.contract import ModelName
from gen3d_container.images import Photo
from gen3d_container.models import Embedding
from gen3d_container.revision import revision_of

#: Finest first, as `get_image_embeddings` answers them: 32 × 288², 64 × 144² and 256 × 72².
TENSOR_NAMES = ("high_res_feats_0", "high_res_feats_1", "image_embed")


class Sam3:
    """Rests on the GPU where there is one: its encoder has 0.45 G parameters, 1.8 GB in fp32."""

    def __init__(self, model: Any, processor: Any, name: ModelName, device: str) -> None:  # noqa: ANN401
        self._model = model
        self._processor = processor
        self._device = device
        self.name = name

    def embed(self, photo: Photo) -> Embedding:
        """Stretched to the model's square, as upstream does; the aspect is kept in the manifest's scale."""
        import torch

        inputs = self._processor(images=photo.copy(), return_tensors="pt", input_data_format="channels_last")
        with torch.inference_mode():
            maps = self._model.get_image_embeddings(inputs["pixel_values"].to(self._device))
        if len(maps) != len(TENSOR_NAMES):
            raise ValueError(f"the model answered {len(maps)} feature maps instead of {len(TENSOR_NAMES)}")
        tensors = {name: each.float().cpu().numpy() for name, each in zip(TENSOR_NAMES, maps, strict=True)}
        return Embedding(tensors, int(inputs["pixel_values"].shape[-1]))


def load_sam3(folder: Path, device: str | None = None) -> Sam3:
    """Loads what `save_pretrained` or a download of facebook/sam3 left in `folder`; nothing is fetched.

    :raises FileNotFoundError: when the folder holds no model
    """
    if not (folder / "config.json").is_file():
        raise FileNotFoundError(f"{folder} holds no SAM 3: config.json is missing.")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from transformers import Sam3TrackerModel, Sam3TrackerProcessor

    place = device or ("cuda" if torch.cuda.is_available() else "cpu")
    model = Sam3TrackerModel.from_pretrained(folder, local_files_only=True).eval().to(place)
    processor = Sam3TrackerProcessor.from_pretrained(folder, local_files_only=True)
    name = ModelName(name="facebook/sam3", revision=revision_of(folder, "config.json"), preview=False)
    return Sam3(model, processor, name, place)
