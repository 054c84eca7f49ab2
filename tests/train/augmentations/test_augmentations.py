"""Every augmentation keeps picture and label map together: each output pixel comes from one source pixel."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from segscope.config.catalogue.augmentations import ColourOptions, FlipOptions, ScaleCropOptions
from segscope.train.augmentations.colour import ColourJitter
from segscope.train.augmentations.flip import Flip
from segscope.train.augmentations.scale_crop import FILL, ScaleCrop

IGNORE = 255


def coded_sample(height: int, width: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A picture whose red and green say where a pixel is, and a label map that repeats the red."""
    rows, columns = np.mgrid[0:height, 0:width]
    picture = np.stack([rows, columns, np.full_like(rows, 7)], axis=-1).astype(np.uint8)
    return picture, rows.astype(np.uint8)


@given(
    height=st.integers(1, 60),
    width=st.integers(1, 60),
    size=st.integers(16, 48),
    seed=st.integers(0, 2**32 - 1),
)
@settings(deadline=None, max_examples=60)
def test_a_crop_at_scale_one_moves_whole_pixels(height: int, width: int, size: int, seed: int) -> None:
    picture, label_map = coded_sample(height, width)
    crop = ScaleCrop(ScaleCropOptions(size=size, min_scale=1, max_scale=1), IGNORE)
    out, labels = crop(picture, label_map, np.random.default_rng(seed))
    assert out.shape == (size, size, 3)
    assert labels.shape == (size, size)
    inside = labels != IGNORE
    assert (out[inside][:, 0] == labels[inside]).all(), "label and colour come from one source pixel"
    assert (out[~inside] == FILL).all()
    assert int(inside.sum()) == min(height, size) * min(width, size)


@given(scale=st.floats(0.3, 3.0), seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=40)
def test_a_zoomed_crop_keeps_labels_on_their_colours(scale: float, seed: int) -> None:
    # Two halves of different colour: away from the seam, the label must be that of the colour.
    picture = np.zeros((64, 64, 3), dtype=np.uint8)
    picture[:, 32:] = 200
    label_map = np.zeros((64, 64), dtype=np.uint8)
    label_map[:, 32:] = 1
    crop = ScaleCrop(ScaleCropOptions(size=40, min_scale=scale, max_scale=scale), IGNORE)
    out, labels = crop(picture, label_map, np.random.default_rng(seed))
    inside = labels != IGNORE
    grey = out[..., 0]
    assert set(np.unique(labels)) <= {0, 1, IGNORE}
    assert (labels[inside & (grey == 0)] == 0).all()
    assert (labels[inside & (grey == 200)] == 1).all()


def test_scales_are_drawn_evenly_on_a_log_scale() -> None:
    picture, label_map = coded_sample(200, 200)
    crop = ScaleCrop(ScaleCropOptions(size=16, min_scale=0.5, max_scale=2), IGNORE)
    rng = np.random.default_rng(0)
    steps = []
    for _ in range(400):
        _, labels = crop(picture, label_map, rng)
        # Rows of the source between the first and the last row of the crop, per crop row.
        steps.append((int(labels[-1, 0]) - int(labels[0, 0])) / 15)
    zooms = np.log2(1 / np.maximum(np.array(steps), 0.4))
    assert abs(float(np.median(zooms))) < 0.15
    assert zooms.min() < -0.85
    assert zooms.max() > 0.85


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_flips_mirror_both_or_none(dtype: type[np.generic]) -> None:
    picture, label_map = coded_sample(9, 13)
    rng = np.random.default_rng(0)
    always = Flip(FlipOptions(horizontal=1, vertical=1), IGNORE)
    out, labels = always(picture, label_map.astype(dtype), rng)
    assert (out == picture[::-1, ::-1]).all()
    assert (labels == label_map[::-1, ::-1]).all()
    assert labels.dtype == dtype
    out, labels = Flip(FlipOptions(horizontal=0), IGNORE)(picture, label_map, rng)
    assert (out == picture).all()


def test_flips_happen_as_often_as_asked() -> None:
    picture, label_map = coded_sample(4, 5)
    flip = Flip(FlipOptions(horizontal=0.3), IGNORE)
    rng = np.random.default_rng(1)
    share = np.mean([flip(picture, label_map, rng)[0][0, 0, 1] != 0 for _ in range(2000)])
    assert abs(float(share) - 0.3) < 0.04


def test_colour_changes_no_label_and_zero_widths_change_nothing() -> None:
    picture, label_map = coded_sample(20, 20)
    still = ColourJitter(ColourOptions(brightness=0, contrast=0, saturation=0), IGNORE)
    out, labels = still(picture, label_map, np.random.default_rng(0))
    assert (out == picture).all()
    assert labels is label_map
    jitter = ColourJitter(ColourOptions(), IGNORE)
    out, labels = jitter(picture, label_map, np.random.default_rng(0))
    assert out.dtype == np.uint8
    assert not (out == picture).all()
    assert labels is label_map


def test_brightness_and_saturation_have_their_closed_forms() -> None:
    grey = np.full((4, 4, 3), 100, dtype=np.uint8)
    labels = np.zeros((4, 4), dtype=np.uint8)
    draws = np.random.default_rng(3).uniform(-0.2, 0.2)
    bright = ColourJitter(ColourOptions(brightness=0.2, contrast=0, saturation=0), IGNORE)
    out, _ = bright(grey, labels, np.random.default_rng(3))
    assert (out == round(100 * (1 + draws))).all()
    saturated = ColourJitter(ColourOptions(brightness=0, contrast=0, saturation=0.9), IGNORE)
    out, _ = saturated(grey, labels, np.random.default_rng(3))
    assert (out == grey).all(), "grey has no saturation to change"
    one_channel = np.full((4, 4, 1), 100, dtype=np.uint8)
    assert saturated(one_channel, labels, np.random.default_rng(3))[0].shape == (4, 4, 1)
