"""A stand-in for SAM 3: feature maps of the same shapes, filled with the photo's colours."""

from __future__ import annotations

import numpy as np
from PIL import Image

from gen3d_container.contract import ModelName
from gen3d_container.embeddings import Floats
from gen3d_container.images import Photo
from gen3d_container.models import Embedding

INPUT_SIZE = 1008
SHAPES = {"high_res_feats_0": (32, 288), "high_res_feats_1": (64, 144), "image_embed": (256, 72)}


class StandInEmbedding:
    name = ModelName(name="stand-in for SAM 3", revision="1", preview=True)

    def embed(self, photo: Photo) -> Embedding:
        tensors = {name: _map(photo, channels, side) for name, (channels, side) in SHAPES.items()}
        return Embedding(tensors, INPUT_SIZE)


def _map(photo: Photo, channels: int, side: int) -> Floats:
    """Downscaled colours in [-1, 1], repeated over the channels."""
    small = np.asarray(Image.fromarray(photo).resize((side, side), Image.Resampling.BOX), np.float32)
    planes = np.moveaxis(small / 127.5 - 1, -1, 0)
    return planes[np.arange(channels) % 3][np.newaxis]
