"""Boundary × wrong pixel: its identities, a slow twin, and what it must leave alone."""

import math

import numpy as np
import pytest
import torch
from scipy.ndimage import distance_transform_edt
from torch import Tensor
from torch.nn import functional

from segscope.train.losses.boundary_wrong import BoundaryWrong
from segscope.train.losses.edges import edge_pixels
from segscope.train.losses.weighted_sum import WeightedSum
from segscope.train.targets import Targets
from tests.train.losses.drawn_batch import drawn_batch, make_loss


def slow_weights(logits: Tensor, labels: Tensor, wrongness: str, nearness: str) -> Tensor:
    """The definition, picture by picture with scipy's distances: strength 4, distance 2, gamma 2."""
    safe = labels.where(labels != 255, 0)
    p = logits.softmax(dim=1).gather(1, safe.unsqueeze(1)).squeeze(1)
    wrong = (1 - p) ** 2 if wrongness == "soft" else (logits.argmax(dim=1) != labels).double()
    weights = []
    for picture, edges in enumerate(edge_pixels(Targets(labels), 255).numpy()):
        far = distance_transform_edt(~edges) if edges.any() else np.full(edges.shape, np.inf)
        near = np.exp(-(far**2) / 8) if nearness == "gauss" else (far <= 2).astype(float)
        weights.append(1 + 4 * torch.from_numpy(near) * wrong[picture])
    return torch.stack(weights) * (labels != 255)


@pytest.mark.parametrize("wrongness", ["soft", "hard"])
@pytest.mark.parametrize("nearness", ["gauss", "band"])
def test_it_equals_a_slow_twin(wrongness: str, nearness: str) -> None:
    logits, labels = drawn_batch(ignored=0.1, size=(24, 30))
    logits = logits.double().requires_grad_()
    with torch.no_grad():
        weights = slow_weights(logits, labels, wrongness, nearness)
    plain = functional.cross_entropy(logits, labels, ignore_index=255, reduction="none")
    expected = (weights * plain).sum() / weights.sum()
    loss = make_loss("boundary-wrong", distance=2, wrongness=wrongness, nearness=nearness)
    value = loss(logits, Targets(labels))
    # The Gaussian is cut off where it is below 0.0004.
    assert torch.allclose(value, expected, rtol=1e-4)
    # The closed form of the gradient: w / sum(w) * (p - onehot), zero where ignored.
    onehot = functional.one_hot(labels.where(labels != 255, 0), 4).movedim(-1, 1)
    closed = (weights / weights.sum()).unsqueeze(1) * (logits.detach().softmax(dim=1) - onehot)
    assert torch.allclose(torch.autograd.grad(value, logits)[0], closed, atol=2e-6)


def test_strength_zero_is_the_cross_entropy() -> None:
    logits, labels = drawn_batch()
    # Class weights are float32.
    for rule, exact in (("none", 1e-14), ("inverse", 1e-6)):
        value = make_loss("boundary-wrong", strength=0, class_weights=rule)(logits.double(), Targets(labels))
        plain = make_loss("cross-entropy", class_weights=rule)(logits.double(), Targets(labels))
        assert math.isclose(float(value), float(plain), rel_tol=exact)


def test_gamma_zero_is_the_boundary_cross_entropy() -> None:
    logits, labels = drawn_batch()
    value = make_loss("boundary-wrong", gamma=0, distance=1.5)(logits.double(), Targets(labels))
    by_edges = make_loss("boundary-ce", distance=1.5)
    assert math.isclose(float(value), float(by_edges(logits.double(), Targets(labels))), rel_tol=1e-7)


def test_with_all_pixels_on_edges_and_a_large_strength_it_is_the_focal_loss() -> None:
    logits, _ = drawn_batch()
    stripes = (torch.arange(11) % 2).expand(3, 9, 11)  # each pixel touches an edge: B = 1
    value = make_loss("boundary-wrong", strength=1e9)(logits.double(), Targets(stripes))
    p = logits.double().softmax(dim=1).gather(1, stripes.unsqueeze(1))
    by_pixels = value * ((1 - p) ** 2).mean()  # the focal loss divides by pixels, not by weights
    focal = make_loss("focal", gamma=2)(logits.double(), Targets(stripes))
    assert math.isclose(float(by_pixels), float(focal), rel_tol=1e-6)


