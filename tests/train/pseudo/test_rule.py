"""What a threshold keeps, to the last bit."""

import numpy as np
import pytest
import torch

from segscope.train.pseudo.rule import Rule

THRESHOLDS = (0.9, 0.55, 0.7, 1.0)


def just_below(value: float) -> float:
    return float(np.nextafter(np.float32(value), np.float32(0)))


@pytest.mark.parametrize("index", range(len(THRESHOLDS)))
def test_a_probability_of_just_the_threshold_is_kept_and_the_next_smaller_one_is_not(index: int) -> None:
    rule = Rule(THRESHOLDS)
    for probability, kept in ((THRESHOLDS[index], True), (just_below(THRESHOLDS[index]), False)):
        probabilities = torch.zeros(1, len(THRESHOLDS), 1, 1)
        probabilities[0, index] = probability
        found = rule(probabilities)
        assert found.labels.item() == index
        assert found.confidence.item() == np.float32(probability)
        assert found.kept.item() is kept


def test_a_threshold_of_0_keeps_everything() -> None:
    found = Rule((0.0, 0.0))(torch.tensor([[[[0.5, 0.0]], [[0.5, 1.0]]]]))
    assert found.kept.all()


def test_of_a_dropped_class_nothing_is_kept_and_nothing_goes_to_another() -> None:
    found = Rule((0.5, 0.5), dropped=(1,))(torch.tensor([[[[0.4, 0.6]], [[0.6, 0.4]]]]))
    assert found.labels.flatten().tolist() == [1, 0]
    assert found.kept.flatten().tolist() == [False, True]
