"""Prepared photos and masks, and the error codes of all others."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.images import read_mask, read_photo
from gen3d_container.settings import Settings
from tests.light.support.pictures import (
    disc,
    file_of,
    in_mode,
    mask_file,
    photo,
    png_of_size,
)

SETTINGS = Settings(max_photo_pixels=100_000)
SIZE = (96, 64)


def test_reads_a_png_exactly() -> None:
    assert np.array_equal(read_photo(file_of(photo()), SETTINGS), photo())


def test_reads_a_jpeg_closely() -> None:
    seen = read_photo(file_of(photo(), "JPEG", quality=95), SETTINGS)

    assert np.abs(seen.astype(int) - photo()).mean() < 2


def test_a_photo_is_not_turned() -> None:
    """It was turned upright when it was prepared; a tag that says otherwise is wrong."""
    exif = Image.Exif()
    exif[0x0112] = 6

    assert read_photo(file_of(photo(), "JPEG", exif=exif), SETTINGS).shape == photo().shape


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "RGBA", "I;16"])
def test_rejects_a_png_that_is_not_prepared(mode: str) -> None:
    with pytest.raises(ModelError, match=f"The photo is {mode}\\. A prepared photo is RGB with 8 bits") as refused:
        read_photo(file_of(in_mode(photo(), mode)), SETTINGS)

    assert refused.value.code == ErrorCode.IMAGE_UNREADABLE


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_rejects_a_jpeg_that_is_not_prepared(mode: str) -> None:
    with pytest.raises(ModelError, match=f"The photo is {mode}") as refused:
        read_photo(file_of(in_mode(photo(), mode), "JPEG"), SETTINGS)

    assert refused.value.code == ErrorCode.IMAGE_UNREADABLE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture at all",
        file_of(photo())[:200],
        file_of(photo(), "JPEG")[:300],
        file_of(photo(), "GIF"),
        file_of(photo(), "BMP"),
        file_of(photo(), "WEBP"),
        png_of_size(80, 80),
    ],
    ids=["nothing", "text", "cut PNG", "cut JPEG", "GIF", "BMP", "WebP", "PNG without pixels"],
)
def test_rejects_an_unreadable_photo(data: bytes) -> None:
    with pytest.raises(ModelError) as refused:
        read_photo(data, SETTINGS)

    assert refused.value.code == ErrorCode.IMAGE_UNREADABLE


def test_rejects_too_many_pixels_before_decoding() -> None:
    with pytest.raises(ModelError, match=r"50000 × 50000 pixels\. The limit is 100000") as refused:
        read_photo(png_of_size(50_000, 50_000), SETTINGS)

    assert refused.value.code == ErrorCode.IMAGE_TOO_LARGE


def test_rejects_a_small_photo() -> None:
    with pytest.raises(ModelError, match="at least 64"):
        read_photo(file_of(photo(96, 63)), SETTINGS)


def test_a_mask_is_read_with_its_coverage() -> None:
    mask, coverage = read_mask(mask_file(disc()), SIZE, SETTINGS)

    assert np.array_equal(mask, disc())
    assert coverage == pytest.approx(100 * disc().mean())


def test_a_mask_selects_what_is_above_127() -> None:
    drawn = np.where(disc(), 128, 127).astype(np.uint8)

    mask, _ = read_mask(file_of(drawn), SIZE, SETTINGS)

    assert np.array_equal(mask, disc())


@pytest.mark.parametrize("mode", ["1", "P", "LA", "RGB", "RGBA", "I;16"])
def test_rejects_a_mask_that_is_not_prepared(mode: str) -> None:
    drawn = in_mode(disc().astype(np.uint8) * 255, mode)

    with pytest.raises(ModelError, match=f"The mask is {mode}\\. A prepared mask is gray with 8 bits") as refused:
        read_mask(file_of(drawn), SIZE, SETTINGS)

    assert refused.value.code == ErrorCode.MASK_UNREADABLE


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (mask_file(disc(95, 64)), ErrorCode.MASK_SIZE_MISMATCH),
        (mask_file(np.zeros((64, 96), bool)), ErrorCode.MASK_EMPTY),
        (mask_file(disc(radius=1.2)), ErrorCode.MASK_EMPTY),
        (mask_file(np.ones((64, 96), bool)), ErrorCode.MASK_UNREADABLE),
        (b"no picture", ErrorCode.MASK_UNREADABLE),
        (mask_file(disc())[:60], ErrorCode.MASK_UNREADABLE),
        (file_of(photo(), "JPEG"), ErrorCode.MASK_UNREADABLE),
    ],
    ids=["other size", "nothing", "too little", "everything", "text", "cut", "JPEG"],
)
def test_rejects_an_unusable_mask(data: bytes, code: ErrorCode) -> None:
    with pytest.raises(ModelError) as refused:
        read_mask(data, SIZE, SETTINGS)

    assert refused.value.code == code
