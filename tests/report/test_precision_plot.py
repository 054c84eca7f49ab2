"""The picture of pseudo-labels' precision: whole, with and without known classes."""

import math

import numpy as np
import pytest

from segscope.errors import UsageError
from segscope.report.precision_plot import KeptClass, precision_plot

BLUE, ORANGE, GREY = (0, 114, 178), (213, 94, 0), (201, 206, 214)


def count(picture: np.ndarray, colour: tuple[int, int, int]) -> int:
    return int((picture == np.array(colour)).all(axis=-1).sum())


def test_the_rule_lies_on_the_curve_and_bars_are_as_long_as_shares() -> None:
    coverage = np.linspace(0.01, 1, 50)
    classes = [KeptClass("종이", 0.25, 0.9), KeptClass("Glass", 0.5, math.nan)]
    picture = precision_plot(coverage, 1 - coverage / 4, (0.5, 0.875), classes)
    assert picture.dtype == np.uint8
    assert min(count(picture, colour) for colour in (BLUE, ORANGE, GREY)) > 50
    rows = np.flatnonzero((picture == np.array(GREY)).all(axis=-1).sum(axis=1) > 60)
    widths = (picture[rows] == np.array(GREY)).all(axis=-1).sum(axis=1)
    assert widths.max() / widths.min() == pytest.approx(2, abs=0.2)


def test_nothing_to_draw_is_said() -> None:
    with pytest.raises(UsageError, match="no precision to draw"):
        precision_plot(np.zeros(0), np.zeros(0), (0, 0), [])
