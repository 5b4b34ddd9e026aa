"""Photos and masks, read as the preview model reads them: upright, 8 bits, transparency on white."""

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
    """Upright sRGB pixels, height × width × 3; CMYK and 16 bits are brought to 8-bit RGB.

    :raises ModelError: ImageTooLarge before anything is decoded, or ImageUnreadable
    """
    opened = _open(data, ("JPEG", "PNG"), ErrorCode.IMAGE_UNREADABLE, "photo")
    width, height = opened.size
    if width * height > settings.max_photo_pixels:
        raise ModelError(
            ErrorCode.IMAGE_TOO_LARGE,
            f"The photo has {width} × {height} pixels; at most {settings.max_photo_pixels} are allowed.",
        )
    if min(width, height) < settings.min_photo_pixels:
        raise ModelError(
            ErrorCode.IMAGE_UNREADABLE,
            f"The photo has {width} × {height} pixels; each side needs at least {settings.min_photo_pixels}.",
        )
    upright = _decode(lambda: ImageOps.exif_transpose(opened), ErrorCode.IMAGE_UNREADABLE, "photo")
    return np.asarray(_on_white(_eight_bits(upright)))


def read_mask(data: bytes, size: tuple[int, int], settings: Settings) -> tuple[Mask, float]:
    """Which pixels are selected (brighter than half), and their share in percent.

    :param size: width and height of the upright photo in pixels
    :raises ModelError: MaskUnreadable, MaskSizeMismatch or MaskEmpty
    """
    opened = _open(data, ("PNG",), ErrorCode.MASK_UNREADABLE, "mask")
    if opened.size != size:
        theirs, ours = (f"{width} × {height}" for width, height in (opened.size, size))
        message = f"The mask has {theirs} pixels, the upright photo {ours}: they must be the same."
        raise ModelError(ErrorCode.MASK_SIZE_MISMATCH, message)
    decoded = _decode(opened.copy, ErrorCode.MASK_UNREADABLE, "mask")
    mask = np.asarray(_on_black(_eight_bits(decoded))) >= 128
    return mask, _checked_coverage(mask, settings)


def _checked_coverage(mask: Mask, settings: Settings) -> float:
    coverage = 100.0 * float(mask.mean())
    if coverage < settings.min_mask_coverage:
        message = f"The mask selects {coverage:.3f} % of the photo; at least {settings.min_mask_coverage} % are needed."
        raise ModelError(ErrorCode.MASK_EMPTY, message)
    if coverage > settings.max_mask_coverage:
        message = (
            f"The mask selects {coverage:.1f} % of the photo; at most {settings.max_mask_coverage} % leave an object."
        )
        raise ModelError(ErrorCode.MASK_UNREADABLE, message)
    return coverage


def _open(data: bytes, formats: tuple[str, ...], code: ErrorCode, what: str) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=formats)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ModelError(code, f"The {what} is no readable {' or '.join(formats)}: {error}") from None
    if getattr(image, "is_animated", False):
        raise ModelError(code, f"The {what} is animated; a single picture is needed.")
    return image


def _decode(decode: Any, code: ErrorCode, what: str) -> Image.Image:  # noqa: ANN401 (Pillow's own overloads)
    """Decodes the body. MemoryError is told apart by the caller."""
    try:
        image: Image.Image = decode()
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise ModelError(code, f"The {what} cannot be decoded: {error}") from None
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit grey is scaled; Pillow itself would clip it."""
    if image.mode.startswith("I") or image.mode == "F":
        return Image.fromarray((np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8))
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")


def _on_black(image: Image.Image) -> Image.Image:
    """What is transparent in a mask is not selected."""
    if not image.has_transparency_data:
        return image.convert("L")
    seen = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "black"), seen).convert("L")
