"""Crops: whole pixels at scale 1, zooms even on a log scale, and rare classes looked for."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import ValidationError

from segscope.config.catalogue.augmentation_options import ScaleCropOptions
from segscope.errors import ConfigError
from segscope.train.augmentations.base import Draw
from segscope.train.augmentations.scale_crop import ScaleCrop
from tests.train.coded_samples import CLASSES, FILL, IGNORE, coded_context

Bytes = NDArray[np.uint8]


def numbered_sample(height: int, width: int) -> tuple[Bytes, Bytes]:
    """A picture whose red and green say where a pixel is, and a label map that repeats the red."""
    rows, columns = np.mgrid[0:height, 0:width]
    picture = np.stack([rows, columns, np.full_like(rows, 7)], axis=-1).astype(np.uint8)
    return picture, rows.astype(np.uint8)


def crop(**options: object) -> ScaleCrop:
    return ScaleCrop(ScaleCropOptions.model_validate(options), coded_context())


@given(
    height=st.integers(1, 60),
    width=st.integers(1, 60),
    size=st.integers(16, 48),
    seed=st.integers(0, 2**32 - 1),
)
@settings(deadline=None, max_examples=60)
def test_a_crop_at_scale_one_moves_whole_pixels(height: int, width: int, size: int, seed: int) -> None:
    picture, label_map = numbered_sample(height, width)
    out, labels = crop(size=size, min_scale=1, max_scale=1)(
        picture, label_map, Draw(np.random.default_rng(seed))
    )
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
    out, labels = crop(size=40, min_scale=scale, max_scale=scale)(
        picture, label_map, Draw(np.random.default_rng(seed))
    )
    inside = labels != IGNORE
    grey = out[..., 0]
    assert set(np.unique(labels)) <= {0, 1, IGNORE}
    assert (labels[inside & (grey == 0)] == 0).all()
    assert (labels[inside & (grey == 200)] == 1).all()


def test_scales_are_drawn_evenly_on_a_log_scale() -> None:
    picture, label_map = numbered_sample(200, 200)
    zoom = crop(size=16, min_scale=0.5, max_scale=2)
    draw = Draw(np.random.default_rng(0))
    steps = []
    for _ in range(400):
        _, labels = zoom(picture, label_map, draw)
        # Rows of the source between the first and the last row of the crop, per crop row.
        steps.append((int(labels[-1, 0]) - int(labels[0, 0])) / 15)
    zooms = np.log2(1 / np.maximum(np.array(steps), 0.4))
    assert abs(float(np.median(zooms))) < 0.15
    assert zooms.min() < -0.85
    assert zooms.max() > 0.85


def one_dot(row: int, column: int, label: int) -> tuple[Bytes, Bytes]:
    """A large picture of ground with one pixel of another class."""
    picture, labels = np.zeros((200, 300, 3), dtype=np.uint8), np.zeros((200, 300), dtype=np.uint8)
    labels[row, column] = label
    return picture, labels


@given(row=st.integers(0, 199), column=st.integers(0, 299), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=40)
def test_a_crop_on_a_rare_class_holds_a_pixel_of_it(row: int, column: int, seed: int) -> None:
    picture, label_map = one_dot(row, column, label=3)
    aimed = crop(size=32, min_scale=1, max_scale=1, rare=1, rare_classes=["c"])
    _, labels = aimed(picture, label_map, Draw(np.random.default_rng(seed)))
    assert (labels == 3).sum() == 1


def test_a_crop_on_a_rare_class_has_its_pixel_in_the_middle_as_far_as_the_picture_reaches() -> None:
    aimed = crop(size=32, min_scale=1, max_scale=1, rare=1, rare_classes="c")
    draw = Draw(np.random.default_rng(0))
    # In a picture of 200 by 300: at an edge the crop ends with the picture.
    for place, expected in {(100, 150): (16, 16), (3, 150): (3, 16), (100, 299): (16, 31)}.items():
        _, labels = aimed(*one_dot(*place, label=3), draw)
        assert [tuple(found) for found in np.argwhere(labels == 3).tolist()] == [expected]


@pytest.mark.parametrize("rare", [0.0, 0.3])
def test_rare_classes_are_looked_for_as_often_as_asked(rare: float) -> None:
    picture, label_map = one_dot(100, 150, label=3)
    names = ["c"] if rare else []
    aimed = crop(size=32, min_scale=1, max_scale=1, rare=rare, rare_classes=names)
    draw = Draw(np.random.default_rng(0))
    seen = [bool((aimed(picture, label_map, draw)[1] == 3).any()) for _ in range(500)]
    by_chance = 32 * 32 / (169 * 269)  # of all places of the crop
    assert float(np.mean(seen)) == pytest.approx(rare + (1 - rare) * by_chance, abs=0.06)


def test_a_picture_that_is_smaller_than_the_crop_lies_anywhere_in_it() -> None:
    picture, label_map = numbered_sample(10, 10)
    small = crop(size=20, min_scale=1, max_scale=1)
    draw = Draw(np.random.default_rng(0))
    corners = [np.argwhere(small(picture, label_map, draw)[1] != IGNORE)[0] for _ in range(300)]
    assert np.min(corners, axis=0).tolist() == [0, 0]
    assert np.max(corners, axis=0).tolist() == [10, 10]


def test_classes_are_drawn_by_one_over_their_pixels() -> None:
    context = coded_context()
    shares = 1 / np.array(context.class_pixels, dtype=float)
    # Two distant pixels of two classes in one picture: one crop sees only the one that was drawn.
    picture, label_map = one_dot(20, 20, label=1)
    label_map[180, 280] = 4
    label_map[label_map == 0] = IGNORE
    aimed = ScaleCrop(ScaleCropOptions(size=32, min_scale=1, max_scale=1, rare=1), context)
    draw = Draw(np.random.default_rng(0))
    seen = [bool((aimed(picture, label_map, draw)[1] == 1).any()) for _ in range(600)]
    assert float(np.mean(seen)) == pytest.approx(shares[1] / (shares[1] + shares[4]), abs=0.06)


def test_a_picture_without_the_class_is_cropped_anywhere() -> None:
    picture, label_map = one_dot(0, 0, label=1)
    aimed = crop(size=32, rare=1, rare_classes=["d"])
    assert aimed(picture, label_map, Draw(np.random.default_rng(0)))[1].shape == (32, 32)


def test_slips_in_the_options_are_said() -> None:
    with pytest.raises(ConfigError, match="there is no class 'tree': the classes are ground"):
        crop(rare=0.5, rare_classes=["tree"])
    unseen = replace(coded_context(), class_pixels=(900, 50, 0, 40, 30))
    with pytest.raises(ConfigError, match="scale-crop looks for b, which no picture of the training split"):
        ScaleCrop(ScaleCropOptions(rare=0.5, rare_classes=("a", "b")), unseen)
    uncounted = replace(coded_context(), class_pixels=(0,) * 5)
    assert ScaleCrop(ScaleCropOptions(rare=0.5, rare_classes=("b",)), uncounted).class_shares[2] == 1
    with pytest.raises(ValidationError, match="rare_classes are named and rare is 0"):
        ScaleCropOptions(rare_classes=("a",))
    assert CLASSES.names[0] == "ground"
