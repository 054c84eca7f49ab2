"""The score of a contradiction, against its definition worked out by hand."""

import numpy as np
import pytest

from segscope.analysis.evidence import Evidence
from segscope.analysis.suspicion import Contradiction, confusion_inside, suspicion
from segscope.engine import count
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables

CONFUSION = np.array([[0, 500, 0], [3000, 0, 100], [1000, 2500, 0]], dtype=np.int64)


def test_the_definition_by_hand() -> None:
    place = Contradiction(pixels=1024, wrong_pixels=1000, doubt=0.8, label=1, seen=0, explained=0.25)
    # of 4000 pixels called 0, 3000 are labelled 1; without the place's own 1000, 2000 of 3000
    label_probability = 0.2 * 2000 / 3000
    expected = 0.8 * 0.1 / (0.1 + label_probability) * 0.5 * 0.75
    assert suspicion(place, CONFUSION) == pytest.approx(expected)


def test_a_contradiction_does_not_excuse_itself() -> None:
    alone = np.zeros((3, 3), dtype=np.int64)
    place = Contradiction(pixels=2000, wrong_pixels=2000, doubt=0.5, label=2, seen=1)
    never_confused = suspicion(place, alone)
    alone[2, 1] = 2000
    assert suspicion(place, alone) == never_confused == pytest.approx(0.5 * 2000 / 3024)


def test_where_a_class_is_not_known_the_label_gets_an_even_share() -> None:
    place = Contradiction(pixels=1024, wrong_pixels=1024, doubt=0.6, label=None, seen=1)
    assert suspicion(place, CONFUSION) == pytest.approx(0.6 * 0.1 / (0.1 + 0.4 / 2) * 0.5)


def test_confusions_along_borders_and_pixels_of_no_class_are_left_out() -> None:
    truth = np.zeros((200, 200), np.uint8)
    truth[20:80, 20:80], truth[120:180, 120:180] = 1, 2
    guess = truth.copy()
    guess[20:80, 80:82] = 1  # along the border
    guess[120:180, 120:180] = 1  # a whole object
    truth[0:10], guess[150:, :50] = 255, 255
    counts = count(truth, guess, num_classes=3, ignore=255)
    evidence = Evidence(CountTables.from_counts(["a"], [counts]), ClassSet(("a", "b", "c")))
    expected = np.zeros((3, 3), np.int64)
    expected[2, 1] = 60 * 60
    np.testing.assert_array_equal(confusion_inside(evidence), expected)
