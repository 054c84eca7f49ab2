"""The confusion alone: equal to scikit-learn's and to the full count's, whatever the maps are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix

from segscope.engine import count, count_confusion
from segscope.engine.native_library import WIDEST
from segscope.errors import LabelMapError


@st.composite
def pairs(draw: st.DrawFn) -> tuple[NDArray[np.integer], NDArray[np.integer], int, int | None]:
    """Draw blocky or noisy maps of odd sizes, of all dtypes and strides."""
    classes = draw(st.sampled_from([1, 2, 11, 254, 255, 300]))
    ignore = draw(st.sampled_from([None, 0, classes - 1, classes, 60_000]))
    dtype = (
        np.uint8 if classes <= 200 and (ignore or 0) < 256 else draw(st.sampled_from([np.uint16, np.int32]))
    )
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    height, width = draw(st.integers(1, 40)), draw(st.integers(1, 200))
    block = draw(st.sampled_from([1, 3, 70]))
    maps = []
    for _ in range(2):
        coarse = rng.integers(0, classes, (-(-height // block), -(-width // block)))
        fine = np.kron(coarse, np.ones((block, block), np.int64))[:height, :width].astype(dtype)
        if ignore is not None:
            fine[rng.random(fine.shape) < 0.1] = ignore
        wide = np.zeros((height, 2 * width), dtype)
        wide[:, ::2] = fine
        maps.append(wide[:, ::2] if draw(st.booleans()) else fine)
    return maps[0], maps[1], classes, ignore


@pytest.mark.filterwarnings("ignore:A single label")
@settings(deadline=None, max_examples=150)
@given(pair=pairs(), level=st.integers(0, WIDEST))
def test_it_is_scikit_learns_matrix_over_the_pixels_that_count(
    pair: tuple[NDArray[np.integer], NDArray[np.integer], int, int | None], level: int
) -> None:
    truth, guess, classes, ignore = pair
    found = count_confusion(truth, guess, num_classes=classes, ignore=ignore, level=level)
    counted = np.ones(truth.shape, bool) if ignore is None else truth != ignore
    predicted = np.ones(truth.shape, bool) if ignore is None else guess != ignore
    both = counted & predicted
    expected = (
        confusion_matrix(truth[both], guess[both], labels=range(classes))
        if both.any()
        else np.zeros((classes, classes), np.int64)
    )
    np.testing.assert_array_equal(found.matrix, expected)
    missed = truth[counted & ~predicted].astype(np.int64)
    np.testing.assert_array_equal(found.unpredicted, np.bincount(missed, minlength=classes))
    assert found.ignored == (~counted).sum()


@settings(deadline=None, max_examples=50)
@given(pair=pairs())
def test_it_is_what_the_full_count_says(
    pair: tuple[NDArray[np.integer], NDArray[np.integer], int, int | None],
) -> None:
    truth, guess, classes, ignore = pair
    alone = count_confusion(truth, guess, num_classes=classes, ignore=ignore)
    whole = count(truth, guess, num_classes=classes, ignore=ignore)
    np.testing.assert_array_equal(alone.matrix, whole.confusion)
    np.testing.assert_array_equal(alone.unpredicted, whole.unpredicted)
    union = whole.tp + whole.fp + whole.fn
    with np.errstate(invalid="ignore"):
        np.testing.assert_array_equal(alone.iou, whole.tp / union)


def test_a_run_goes_on_over_words_and_ends_with_its_row() -> None:
    truth = np.zeros((3, 1000), np.uint8)
    guess = np.ones((3, 1000), np.uint8)
    guess[1] = 0
    assert count_confusion(truth, guess, num_classes=2).matrix.tolist() == [[1000, 2000], [0, 0]]


def test_foreign_ids_and_unequal_shapes_are_refused() -> None:
    truth = np.zeros((2, 2), np.uint8)
    with pytest.raises(LabelMapError, match="prediction"):
        count_confusion(truth, truth + 7, num_classes=3)
    with pytest.raises(LabelMapError, match="ground truth"):
        count_confusion(truth + 7, truth, num_classes=3, ignore=255)
    with pytest.raises(LabelMapError):
        count_confusion(truth, truth[:, :1], num_classes=3)
