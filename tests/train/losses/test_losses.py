"""Losses against torch's own, closed forms and slow twins."""

import math

import pytest
import torch
from torch.nn import functional

from segscope.config.catalogue.losses import CrossEntropyOptions, DiceOptions
from segscope.config.choice import LossTerm
from segscope.train.losses.base import Loss, LossContext
from segscope.train.losses.build import build_loss
from segscope.train.losses.cross_entropy import CrossEntropy, class_weights
from segscope.train.losses.dice import Dice
from segscope.train.targets import Targets

CONTEXT = LossContext(num_classes=4, ignore=255, class_pixels=(700, 200, 100, 0))


def batch(ignored: float = 0.3, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(3, 4, 5, 7, generator=generator)
    target = torch.randint(0, 3, (3, 5, 7), generator=generator)
    target[torch.rand(target.shape, generator=generator) < ignored] = 255
    return logits, target


@pytest.mark.parametrize("rule", ["none", "sqrt-inverse", "inverse", "median-frequency"])
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_cross_entropy_equals_torchs_mean(rule: str, smoothing: float) -> None:
    logits, target = batch()
    options = CrossEntropyOptions.model_validate({"class_weights": rule, "label_smoothing": smoothing})
    expected = functional.cross_entropy(
        logits, target, weight=class_weights(rule, CONTEXT), ignore_index=255, label_smoothing=smoothing
    )
    assert torch.allclose(CrossEntropy(options, CONTEXT)(logits, Targets(target)), expected, atol=1e-6)


def test_class_weights_have_their_closed_forms() -> None:
    frequency = torch.tensor([0.7, 0.2, 0.1])
    inverse = class_weights("inverse", CONTEXT)
    assert inverse is not None
    assert torch.allclose(inverse[:3] * frequency, torch.full((3,), 1 / 3))
    median = class_weights("median-frequency", CONTEXT)
    assert median is not None
    assert torch.allclose(median[:3], 0.2 / frequency)
    root = class_weights("sqrt-inverse", CONTEXT)
    assert root is not None
    assert math.isclose(float(root[1] / root[0]), math.sqrt(3.5), rel_tol=1e-6)
    assert math.isclose(float((root[:3] * frequency).sum()), 1.0, rel_tol=1e-6)
    assert root[3] == 0, "a class that never occurs in training has no weight"


def test_dice_equals_an_obvious_loop() -> None:
    logits, target = batch()
    probability = logits.softmax(dim=1)
    scores = []
    for index in range(4):
        truth = overlap = mass = 0.0
        for b, y, x in torch.nonzero(target != 255).tolist():
            p = float(probability[b, index, y, x])
            mass += p
            if int(target[b, y, x]) == index:
                truth += 1
                overlap += p
        if truth:
            scores.append((2 * overlap + 1) / (mass + truth + 1))
    expected = 1 - sum(scores) / len(scores)
    assert math.isclose(float(Dice(DiceOptions(), CONTEXT)(logits, Targets(target))), expected, rel_tol=1e-5)


@pytest.mark.parametrize("loss", [CrossEntropy(CrossEntropyOptions(), CONTEXT), Dice(DiceOptions(), CONTEXT)])
def test_ignored_pixels_get_no_gradient_and_all_ignored_is_zero(loss: Loss) -> None:
    logits, target = batch(0.5)
    logits.requires_grad_()
    loss(logits, Targets(target)).backward()
    assert logits.grad is not None
    ignored = (target == 255).unsqueeze(1).expand_as(logits)
    assert float(logits.grad[ignored].abs().max()) == 0.0
    assert float(logits.grad[~ignored].abs().max()) > 0.0
    nothing = torch.full_like(target, 255)
    value = loss(logits, Targets(nothing))
    assert float(value.detach()) == 0.0
    value.backward()
    assert bool(torch.isfinite(logits.grad).all())


def test_half_precision_logits_are_reduced_in_full_precision() -> None:
    logits, target = batch()
    for loss in (CrossEntropy(CrossEntropyOptions(), CONTEXT), Dice(DiceOptions(), CONTEXT)):
        value = loss(logits.bfloat16(), Targets(target))
        assert value.dtype == torch.float32
        assert torch.allclose(value, loss(logits.bfloat16().float(), Targets(target)))


def test_the_weighted_sum_adds_its_terms() -> None:
    logits, target = batch()
    loss = build_loss(
        [
            LossTerm.model_validate({"name": "ce", "weight": 0.7}),
            LossTerm.model_validate({"name": "dice", "weight": 0.3}),
        ],
        CONTEXT,
    )
    expected = 0.7 * CrossEntropy(CrossEntropyOptions(), CONTEXT)(logits, Targets(target))
    expected = expected + 0.3 * Dice(DiceOptions(), CONTEXT)(logits, Targets(target))
    assert torch.allclose(
        loss(logits, Targets(target), loss.normalisers([Targets(target)])), expected, atol=1e-6
    )
    assert loss.inexact_names == ("dice",)
