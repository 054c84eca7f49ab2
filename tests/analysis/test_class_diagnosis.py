"""Shares of what a class loses, on hand-made pictures."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segscope.analysis.diagnosis import diagnose
from tests.analysis.drawn_validation import CLASSES, counted, drawn_pairs


def test_each_error_is_booked_under_its_kind_and_side() -> None:
    truth = np.zeros((100, 100), dtype=np.int64)
    truth[10:30, 10:30] = 1  # missed whole: 400 px
    truth[60:80, 60:80] = 1  # found but for a row at its border: 20 px
    guess = np.zeros_like(truth)
    guess[60:79, 60:80] = 1
    guess[10:20, 60:90] = 1  # invented: 300 px
    paper = diagnose(counted([(truth, guess)]), CLASSES).classes[1]
    lost = 400 + 20 + 300
    assert paper.iou == pytest.approx(380 / (380 + lost))
    assert paper.missed.segment == pytest.approx(400 / lost)
    assert paper.missed.boundary == pytest.approx(20 / lost)
    assert paper.false.segment == pytest.approx(300 / lost)
    assert (paper.false.boundary, paper.false.extent, paper.missed.extent) == (0, 0, 0)
    assert paper.lost.segment == pytest.approx(700 / lost)
    assert (paper.pixels, paper.predicted_pixels, paper.images) == (800, 680, 1)
    assert paper.most_confused is not None
    assert (paper.most_confused.predicted_class, paper.most_confused.pixels) == (0, 420)


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_shares_divide_the_lost_iou_and_classes_divide_the_lost_miou(seed: int) -> None:
    diagnosis = diagnose(counted(drawn_pairs(seed)), CLASSES)
    for entry in diagnosis.classes:
        assert entry.false.total + entry.missed.total == pytest.approx(1)
        assert entry.lost.total == pytest.approx(1)
    assert sum(entry.lost_miou for entry in diagnosis.classes) == pytest.approx(1 - diagnosis.scores.miou)


def test_a_class_without_errors_and_one_that_is_absent_have_no_shares() -> None:
    truth = np.zeros((30, 30), dtype=np.int64)
    truth[10:20, 10:20] = 1
    classes = diagnose(counted([(truth, truth)]), CLASSES).classes
    for entry in (classes[1], classes[2]):
        assert math.isnan(entry.lost.boundary)
        assert entry.most_confused is None
        assert entry.worst == ()
        assert entry.lost_miou == 0
    assert (classes[1].iou, classes[1].images) == (1, 1)
    assert math.isnan(classes[2].iou)
