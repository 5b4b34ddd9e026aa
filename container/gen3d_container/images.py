"""Reads photos and masks like the preview model: upright, 8 bits, transparency on white."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.settings import Settings

Photo = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

#: The limits below replace Pillow's own warning.
Image.MAX_IMAGE_PIXELS = None


def read_photo(data: bytes, settings: Settings) -> Photo:
    """Upright sRGB pixels, height × width × 3. CMYK and 16 bits are converted to 8-bit RGB.

    :raises ModelError: ImageTooLarge before decoding, or ImageUnreadable
    """
    opened = _open(data, ("JPEG", "PNG"), ErrorCode.IMAGE_UNREADABLE, "photo")
    width, height = opened.size
    if width * height > settings.max_photo_pixels:
        raise ModelError(
            ErrorCode.IMAGE_TOO_LARGE,
            f"The photo is {width} × {height} pixels. The limit is {settings.max_photo_pixels}.",
        )
    if min(width, height) < settings.min_photo_pixels:
        raise ModelError(
            ErrorCode.IMAGE_UNREADABLE,
            f"The photo is {width} × {height} pixels. Each side needs at least {settings.min_photo_pixels}.",
        )
    upright = _decode(lambda: ImageOps.exif_transpose(opened), ErrorCode.IMAGE_UNREADABLE, "photo")
    return np.asarray(_on_white(_eight_bits(upright)))


def read_mask(data: bytes, size: tuple[int, int], settings: Settings) -> tuple[Mask, float]:
    """The selected pixels (brighter than half) and their share in percent.

    :param size: width and height of the upright photo in pixels
    :raises ModelError: MaskUnreadable, MaskSizeMismatch or MaskEmpty
    """
    opened = _open(data, ("PNG",), ErrorCode.MASK_UNREADABLE, "mask")
    if opened.size != size:
        theirs, ours = (f"{width} × {height}" for width, height in (opened.size, size))
        message = f"The mask is {theirs} pixels but the upright photo is {ours}."
        raise ModelError(ErrorCode.MASK_SIZE_MISMATCH, message)
    decoded = _decode(opened.copy, ErrorCode.MASK_UNREADABLE, "mask")
    mask = np.asarray(_on_black(_eight_bits(decoded))) >= 128
    return mask, _checked_coverage(mask, settings)


def _checked_coverage(mask: Mask, settings: Settings) -> float:
    coverage = 100.0 * float(mask.mean())
    if coverage < settings.min_mask_coverage:
        message = f"The mask selects {coverage:.3f}% of the photo. The minimum is {settings.min_mask_coverage}%."
        raise ModelError(ErrorCode.MASK_EMPTY, message)
    if coverage > settings.max_mask_coverage:
        message = f"The mask selects {coverage:.1f}% of the photo. The maximum is {settings.max_mask_coverage}%."
        raise ModelError(ErrorCode.MASK_UNREADABLE, message)
    return coverage


def _open(data: bytes, formats: tuple[str, ...], code: ErrorCode, what: str) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=formats)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ModelError(code, f"The {what} is not a readable {' or '.join(formats)}: {error}") from None
    if getattr(image, "is_animated", False):
        raise ModelError(code, f"The {what} is animated. Use a single picture.")
    return image


def _decode(decode: Any, code: ErrorCode, what: str) -> Image.Image:  # noqa: ANN401 (Pillow's own overloads)
    """Decodes the body. The caller handles MemoryError."""
    try:
        image: Image.Image = decode()
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise ModelError(code, f"The {what} cannot be decoded: {error}") from None
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scales 16-bit grey, which Pillow would clip."""
    if image.mode.startswith("I") or image.mode == "F":
        return Image.fromarray((np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8))
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")


def _on_black(image: Image.Image) -> Image.Image:
    """Transparent pixels of a mask are not selected."""
    if not image.has_transparency_data:
        return image.convert("L")
    seen = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "black"), seen).convert("L")
