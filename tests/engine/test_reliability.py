"""Reliability against a plain loop over numpy masks, and the calibration error against its definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segscope.engine.native_library import WIDEST
from segscope.engine.reliability import Reliability, count_reliability
from segscope.errors import LabelMapError


@settings(deadline=None, max_examples=80)
@given(
    seed=st.integers(0, 1000),
    classes=st.sampled_from([1, 4, 300]),
    ignored=st.booleans(),
    level=st.integers(0, WIDEST),
    shape=st.tuples(st.integers(1, 9), st.integers(1, 90)),
)
def test_each_cell_is_what_masks_say(
    seed: int, classes: int, ignored: bool, level: int, shape: tuple[int, int]
) -> None:
    rng = np.random.default_rng(seed)
    dtype = np.uint16 if classes > 200 else np.uint8
    ignore = classes if ignored else None
    truth, guess = rng.integers(0, classes + ignored, (2, *shape)).astype(dtype)
    sure = rng.integers(0, 256, (shape[0], 2 * shape[1])).astype(np.uint8)[:, ::2]
    found = count_reliability(truth, guess, sure, num_classes=classes, ignore=ignore, level=level)
    counted = (truth != ignore) & (guess != ignore) if ignored else np.ones(shape, bool)
    for index in rng.choice(classes, min(classes, 4), replace=False):
        own = counted & (guess == index)
        np.testing.assert_array_equal(found.pixels[index], np.bincount(sure[own], minlength=256))
        right = own & (truth == index)
        np.testing.assert_array_equal(found.right[index], np.bincount(sure[right], minlength=256))
    assert found.pixels.sum() == counted.sum()


def test_the_error_is_the_weighted_gap_between_confidence_and_accuracy() -> None:
    rng = np.random.default_rng(0)
    level = rng.integers(0, 256, 20_000)
    right = rng.random(20_000) < (level / 255) ** 2
    counts = Reliability(
        np.bincount(level, minlength=256)[None], np.bincount(level[right], minlength=256)[None]
    )
    bins = np.minimum((level / 255 * 10).astype(int), 9)
    by_hand = sum(
        abs((level[bins == b] / 255).mean() - right[bins == b].mean()) * (bins == b).mean() for b in range(10)
    )
    assert counts.calibration_error(10)[0] == pytest.approx(by_hand)
    # the gap between p and p squared, averaged over p from 0 to 1, is 1/6
    assert by_hand == pytest.approx(1 / 6, abs=0.02)


def test_images_add_up_and_a_class_never_predicted_has_no_error() -> None:
    truth = np.zeros((2, 3), np.uint8)
    sure = np.full((2, 3), 128, np.uint8)
    once = count_reliability(truth, truth, sure, num_classes=2)
    twice = once + once
    assert twice.pixels[0, 128] == 12
    assert twice.calibration_error()[0] == pytest.approx(1 - 128 / 255)
    assert np.isnan(twice.calibration_error()[1])


def test_a_confidence_that_does_not_fit_is_refused() -> None:
    truth = np.zeros((2, 3), np.uint8)
    with pytest.raises(LabelMapError, match="confidence"):
        count_reliability(truth, truth, np.zeros((2, 2), np.uint8), num_classes=1)
    with pytest.raises(LabelMapError, match="confidence"):
        count_reliability(truth, truth, np.zeros((2, 3), np.float32), num_classes=1)
