"""Trends of classes over validations, on hand-made series."""

import math

import numpy as np
import pytest

from segscope.analysis.trends import class_trends, dropped

NAN = float("nan")


def test_a_class_is_followed_to_its_best_and_its_last_validation() -> None:
    (trend,) = class_trends([0, 1, 5], np.array([[0.2], [0.9], [0.6]]))
    assert trend.best_epoch == 1
    assert (trend.last, trend.best) == pytest.approx((0.6, 0.9))
    assert trend.change == pytest.approx(-0.3)
    assert trend.below_best == pytest.approx(0.3)


def test_only_classes_that_fell_are_dropped_deepest_first() -> None:
    trends = class_trends([1, 2], np.array([[0.95, 0.9, 0.1], [0.85, 0.6, 0.2]]))
    assert [trend.index for trend in dropped(trends, by=0.05)] == [1, 0]
    assert [trend.index for trend in dropped(trends, by=0.2)] == [1]


def test_a_validation_without_the_class_is_passed_over() -> None:
    (trend,) = class_trends([1, 2, 3], np.array([[0.5], [0.7], [NAN]]))
    assert (trend.last, trend.change, trend.below_best) == pytest.approx((0.7, 0.2, 0.0))


def test_a_class_that_never_occurs_has_no_trend_to_speak_of() -> None:
    (trend,) = class_trends([0, 1], np.array([[NAN], [NAN]]))
    assert trend.best_epoch is None
    assert all(math.isnan(value) for value in (trend.last, trend.best, trend.change, trend.below_best))
    assert dropped([trend]) == ()


def test_one_validation_has_no_change_and_none_has_no_trend() -> None:
    assert math.isnan(class_trends([3], np.array([[0.5]]))[0].change)
    assert class_trends([], np.zeros((0, 0))) == ()
