"""Label relaxation against a loop over windows."""

import math

import pytest
import torch

from segscope.train.targets import Targets
from tests.train.losses.drawn_batch import drawn_batch, make_loss


@pytest.mark.parametrize("radius", [0, 1, 2])
def test_it_equals_an_obvious_loop(radius: int) -> None:
    logits, labels = drawn_batch()
    origins = torch.zeros_like(labels, dtype=torch.uint8)
    origins[:, :, 4:] = 1
    probability = logits.softmax(dim=1)
    values = []
    for b, y, x in torch.nonzero(labels != 255).tolist():
        rows = slice(max(y - radius, 0), y + radius + 1)
        columns = slice(max(x - radius, 0), x + radius + 1)
        same = origins[b, rows, columns] == origins[b, y, x]
        classes = set(labels[b, rows, columns][same].tolist()) - {255}
        values.append(-math.log(sum(float(probability[b, c, y, x]) for c in classes)))
    loss = make_loss("label-relaxation", radius=radius)
    value = float(loss(logits, Targets(labels, origins=origins)))
    assert math.isclose(value, sum(values) / len(values), rel_tol=1e-5)


def test_away_from_borders_it_is_the_cross_entropy() -> None:
    logits, _ = drawn_batch()
    labels = torch.ones(3, 9, 11, dtype=torch.long)
    labels[:, 3:5, 2:4] = 255
    value = make_loss("label-relaxation", radius=2)(logits, Targets(labels))
    assert torch.allclose(value, make_loss("cross-entropy")(logits, Targets(labels)))
    seam = torch.zeros(3, 9, 11, dtype=torch.long)
    seam[:, :, 5:] = 1
    targets = Targets(seam, origins=seam.to(torch.uint8))
    value = make_loss("label-relaxation")(logits, targets)
    assert torch.allclose(value, make_loss("cross-entropy")(logits, targets)), "a seam is no border"


def test_on_a_border_either_class_is_right() -> None:
    labels = torch.tensor([[[0, 1]]])
    swapped = torch.tensor([[[-9.0, 9.0]], [[9.0, -9.0]], [[-30.0] * 2], [[-30.0] * 2]]).reshape(1, 4, 1, 2)
    assert float(make_loss("label-relaxation")(swapped, Targets(labels))) == pytest.approx(0.0, abs=1e-6)


def test_a_hopeless_pixel_still_has_a_gradient() -> None:
    logits = torch.tensor([500.0, 0.0, 0.0, 0.0]).reshape(1, 4, 1, 1).requires_grad_()
    make_loss("label-relaxation")(logits, Targets(torch.ones(1, 1, 1, dtype=torch.long))).backward()
    assert logits.grad is not None
    assert logits.grad.flatten().tolist() == pytest.approx([1.0, -1.0, 0.0, 0.0])
