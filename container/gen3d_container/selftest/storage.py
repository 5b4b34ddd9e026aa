"""A storage with the built-in photo and mask, which counts what is written."""

from __future__ import annotations

import io
from typing import IO

import numpy as np
from PIL import Image

from gen3d_container.contract import PinnedObject
from gen3d_container.errors import ErrorCode
from gen3d_container.keys import SessionKeys
from gen3d_container.sample import sphere


class SampleStorage:
    """`written` has the bytes of each file by its name."""

    def __init__(self, keys: SessionKeys) -> None:
        photo, mask = sphere()
        self._objects = {keys.photos[1]: _png(photo), keys.mask: _png(mask.astype(np.uint8) * 255)}
        self.written: dict[str, int] = {}

    def read(self, bucket: str, pinned: PinnedObject, most_bytes: int, too_large: ErrorCode) -> bytes:
        return self._objects[pinned.key]

    def write(self, bucket: str, key: str, body: IO[bytes] | bytes, content_type: str) -> None:
        size = len(body) if isinstance(body, bytes) else body.seek(0, io.SEEK_END)
        self.written[key.rsplit("/", 1)[-1]] = size


def _png(pixels: np.typing.NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()
