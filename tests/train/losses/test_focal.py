"""The focal loss: its closed form and what it becomes at the ends of gamma."""

import pytest
import torch

from segscope.train.targets import Targets
from tests.train.losses.drawn_batch import drawn_batch, make_loss


@pytest.mark.parametrize("rule", ["none", "inverse"])
def test_gamma_zero_is_the_cross_entropy(rule: str) -> None:
    logits, labels = drawn_batch()
    logits = logits.double().requires_grad_()
    focal = make_loss("focal", gamma=0, class_weights=rule)(logits, Targets(labels))
    plain = make_loss("cross-entropy", class_weights=rule)(logits, Targets(labels))
    assert torch.allclose(focal, plain, atol=1e-14)
    slope, expected = (torch.autograd.grad(loss, logits)[0] for loss in (focal, plain))
    assert torch.allclose(slope, expected, atol=1e-14)


def test_it_has_its_closed_form() -> None:
    logits, labels = drawn_batch()
    probability = logits.softmax(dim=1)
    expected = []
    for b, y, x in torch.nonzero(labels != 255).tolist():
        p = probability[b, int(labels[b, y, x]), y, x]
        expected.append(-((1 - p) ** 2) * torch.log(p))
    loss = make_loss("focal")(logits, Targets(labels))
    assert torch.allclose(loss, torch.stack(expected).mean(), rtol=1e-5)


@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0, 2.0])
def test_a_pixel_that_is_wholly_sure_has_no_gradient(gamma: float) -> None:
    logits = torch.tensor([200.0, 0.0, 0.0, 0.0]).reshape(1, 4, 1, 1).requires_grad_()
    make_loss("focal", gamma=gamma)(logits, Targets(torch.zeros(1, 1, 1, dtype=torch.long))).backward()
    assert logits.grad is not None
    assert float(logits.grad.abs().max()) == 0.0
