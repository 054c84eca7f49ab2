"""OHEM keeps the pixels that a sorted loop keeps, and escapes the traps of a fixed number."""

import math

import pytest
import torch
from torch import Tensor

from segscope.train.losses.ohem import Ohem
from segscope.train.targets import Targets
from tests.train.losses.drawn_batch import drawn_batch, make_loss


def kept_by_a_loop(logits: Tensor, labels: Tensor, threshold: float, min_kept: float) -> list[float]:
    """The losses of the kept pixels."""
    probability = logits.softmax(dim=1)
    places = torch.nonzero(labels != 255).tolist()
    of_truth = sorted(float(probability[b, int(labels[b, y, x]), y, x]) for b, y, x in places)
    least = math.ceil(min_kept * len(of_truth))
    return [-math.log(p) for rank, p in enumerate(of_truth) if p < threshold or rank < least]


@pytest.mark.parametrize("threshold", [0.0, 0.1, 0.3, 0.7])
@pytest.mark.parametrize("min_kept", [0.001, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("ignored", [0.0, 0.3, 0.97])
def test_it_keeps_what_an_obvious_loop_keeps(threshold: float, min_kept: float, ignored: float) -> None:
    logits, labels = drawn_batch(ignored)
    kept = kept_by_a_loop(logits, labels, threshold, min_kept)
    loss = make_loss("ohem", threshold=threshold, min_kept=min_kept)(logits, Targets(labels))
    assert math.isclose(float(loss), sum(kept) / len(kept), rel_tol=1e-5)


def test_a_small_batch_does_not_become_the_plain_cross_entropy() -> None:
    # 99 pixels a picture: a fixed number such as 131,072 would keep them all.
    logits, labels = drawn_batch()
    loss = make_loss("ohem", threshold=0.0, min_kept=0.1)(logits, Targets(labels))
    plain = make_loss("cross-entropy")(logits, Targets(labels))
    assert float(loss) > 1.5 * float(plain)


def test_pixels_that_are_all_alike_are_all_kept() -> None:
    labels = torch.zeros(1, 4, 4, dtype=torch.long)
    loss = make_loss("ohem", threshold=0.1)
    assert isinstance(loss, Ohem)
    logits = torch.zeros(1, 4, 4, 4)
    assert float(loss(logits, Targets(labels))) == pytest.approx(math.log(4))
    losses = loss.pixel_losses(logits, Targets(labels))
    assert float(loss.factors(logits, losses, Targets(labels)).mean()) == 1.0


def test_pixels_without_weight_take_no_place_among_the_hardest() -> None:
    logits, labels = drawn_batch()
    without = torch.rand(labels.shape, generator=torch.Generator().manual_seed(5)) < 0.5
    logits[:, 3] += 4.0 * without  # no pixel is of class 3: the hardest ones are those that do not count
    loss = make_loss("ohem", threshold=0.0, min_kept=0.2)
    weighted = loss(logits, Targets(labels, (~without).float()))
    ignored = loss(logits, Targets(labels.masked_fill(without, 255)))
    assert float(ignored) > 0
    assert float(weighted) == pytest.approx(float(ignored), rel=1e-5)
