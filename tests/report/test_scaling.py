from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from segscope.report.scaling import fit, scale_labels, scale_photo

SIDES = st.integers(1, 60)


@settings(max_examples=60, deadline=None)
@given(height=SIDES, width=SIDES, to_height=SIDES, to_width=SIDES, seed=st.integers(0, 99))
def test_each_new_pixel_is_the_old_pixel_below_its_centre(
    height: int, width: int, to_height: int, to_width: int, seed: int
) -> None:
    labels = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)

    scaled = scale_labels(labels, (to_height, to_width))

    half = Fraction(1, 2)
    for y, x in np.ndindex(to_height, to_width):
        old = floor((y + half) * height / to_height), floor((x + half) * width / to_width)
        assert scaled[y, x] == labels[old]


def test_labels_scale_as_pillow_scales_by_nearest_neighbour() -> None:
    labels = np.random.default_rng(0).integers(0, 256, (359, 479), dtype=np.uint8)
    expected = Image.fromarray(labels).resize((241, 181), Image.Resampling.NEAREST)
    assert np.array_equal(scale_labels(labels, (181, 241)), np.asarray(expected))


def test_sixteen_bit_labels_stay_sixteen_bit() -> None:
    labels = np.array([[300, 65535]], dtype=np.uint16)
    assert scale_labels(labels, (1, 4)).tolist() == [[300, 300, 65535, 65535]]
    assert scale_labels(labels, (1, 4)).dtype == np.uint16


@settings(max_examples=100, deadline=None)
@given(height=st.integers(1, 9000), width=st.integers(1, 9000), box=st.tuples(SIDES, SIDES))
def test_a_fitted_size_touches_its_box(height: int, width: int, box: tuple[int, int]) -> None:
    size = fit((height, width), box)
    assert 1 <= size[0] <= box[0]
    assert 1 <= size[1] <= box[1]
    assert size[0] == box[0] or size[1] == box[1]


@pytest.mark.parametrize("size", [(1, 1), (3000, 40)])
def test_a_plain_photo_keeps_its_colour_at_any_scale(size: tuple[int, int]) -> None:
    photo = np.full((*size, 3), (10, 120, 250), dtype=np.uint8)
    assert (scale_photo(photo, (33, 21)) == (10, 120, 250)).all()
