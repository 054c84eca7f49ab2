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
from tests.train.coded_samples import CODES, IGNORE, STEP, Bytes, coded_context, coded_sample


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


def test_angles_and_shifts_fill_their_ranges_and_keep_to_them() -> None:
    picture, label_map = coded_sample(0)
    height, width = label_map.shape
    ranges = {"rotate": 40.0, "shear": 15.0, "translate": 0.1}
    affine = Affine(AffineOptions(probability=1, **ranges), coded_context())
    draw = Draw(np.random.default_rng(0))
    found = np.array([motion_of(affine(picture, label_map, draw)[0]) for _ in range(200)])
    largest = np.array([40, 15, 0.1 * width, 0.1 * height])
    assert (np.abs(found) <= 1.02 * largest).all()
    assert (found.max(axis=0) > 0.85 * largest).all()
    assert (found.min(axis=0) < -0.85 * largest).all()
    # Each is drawn for itself.
    assert np.abs(np.corrcoef(found.T) - np.eye(4)).max() < 0.25


def motion_of(warped: Picture) -> tuple[float, float, float, float]:
    """Read turn and lean (in degrees) and shift (in pixels) back from where the pixels are from."""
    height, width = warped.shape[:2]
    centre = np.array([width / 2, height / 2])
    places = warped[..., 1::-1].astype(float) / STEP  # (column, row) of the source
    last = np.array([width - 1, height - 1])
    inside = (warped[..., 2] == CODES[0]) & ((places > 2) & (places < last - 2)).all(axis=-1)
    rows, columns = np.nonzero(inside)
    before = places[inside] + 0.5 - centre
    after = np.stack([columns, rows], axis=-1) + 0.5 - centre
    solution, *_ = np.linalg.lstsq(np.column_stack([before, np.ones(len(before))]), after, rcond=None)
    forward, shift = solution[:2].T, solution[2]
    turn = math.atan2(forward[1, 0], forward[0, 0])
    lean = math.atan(math.cos(turn) * forward[0, 1] + math.sin(turn) * forward[1, 1])
    return math.degrees(turn), math.degrees(lean), float(shift[0]), float(shift[1])