@pytest.mark.parametrize("strength", [1.0, 4.0, 100.0])
def test_the_rate_does_not_rise_in_secret(strength: float) -> None:
    # Where all pixels are equally unsure, turning weight towards some of them changes nothing in sum.
    _, labels = drawn_batch(ignored=0.1)
    logits = torch.zeros(3, 4, 9, 11).requires_grad_()
    value = make_loss("boundary-wrong", strength=strength)(logits, Targets(labels))
    plain = make_loss("cross-entropy")(logits, Targets(labels))
    assert float(value.detach()) == pytest.approx(math.log(4), rel=1e-6)
    sums = [float(torch.autograd.grad(loss, logits)[0].abs().sum()) for loss in (value, plain)]
    assert sums[0] == pytest.approx(sums[1], rel=1e-5)


def test_seams_and_void_edges_weigh_nothing_extra() -> None:
    logits, _ = drawn_batch()
    labels = torch.zeros(3, 9, 11, dtype=torch.long)
    labels[:, :, 6:] = 1
    seam = Targets(labels, origins=(labels == 1).to(torch.uint8))
    plain = make_loss("cross-entropy")(logits, seam)
    for name in ("boundary-wrong", "boundary-ce"):
        loss = make_loss(name)
        assert torch.allclose(loss(logits, seam), plain)
        assert not torch.allclose(loss(logits, Targets(labels)), plain, rtol=1e-3)
        void = labels.clone()
        void[:, :, 5:7] = 255
        expected = make_loss("cross-entropy")(logits, Targets(void))
        assert torch.allclose(loss(logits, Targets(void)), expected)


@pytest.mark.parametrize("name", ["boundary-wrong", "boundary-ce"])
def test_it_grows_with_the_shift_of_an_edge(name: str) -> None:
    labels = (torch.arange(40) >= 20).long().expand(1, 16, 40)
    values = []
    for shift in range(6):
        claim = (torch.arange(40) >= 20 + shift).long().expand(1, 16, 40)
        logits = 4.0 * functional.one_hot(claim, 4).movedim(-1, 1).float()
        values.append(float(make_loss(name)(logits, Targets(labels))))
    assert values == sorted(values)
    assert len(set(values)) == 6
    # Beside an edge a wrong pixel costs more than deep inside.
    inside = 4.0 * functional.one_hot(labels, 4).movedim(-1, 1).float()
    inside[:, :, :, 0] = inside[:, :, :, 39]
    assert values[1] > float(make_loss(name)(inside, Targets(labels)))


def test_spread_over_the_class_keeps_the_weight_of_each_class() -> None:
    logits, labels = drawn_batch()
    targets = Targets(labels)
    factors = []
    for spread in ("pixel", "class"):
        loss = make_loss("boundary-wrong", spread=spread)
        assert isinstance(loss, BoundaryWrong)
        factors.append(loss.factors(logits, loss.pixel_losses(logits, targets), targets))
    for index in (0, 1, 2):
        by_pixel, by_class = (value[labels == index] for value in factors)
        assert float(by_pixel.std()) > 0.05
        assert float(by_class.std()) < 1e-5, "all pixels of a class weigh the same"
        assert torch.allclose(by_pixel.mean(), by_class.mean())


def test_a_window_is_the_mean_of_its_batches_by_pixels_that_count() -> None:
    loss = make_loss("boundary-wrong")
    parts = [drawn_batch(ignored=share, seed=seed) for seed, share in enumerate((0.1, 0.9))]
    window = [Targets(labels) for _, labels in parts]
    term = WeightedSum([("boundary-wrong", 1.0, loss)])
    normalisers = term.normalisers(window)
    value = sum(
        float(term(logits, targets, normalisers)) for (logits, _), targets in zip(parts, window, strict=True)
    )
    pixels = [int((labels != 255).sum()) for _, labels in parts]
    means = [float(loss(logits, Targets(labels))) for logits, labels in parts]
    assert value == pytest.approx(sum(n * m for n, m in zip(pixels, means, strict=True)) / sum(pixels))
    assert term.inexact_names == ("boundary-wrong",)
