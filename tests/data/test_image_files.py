"""Pictures come as 8-bit RGB in the right orientation, or as a named fault."""

import os
import pickle
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from segscope.data.faults import FileFault
from segscope.data.image_files import byte_pixels, image_size
from segscope.data.picture_files import read_picture
from tests.data.corpus.mask_cases import saved
from tests.data.corpus.raw_png import GREY, PALETTE, RGB, chunk, palette, png

RNG = np.random.default_rng(7)
COLOUR = RNG.integers(0, 256, (6, 10, 3), dtype=np.uint8)
GREY_LEVELS = RNG.integers(0, 256, (6, 10), dtype=np.uint8)
SMOOTH = Image.fromarray(np.linspace(0, 255, 64 * 48 * 3).reshape(48, 64, 3).astype(np.uint8))


def write(folder: Path, content: bytes, name: str = "a.png") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def turned(orientation: int) -> bytes:
    """A 20 × 10 (width × height) JPEG, its left half black, with an EXIF orientation."""
    pixels = np.zeros((10, 20, 3), np.uint8)
    pixels[:, 10:] = 255
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(Image.fromarray(pixels), "JPEG", exif=exif, quality=95)


def test_colour_is_given_as_stored(tmp_path: Path) -> None:
    picture = read_picture(write(tmp_path, png(COLOUR, 8, RGB)))

    assert picture.dtype == np.uint8
    assert picture.flags.writeable
    assert np.array_equal(picture, COLOUR)


@pytest.mark.parametrize("mode", ["L", "RGBA", "LA", "P", "1", "CMYK"])
def test_every_usual_mode_becomes_rgb(mode: str, tmp_path: Path) -> None:
    image = Image.fromarray(GREY_LEVELS).convert(mode)
    path = write(tmp_path, saved(image, "TIFF" if mode == "CMYK" else "PNG"))

    picture = read_picture(path)

    assert picture.shape == (6, 10, 3)
    levels = np.asarray(image.convert("L")).astype(int)
    assert np.abs(picture.astype(int) - levels[..., None]).max() <= 1


def test_transparency_of_a_palette_does_not_warn(tmp_path: Path) -> None:
    colours = [(10, 20, 30), (40, 50, 60)]
    content = png(np.array([[0, 1]]), 8, PALETTE, palette(colours), chunk(b"tRNS", b"\0\x80"))

    assert read_picture(write(tmp_path, content)).tolist() == [[[10, 20, 30], [40, 50, 60]]]


def test_16_bit_grey_keeps_its_high_byte(tmp_path: Path) -> None:
    wide = np.array([[0, 255, 256, 65535]], np.uint16)

    assert read_picture(write(tmp_path, png(wide, 16, GREY)))[0, :, 0].tolist() == [0, 0, 1, 255]


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_pixels_stay_as_stored_where_that_fits_the_mask(orientation: int, tmp_path: Path) -> None:
    path = write(tmp_path, turned(orientation), "a.jpg")

    assert image_size(path) == (10, 20)
    assert read_picture(path).shape == (10, 20, 3)
    assert read_picture(path, lambda: (10, 20)).shape == (10, 20, 3)
    assert read_picture(path, lambda: (99, 99)).shape == (10, 20, 3)


@pytest.mark.parametrize(("orientation", "dark_at_top"), [(6, True), (8, False)])
def test_a_picture_is_turned_where_only_that_fits_the_mask(
    orientation: int, dark_at_top: bool, tmp_path: Path
) -> None:
    picture = read_picture(write(tmp_path, turned(orientation), "a.jpg"), lambda: (20, 10))

    # 6 means "turn clockwise to show": the stored left edge becomes the top; 8 turns the other way.
    assert picture.shape == (20, 10, 3)
    assert (picture[:5].mean() < 20) == dark_at_top
    assert (picture[-5:].mean() < 20) != dark_at_top


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_jpeg_is_named(progressive: bool, share: float, tmp_path: Path) -> None:
    whole = saved(SMOOTH, "JPEG", progressive=progressive, quality=95)

    with pytest.raises(FileFault) as caught:
        read_picture(write(tmp_path, whole[: int(len(whole) * share)], "a.jpg"))

    assert caught.value.code == "unreadable-file"


@pytest.mark.parametrize("format_name", ["JPEG", "WEBP", "TIFF", "BMP", "PNG"])
def test_bytes_at_random_never_raise_anything_else(format_name: str, tmp_path: Path) -> None:
    whole = saved(SMOOTH, format_name)
    rng = np.random.default_rng(3)
    for _ in range(60):
        damaged = bytearray(whole)
        for position in rng.integers(0, min(len(whole), 400), 4):
            damaged[position] = rng.integers(0, 256)
        path = write(tmp_path, bytes(damaged[: rng.integers(1, len(whole))]))
        with suppress(FileFault):
            assert read_picture(path).ndim == 3


def test_an_icc_bomb_is_no_harm(tmp_path: Path) -> None:
    bomb = chunk(b"iCCP", b"icc\0\0" + zlib.compress(b"\0" * (4 << 20), 9))

    with suppress(FileFault):
        assert np.array_equal(read_picture(write(tmp_path, png(COLOUR, 8, RGB, bomb))), COLOUR)


def _make_fifo(path: Path) -> None:
    os.mkfifo(path)


def _link_to_nothing(path: Path) -> None:
    path.symlink_to("nothing.png")


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def _link_to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [Path.mkdir, _make_fifo, _link_to_nothing, _link_to_itself, _link_to_device])
def test_nothing_but_a_file_is_opened(make: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    make(path)

    with pytest.raises(FileFault) as caught:
        read_picture(path)

    assert caught.value.code == "unreadable-file"


def test_a_fault_crosses_to_another_process_with_its_type() -> None:
    fault = FileFault.of(Path("a.png"), "lossy-mask", "it is a JPEG", "export it again")
    copy = pickle.loads(pickle.dumps(fault))

    assert isinstance(copy, FileFault)
    assert (str(copy), copy.code, copy.path) == (str(fault), "lossy-mask", Path("a.png"))
    # This is how a data loader's worker hands an error over.
    assert str(type(fault)("one sentence")) == "one sentence"


@pytest.mark.parametrize("mode", ["L", "P"])
@pytest.mark.parametrize("size", [(1, 1), (5, 7), (4097, 4097)])  # the last one fills more than one block
def test_pixels_of_a_byte_each_are_those_of_pillow_and_outlive_the_image(
    mode: str, size: tuple[int, int]
) -> None:
    levels = np.random.default_rng(1).integers(0, 256, size, dtype=np.uint8)
    image = Image.frombytes(mode, size[::-1], levels.tobytes())
    found = byte_pixels(image)
    image.close()
    del image
    Image.new("L", size[::-1], 77)  # would take memory that was given back
    assert found.dtype == np.uint8
    assert not found.flags.writeable
    np.testing.assert_array_equal(found, levels)
