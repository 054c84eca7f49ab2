"""Affine warps against scipy, and what they leave outside."""

import math

import numpy as np
import pytest
from scipy import ndimage

from segscope.config.catalogue.augmentation_options import AffineOptions
from segscope.data.sample import Picture
from segscope.train.augmentations.affine import Affine, about_centre
from segscope.train.augmentations.base import Draw, fill_colour
from segscope.train.augmentations.resampling import warp
from tests.train.coded_samples import IGNORE, Bytes, coded_context, coded_sample


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize(("angle", "lean", "shift"), [(0.5, 0.2, (3.5, -2.25)), (-2.1, -0.4, (-9.0, 4.0))])
def test_a_warp_equals_scipys(angle: float, lean: float, shift: tuple[float, float], bits: int) -> None:
    small, label_map = coded_sample(2)
    picture: Picture = small if bits == 8 else small.astype(np.uint16) * np.uint16(257)
    matrix = about_centre(angle, lean, shift, label_map.shape)
    out, labels = warp(picture, label_map, matrix, IGNORE)
    a, b, c, d, e, f = matrix
    # scipy counts (row, column) from the first pixel's centre.
    linear = np.array([[e, d], [b, a]])
    offset = np.array([f - 0.5 + 0.5 * (d + e), c - 0.5 + 0.5 * (a + b)])

    def nearest(values: Bytes, outside: int) -> Bytes:
        found: Bytes = ndimage.affine_transform(
            values, linear, offset, order=0, mode="grid-constant", cval=outside
        )
        return found

    assert (labels == nearest(label_map, IGNORE)).all()
    inside = nearest(np.ones(label_map.shape, dtype=np.uint8), 0) == 1
    for channel in range(4):
        band = picture[..., channel].astype(np.float64)
        blended = ndimage.affine_transform(band, linear, offset, order=1, mode="nearest")
        assert np.abs(out[..., channel][inside] - blended[inside]).max() <= 1.0
    assert (out[~inside] == fill_colour(picture)).all()


def test_a_quarter_turn_moves_whole_pixels_clockwise() -> None:
    picture, label_map = (array[:40, :40] for array in coded_sample(0))
    matrix = about_centre(math.pi / 2, 0, (0, 0), (40, 40))
    # Sines and cosines of a right angle miss 0 and 1 by 1e-17, which may push a rim pixel outside.
    rounded = (*(round(value, 9) for value in matrix),)
    a, b, c, d, e, f = rounded
    out, labels = warp(picture, label_map, (a, b, c, d, e, f), IGNORE)
    assert (out == np.rot90(picture, -1)).all()
    assert (labels == np.rot90(label_map, -1)).all()


def test_a_shift_uncovers_grey_that_is_ignored() -> None:
    picture, label_map = coded_sample(0)
    out, labels = warp(picture, label_map, about_centre(0, 0, (5, 0), label_map.shape), IGNORE)
    assert (out[:, 5:] == picture[:, :-5]).all()
    assert (labels[:, 5:] == label_map[:, :-5]).all()
    assert (out[:, :5] == 128).all()
    assert (labels[:, :5] == IGNORE).all()


def test_a_sample_is_warped_as_often_as_asked_and_within_its_ranges() -> None:
    picture, label_map = coded_sample(0)
    draw = Draw(np.random.default_rng(0))
    affine = Affine(AffineOptions(probability=0.3, rotate=0, shear=0, translate=0.1), coded_context())
    moved = 0
    for _ in range(300):
        _, labels = affine(picture, label_map, draw)
        moved += labels is not label_map
        assert (labels != IGNORE).mean() > 0.5
    assert abs(moved / 300 - 0.3) < 0.08
