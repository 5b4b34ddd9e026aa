"""Photos and masks made for a test, as the bytes of a file."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image


def photo(width: int = 96, height: int = 64) -> npt.NDArray[np.uint8]:
    """A gradient, red to the right and green downwards, so that each corner has its own colour."""
    red = np.linspace(0, 255, width).astype(np.uint8)
    green = np.linspace(0, 255, height).astype(np.uint8)
    blue = np.full((height, width), 60, np.uint8)
    return np.dstack((np.tile(red, (height, 1)), np.tile(green[:, None], (1, width)), blue))


def disc(width: int = 96, height: int = 64, radius: float = 20) -> npt.NDArray[np.bool_]:
    rows, columns = np.mgrid[:height, :width]
    return np.hypot(columns - width / 2 + 0.5, rows - height / 2 + 0.5) < radius


def file_of(pixels: Image.Image | npt.NDArray[np.generic], kind: str = "PNG", **options: object) -> bytes:
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def mask_file(mask: npt.NDArray[np.bool_]) -> bytes:
    return file_of(mask.astype(np.uint8) * 255)


def in_mode(pixels: npt.NDArray[np.uint8], mode: str) -> Image.Image:
    """The picture in one of Pillow's modes, for instance `RGBA`, or `I;16`, its gray with 16 bits."""
    if mode == "I;16":
        return Image.fromarray(np.asarray(Image.fromarray(pixels).convert("L")).astype(np.uint16) * 257)
    return Image.fromarray(pixels).convert(mode)


def png_of_size(width: int, height: int) -> bytes:
    """A header that promises much, and a body that holds nothing: a decompression bomb's outside."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunks([(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")])


def _chunks(parts: Sequence[tuple[bytes, bytes]]) -> bytes:
    return b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
