"""Accepted photos and masks, and the error codes of all others."""

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
    jpeg_turned,
    mask_file,
    photo,
    png_of_16_bits,
    png_of_size,
)

SETTINGS = Settings(max_photo_pixels=100_000)
SIZE = (96, 64)


def test_reads_a_png_exactly() -> None:
    assert np.array_equal(read_photo(file_of(photo()), SETTINGS), photo())


def test_reads_a_jpeg_closely() -> None:
    seen = read_photo(file_of(photo(), "JPEG", quality=95), SETTINGS)

    assert np.abs(seen.astype(int) - photo()).mean() < 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_rotated_jpegs_become_upright(orientation: int) -> None:
    undo = {
        1: lambda pixels: pixels,
        2: np.fliplr,
        3: lambda pixels: np.rot90(pixels, 2),
        4: np.flipud,
        5: lambda pixels: np.transpose(pixels, (1, 0, 2)),
        6: lambda pixels: np.rot90(pixels, 1),
        7: lambda pixels: np.rot90(np.transpose(pixels, (1, 0, 2)), 2),
        8: lambda pixels: np.rot90(pixels, -1),
    }[orientation]

    seen = read_photo(jpeg_turned(np.ascontiguousarray(undo(photo())), orientation), SETTINGS)

    assert seen.shape == photo().shape
    assert np.abs(seen.astype(int) - photo()).mean() < 2


def test_transparency_becomes_white() -> None:
    pixels = np.zeros((64, 96, 4), np.uint8)
    pixels[:, :48] = (10, 20, 30, 255)

    seen = read_photo(file_of(pixels), SETTINGS)

    assert tuple(seen[0, 0]) == (10, 20, 30)
    assert tuple(seen[0, 95]) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA"])
def test_other_png_modes_become_rgb(mode: str) -> None:
    seen = read_photo(file_of(Image.fromarray(photo()).convert(mode)), SETTINGS)

    assert seen.shape == (64, 96, 3)
    assert seen.dtype == np.uint8


def test_a_cmyk_jpeg_becomes_rgb() -> None:
    red = Image.new("RGB", SIZE, (220, 30, 40)).convert("CMYK")

    seen = read_photo(file_of(red, "JPEG", quality=95), SETTINGS)

    assert np.abs(seen.astype(int) - (220, 30, 40)).max() < 12


def test_16_bits_become_8() -> None:
    seen = read_photo(png_of_16_bits(photo().astype(np.uint16) * 257), SETTINGS)

    assert np.abs(seen.astype(int) - photo()).max() <= 1


def test_16_bit_grey_is_scaled() -> None:
    grey = np.linspace(0, 65535, 64 * 96).astype(np.uint16).reshape(64, 96)

    seen = read_photo(file_of(grey), SETTINGS)

    assert np.array_equal(seen[..., 0], (grey >> 8).astype(np.uint8))


def test_rejects_an_animated_picture() -> None:
    frames = [Image.new("RGB", SIZE, colour) for colour in ("red", "blue")]
    animated = file_of(frames[0], save_all=True, append_images=frames[1:])

    with pytest.raises(ModelError, match="animated") as refused:
        read_photo(animated, SETTINGS)

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
        png_of_size(80, 80),
    ],
    ids=["nothing", "text", "cut PNG", "cut JPEG", "GIF", "BMP", "PNG without pixels"],
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


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_a_mask_of_another_mode_is_read_too(mode: str) -> None:
    drawn = Image.fromarray(disc().astype(np.uint8) * 255).convert(mode)

    mask, _ = read_mask(file_of(drawn), SIZE, SETTINGS)

    assert np.array_equal(mask, disc())


def test_transparent_pixels_of_a_mask_are_not_selected() -> None:
    drawn = np.full((64, 96, 4), 255, np.uint8)
    drawn[..., 3] = disc() * 255

    mask, _ = read_mask(file_of(drawn), SIZE, SETTINGS)

    assert np.array_equal(mask, disc())


def test_a_16_bit_mask_is_read_too() -> None:
    mask, _ = read_mask(file_of(disc().astype(np.uint16) * 65535), SIZE, SETTINGS)

    assert np.array_equal(mask, disc())


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
