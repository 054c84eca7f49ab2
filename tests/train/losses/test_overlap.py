"""Dice, Jaccard and Tversky against obvious loops, each other and counts."""

import math

import pytest
import torch
from torch import Tensor

from segscope.train.targets import Targets
from tests.train.losses.drawn_batch import drawn_batch, make_loss


def masses(probability: Tensor, labels: Tensor, index: int) -> tuple[float, float, float]:
    """A class's true, false and missed mass, pixel by pixel."""
    true = false = missed = 0.0
    for b, y, x in torch.nonzero(labels != 255).tolist():
        p = float(probability[b, index, y, x])
        if int(labels[b, y, x]) == index:
            true += p
            missed += 1 - p
        else:
            false += p
    return true, false, missed


def score(name: str, true: float, false: float, missed: float) -> float:
    return {
        "dice": (2 * true + 1) / (2 * true + false + missed + 1),
        "jaccard": (true + 1) / (true + false + missed + 1),
        "tversky": (true + 0.5) / (true + 0.3 * false + 0.7 * missed + 0.5),
    }[name]


@pytest.mark.parametrize("name", ["dice", "jaccard", "tversky"])
def test_each_equals_an_obvious_loop(name: str) -> None:
    logits, labels = drawn_batch()
    probability = logits.softmax(dim=1)
    scores = [score(name, *masses(probability, labels, index)) for index in (0, 1, 2)]
    value = make_loss(name)(logits, Targets(labels))
    assert math.isclose(float(value), 1 - sum(scores) / 3, rel_tol=1e-5)


def test_of_certain_predictions_each_is_its_score_of_counts() -> None:
    logits, labels = drawn_batch(ignored=0.2)
    prediction = logits.argmax(dim=1)
    certain = 200.0 * torch.nn.functional.one_hot(prediction, 4).movedim(-1, 1).float()
    counts = labels != 255
    dice, jaccard = [], []
    for index in (0, 1, 2):
        truth, claim = (labels == index) & counts, (prediction == index) & counts
        both, either = int((truth & claim).sum()), int((truth | claim).sum())
        dice.append(2 * both / int(truth.sum() + claim.sum()))
        jaccard.append(both / either)
    for name, scores in (("dice", dice), ("jaccard", jaccard)):
        value = make_loss(name, smooth=0)(certain, Targets(labels))
        assert math.isclose(float(value), 1 - sum(scores) / 3, rel_tol=1e-6)


@pytest.mark.parametrize("smooth", [0.0, 2.0])
def test_tversky_has_dice_and_jaccard_as_special_cases(smooth: float) -> None:
    logits, labels = drawn_batch()
    targets = Targets(labels)
    half = make_loss("tversky", alpha=0.5, beta=0.5, smooth=smooth / 2)(logits, targets)
    assert torch.allclose(half, make_loss("dice", smooth=smooth)(logits, targets))
    whole = make_loss("tversky", alpha=1, beta=1, smooth=smooth)(logits, targets)
    assert torch.allclose(whole, make_loss("jaccard", smooth=smooth)(logits, targets))


def test_tversky_of_missed_pixels_alone_is_one_minus_the_recall() -> None:
    logits, labels = drawn_batch()
    of_truth = logits.softmax(dim=1).gather(1, labels.where(labels != 255, 0).unsqueeze(1)).squeeze(1)
    recalls = [of_truth[labels == index].mean() for index in (0, 1, 2)]
    value = make_loss("tversky", alpha=0, beta=1, smooth=0)(logits, Targets(labels))
    assert torch.allclose(value, 1 - torch.stack(recalls).mean())
