"""Objects against scipy's labelling, class by class."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage

from segscope.engine import list_objects
from segscope.engine.native_library import WIDEST
from segscope.errors import LabelMapError

Pair = tuple[NDArray[np.integer], NDArray[np.integer], int, int | None]


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Draw maps that are noise, blocks, or stripes, of odd sizes, with and without ignored pixels."""
    classes = draw(st.sampled_from([1, 2, 5, 300]))
    ignore = draw(st.sampled_from([None, 0, classes - 1, classes]))
    dtype = draw(st.sampled_from([np.uint16, np.int32])) if classes > 200 else np.uint8
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    height, width = draw(st.integers(1, 30)), draw(st.sampled_from([1, 2, 63, 64, 65, 130]))
    block = draw(st.sampled_from([1, 2, 7]))
    maps = []
    for _ in range(2):
        coarse = rng.integers(0, classes, (-(-height // block), -(-width // block)))
        fine = np.kron(coarse, np.ones((block, block), np.int64))[:height, :width].astype(dtype)
        if ignore is not None:
            fine[rng.random(fine.shape) < 0.2] = ignore
        maps.append(fine)
    return maps[0], maps[1], classes, ignore


def by_scipy(
    own: NDArray[np.integer],
    other: NDArray[np.integer],
    counted: NDArray[np.bool_],
    ignore: int | None,
    sure: NDArray[np.uint8],
) -> list[tuple[int, ...]]:
    """List components as the definition says, one class after the other."""
    found = []
    height, width = own.shape
    for label in np.unique(own):
        if label == ignore:
            continue
        numbers, _ = ndimage.label(own == label, structure=np.ones((3, 3)))
        for number, box in enumerate(ndimage.find_objects(numbers), start=1):
            inside = numbers == number
            rows, columns = box
            at_frame = rows.start == 0 or columns.start == 0 or rows.stop == height or columns.stop == width
            pixels, right = (inside & counted).sum(), (inside & counted & (other == label)).sum()
            numbers_of_box = (rows.start, columns.start, rows.stop, columns.stop)
            doubt = sure[inside & counted & (other != label)].astype(int).sum()
            found.append(tuple(map(int, (label, pixels, right, at_frame, *numbers_of_box, doubt))))
    return sorted(found)


@settings(deadline=None, max_examples=200)
@given(pair=pairs(), level=st.integers(0, WIDEST), seed=st.integers(0, 99))
def test_objects_are_scipys_components_with_their_counts(pair: Pair, level: int, seed: int) -> None:
    truth, guess, classes, ignore = pair
    height, width = truth.shape
    sure = np.random.default_rng(seed).integers(0, 256, (height, 2 * width)).astype(np.uint8)[:, ::2]
    objects = list_objects(truth, guess, sure, num_classes=classes, ignore=ignore, level=level)
    counted = np.ones(truth.shape, bool) if ignore is None else truth != ignore
    for found, own, other in ((objects.truth, truth, guess), (objects.predicted, guess, truth)):
        assert sorted(map(tuple, found.tolist())) == by_scipy(own, other, counted, ignore, sure)
        first_pixels = found[:, 4].tolist()
        assert first_pixels == sorted(first_pixels)


def test_a_picture_of_ignored_pixels_has_no_objects_but_predicted_ones() -> None:
    void = np.full((3, 5), 255, np.uint8)
    objects = list_objects(void, np.zeros((3, 5), np.uint8), num_classes=2, ignore=255)
    assert objects.truth.shape == (0, 9)
    assert objects.predicted.tolist() == [[0, 0, 0, 1, 0, 0, 3, 5, 0]]


def test_foreign_ids_are_refused_on_either_side() -> None:
    good, bad = np.zeros((2, 70), np.uint8), np.full((2, 70), 9, np.uint8)
    with pytest.raises(LabelMapError, match="ground truth"):
        list_objects(bad, good, num_classes=2)
    with pytest.raises(LabelMapError, match="prediction"):
        list_objects(good, bad, num_classes=2)
