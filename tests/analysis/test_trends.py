"""Trends of classes over validations, on hand-made series of pictures."""

import math

import numpy as np
import pytest

from segscope.analysis.trends import class_trends, dropped
from segscope.engine.scores import Scores
from tests.analysis.drawn_validation import counted


def scores(found: int) -> Scores:
    """Scores of a picture in which ``found`` tenths of class 1 are found, and classes 2 and 3 are absent."""
    truth = np.zeros((20, 20), dtype=np.int64)
    truth[:10, :10] = 1
    guess = np.where(np.arange(20) < found, truth, 0)
    return Scores.from_tables(counted([(truth, guess)]))


def test_a_class_is_followed_to_its_best_and_its_last_validation() -> None:
    trends = class_trends([(0, scores(2)), (1, scores(9)), (5, scores(6))])
    trend = trends[1]
    assert trend.epochs == (0, 1, 5)
    assert trend.iou == pytest.approx((0.2, 0.9, 0.6))
    assert trend.best_epoch == 1
    assert (trend.last, trend.best) == pytest.approx((0.6, 0.9))
    assert trend.change == pytest.approx(-0.3)
    assert trend.below_best == pytest.approx(0.3)


def test_only_classes_that_fell_are_dropped_deepest_first() -> None:
    trends = class_trends([(0, scores(9)), (1, scores(6))])
    assert [trend.index for trend in dropped(trends, by=0.05)] == [1, 0]
    assert [trend.index for trend in dropped(trends, by=0.2)] == [1]
    assert dropped(class_trends([(0, scores(6)), (1, scores(9))])) == ()


def test_a_class_that_never_occurs_has_no_trend_to_speak_of() -> None:
    trend = class_trends([(0, scores(5)), (1, scores(6))])[2]
    assert trend.best_epoch is None
    assert all(math.isnan(value) for value in (trend.last, trend.best, trend.change, trend.below_best))


def test_one_validation_has_no_change() -> None:
    assert math.isnan(class_trends([(3, scores(5))])[1].change)
    assert class_trends([]) == ()


def test_epochs_must_ascend() -> None:
    with pytest.raises(ValueError, match="ascend"):
        class_trends([(2, scores(5)), (2, scores(6))])
