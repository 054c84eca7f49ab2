"""The Lovász-softmax against the IoU, the paper's definition and the authors' code."""

import itertools
import math

import pytest
import torch
from segmentation_models_pytorch.losses import LovaszLoss
from torch import Tensor
from torch.nn import functional

from segscope.train.losses.lovasz import _descending_order
from segscope.train.targets import Targets
from tests.train.losses.drawn_batch import drawn_batch, make_loss


def mean_iou(prediction: Tensor, labels: Tensor) -> float:
    """Over the classes of the labels."""
    counts = labels != 255
    scores = []
    for index in sorted(set(labels[counts].tolist())):
        truth, claim = (labels == index) & counts, (prediction == index) & counts
        scores.append(int((truth & claim).sum()) / int((truth | claim).sum()))
    return sum(scores) / len(scores)


@pytest.mark.parametrize("seed", range(5))
def test_of_certain_predictions_it_is_one_minus_iou(seed: int) -> None:
    logits, labels = drawn_batch(seed=seed)
    prediction = logits.argmax(dim=1)
    certain = 200.0 * functional.one_hot(prediction, 4).movedim(-1, 1).float()
    value = make_loss("lovasz")(certain, Targets(labels))
    assert math.isclose(float(value), 1 - mean_iou(prediction, labels), rel_tol=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_it_equals_the_authors_code(seed: int) -> None:
    logits, labels = drawn_batch(seed=seed)
    logits.requires_grad_()
    ours = make_loss("lovasz")(logits, Targets(labels))
    theirs = LovaszLoss("multiclass", ignore_index=255)(logits, labels)
    assert torch.allclose(ours, theirs, atol=1e-6)
    slope, expected = (torch.autograd.grad(loss, logits)[0] for loss in (ours, theirs))
    assert torch.allclose(slope, expected, atol=1e-6)


def test_it_is_the_tightest_convex_bound() -> None:
    """The Lovász extension of a submodular function is the largest of its greedy linear functions."""
    logits, labels = drawn_batch(ignored=0.0)
    logits, labels = logits[:1, :, :2, 1:4], labels[:1, :2, 1:4]  # six pixels: all 720 orders
    probability = logits.softmax(dim=1)
    per_class = []
    for index in sorted(set(labels.flatten().tolist())):
        truth = (labels == index).flatten()
        errors = (truth.float() - probability[:, index].flatten()).abs().tolist()
        per_class.append(max(greedy(order, truth, errors) for order in itertools.permutations(range(6))))
    value = make_loss("lovasz")(logits, Targets(labels))
    assert math.isclose(float(value), sum(per_class) / len(per_class), rel_tol=1e-5)


def greedy(order: tuple[int, ...], truth: Tensor, errors: list[float]) -> float:
    value, before, wrong = 0.0, 0.0, torch.zeros_like(truth)
    for pixel in order:
        wrong[pixel] = True
        now = float(wrong.sum()) / float((truth | wrong).sum())
        value += errors[pixel] * (now - before)
        before = now
    return value


def test_errors_are_ranked_as_torch_ranks_them() -> None:
    errors = torch.rand(1000, generator=torch.Generator().manual_seed(0))
    errors[:20], errors[20:30] = 0.0, 1.0
    order = _descending_order(errors)
    assert torch.equal(errors[order], errors.sort(descending=True).values)
    assert torch.equal(order.sort().values, torch.arange(1000))
