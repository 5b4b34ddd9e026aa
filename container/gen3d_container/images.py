"""Reads the prepared photo and its prepared masks: 8-bit pixels, as they are stored.

Orientation, colour profiles and transparency were settled when the photo was prepared, and no file here has any.
"""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
from PIL import Image

from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.settings import Settings

Photo = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

#: The limits below replace Pillow's own warning.
Image.MAX_IMAGE_PIXELS = None


def read_photo(data: bytes, settings: Settings) -> Photo:
    """The pixels of `photo.jpg` or `photo.png`, height × width × 3.

    :raises ModelError: ImageTooLarge before decoding, or ImageUnreadable
    """
    code = ErrorCode.IMAGE_UNREADABLE
    opened = _open(data, ("JPEG", "PNG"), code, "photo")
    width, height = opened.size
    if width * height > settings.max_photo_pixels:
        raise ModelError(
            ErrorCode.IMAGE_TOO_LARGE,
            f"The photo is {width} × {height} pixels. The limit is {settings.max_photo_pixels}.",
        )
    if min(width, height) < settings.min_photo_pixels:
        message = f"The photo is {width} × {height} pixels. Each side needs at least {settings.min_photo_pixels}."
        raise ModelError(code, message)
    if opened.mode != "RGB":
        raise ModelError(code, f"The photo is {opened.mode}. A prepared photo is RGB with 8 bits.")
    return _decode(opened, code, "photo")


def read_mask(data: bytes, size: tuple[int, int], settings: Settings) -> tuple[Mask, float]:
    """The selected pixels (above 127) of `mask.png`, and their share in percent.

    :param size: width and height of the photo in pixels
    :raises ModelError: MaskUnreadable, MaskSizeMismatch or MaskEmpty
    """
    code = ErrorCode.MASK_UNREADABLE
    opened = _open(data, ("PNG",), code, "mask")
    if opened.size != size:
        theirs, ours = (f"{width} × {height}" for width, height in (opened.size, size))
        raise ModelError(ErrorCode.MASK_SIZE_MISMATCH, f"The mask is {theirs} pixels but the photo is {ours}.")
    if opened.mode != "L":
        raise ModelError(code, f"The mask is {opened.mode}. A prepared mask is gray with 8 bits.")
    mask = _decode(opened, code, "mask") > 127
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
    """Reads the header alone."""
    try:
        return Image.open(io.BytesIO(data), formats=formats)
    except (OSError, ValueError, SyntaxError) as error:
        raise ModelError(code, f"The {what} is not a readable {' or '.join(formats)}: {error}") from None


def _decode(image: Image.Image, code: ErrorCode, what: str) -> npt.NDArray[np.uint8]:
    """Decodes the body. The caller handles MemoryError."""
    try:
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise ModelError(code, f"The {what} cannot be decoded: {error}") from None
    return np.asarray(image)
