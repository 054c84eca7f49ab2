"""Cross-entropy against torch's own, class weights against their closed forms."""

import math

import pytest
import torch
from torch.nn import functional

from segscope.config.catalogue.loss_options import ClassWeightRule
from segscope.train.losses.base import LossContext
from segscope.train.losses.class_weights import class_weights
from segscope.train.targets import Targets
from tests.train.losses.drawn_batch import CONTEXT, drawn_batch, make_loss

RULES: tuple[ClassWeightRule, ...] = (
    "none",
    "sqrt-inverse",
    "inverse",
    "median-frequency",
    "effective-number",
)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_it_equals_torchs_mean(rule: ClassWeightRule, smoothing: float) -> None:
    logits, labels = drawn_batch()
    loss = make_loss("cross-entropy", class_weights=rule, label_smoothing=smoothing)
    expected = functional.cross_entropy(
        logits, labels, weight=class_weights(rule, CONTEXT), ignore_index=255, label_smoothing=smoothing
    )
    assert torch.allclose(loss(logits, Targets(labels)), expected, atol=1e-6)


def weights_of(rule: ClassWeightRule, pixels: tuple[int, ...], beta: float = 0.0) -> torch.Tensor:
    weights = class_weights(rule, LossContext(len(pixels), 255, pixels), beta)
    assert weights is not None
    return weights


def test_class_weights_have_their_closed_forms() -> None:
    frequency = torch.tensor([0.7, 0.2, 0.1])
    inverse = weights_of("inverse", (700, 200, 100, 0))
    assert torch.allclose(inverse[:3] * frequency, torch.full((3,), 1 / 3))
    median = weights_of("median-frequency", (700, 200, 100, 0))
    assert torch.allclose(median[:3], 0.2 / frequency)
    root = weights_of("sqrt-inverse", (700, 200, 100, 0))
    assert math.isclose(float(root[1] / root[0]), math.sqrt(3.5), rel_tol=1e-6)


@pytest.mark.parametrize("rule", RULES[1:])
def test_a_class_that_never_occurs_in_training_has_no_weight(rule: ClassWeightRule) -> None:
    weights = weights_of(rule, (700, 200, 100, 0))
    assert weights[3] == 0
    assert bool((weights[:3] > 0).all())
    if rule != "median-frequency":
        mean = float((weights[:3] * torch.tensor([0.7, 0.2, 0.1])).sum())
        assert math.isclose(mean, 1.0, rel_tol=1e-6), "the mean weight of a training pixel is 1"


def test_the_effective_number_is_that_of_the_paper() -> None:
    # Cui et al., equation 2, in the plain form: E = 1 + beta + … + beta^(n - 1).
    pixels, beta = (1, 2, 10, 400), 0.99
    effective = [sum(beta**power for power in range(count)) for count in pixels]
    weights = weights_of("effective-number", pixels, beta)
    assert torch.allclose(weights / weights[0], torch.tensor([effective[0] / e for e in effective]))


def test_the_effective_number_of_millions_of_pixels_lies_between_none_and_inverse() -> None:
    few, many = (9_000_000, 900_000, 100_000), (9_000_000_000, 900_000_000, 100_000_000)
    weights = weights_of("effective-number", few)
    ratio = float(weights[2] / weights[0])
    assert 10 < ratio < 90, "neither equal weights nor the inverse frequency"
    assert torch.allclose(weights_of("effective-number", many), weights, rtol=1e-4)
