"""Our PNG writer against Pillow's reader."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from segscope.files.png import encode_png, repaletted_png

_SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, max_side=40)


def _read(content: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(content)) as picture:
        picture.verify()
    with Image.open(io.BytesIO(content)) as picture:
        return np.array(picture)


@given(st.sampled_from([np.uint8, np.uint16]).flatmap(lambda dtype: hnp.arrays(dtype, _SHAPES)))
def test_every_value_comes_back(pixels: np.ndarray) -> None:
    read = _read(encode_png(pixels))
    assert read.dtype == pixels.dtype
    np.testing.assert_array_equal(read, pixels)


@given(hnp.arrays(np.uint8, st.tuples(st.integers(1, 30), st.integers(1, 30), st.just(3))))
def test_every_colour_comes_back(pixels: np.ndarray) -> None:
    np.testing.assert_array_equal(_read(encode_png(pixels)), pixels)


@pytest.mark.parametrize("view", [np.s_[::-1, :], np.s_[:, ::2], np.s_[3:5, 1:]])
def test_views_with_strides_come_back(view: tuple[slice, slice]) -> None:
    pixels = np.random.default_rng(0).integers(0, 65536, (9, 14)).astype(np.uint16)
    np.testing.assert_array_equal(_read(encode_png(pixels[view])), pixels[view])


def test_a_palette_colours_the_values_and_leaves_them() -> None:
    pixels = np.array([[0, 1], [2, 255]], dtype=np.uint8)
    palette = [(index, 255 - index, 7) for index in range(256)]
    content = encode_png(pixels, palette)
    np.testing.assert_array_equal(_read(content), pixels)
    with Image.open(io.BytesIO(content)) as picture:
        shown = np.array(picture.convert("RGB"))
    np.testing.assert_array_equal(shown, np.array(palette)[pixels])


@pytest.mark.parametrize("palette", [False, True])
@pytest.mark.parametrize("options", [{}, {"optimize": True}, {"compress_level": 0}, {"bits": 8}])
@given(pixels=hnp.arrays(np.uint8, _SHAPES))
def test_another_palette_leaves_every_value_of_pillows_files(
    pixels: np.ndarray, options: dict[str, int], palette: bool
) -> None:
    image = Image.fromarray(pixels)
    if palette:
        image.putpalette([1, 2, 3] * 256)
        options = {**options, "bits": 8}  # Pillow would pack few colours into fewer bits
    buffer = io.BytesIO()
    image.save(buffer, "PNG", transparency=0, **options)

    content = repaletted_png(buffer.getvalue(), [(i, 0, 255 - i) for i in range(256)])

    assert content is not None
    np.testing.assert_array_equal(_read(content), pixels)
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.mode == "P"
        assert "transparency" not in shown.info
        np.testing.assert_array_equal(np.asarray(shown.convert("RGB"))[..., 0], pixels)


@pytest.mark.parametrize("mode", ["1", "I;16", "RGB", "LA"])
def test_only_one_8_bit_channel_gets_another_palette(mode: str) -> None:
    buffer = io.BytesIO()
    Image.new(mode, (3, 2)).save(buffer, "PNG")
    assert repaletted_png(buffer.getvalue(), [(0, 0, 0)] * 256) is None
    assert repaletted_png(b"GIF89a", [(0, 0, 0)] * 256) is None
