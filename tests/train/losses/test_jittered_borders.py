"""Labels whose borders were jittered: what each loss makes of outlines that nobody drew exactly.

One scene is labelled several times, each time with its borders moved by a smooth displacement of up to
three pixels: the truth is known, and no labelling is it.
"""

from itertools import pairwise

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor

from segscope.train.targets import Targets
from tests.train.losses.drawn_batch import CONTEXT, make_loss
from tests.train.losses.test_losses import every_loss, make

REACH = 3
COPIES = 9
SURE = 6.0


def scene() -> NDArray[np.int64]:
    """Two discs and a bar on a ground, (40, 48)."""
    rows, columns = np.mgrid[0:40, 0:48]
    labels = np.zeros((40, 48), np.int64)
    labels[(rows - 14) ** 2 + (columns - 14) ** 2 < 81] = 1
    labels[(rows - 26) ** 2 + (columns - 32) ** 2 < 100] = 2
    labels[30:36, 6:18] = 1
    return labels


def jittered() -> Tensor:
    """The scene labelled by different hands: (COPIES, 40, 48)."""
    truth, rng = scene(), np.random.default_rng(0)
    places = np.indices(truth.shape)
    copies = []
    for _ in range(COPIES):
        field = ndimage.gaussian_filter(rng.normal(size=(2, *truth.shape)), (0, 5, 5))
        moved = places + np.round(field / np.abs(field).max() * REACH).astype(int)
        rows, columns = (moved[axis].clip(0, truth.shape[axis] - 1) for axis in (0, 1))
        copies.append(truth[rows, columns])
    return torch.from_numpy(np.stack(copies))


def sure_of(labels: Tensor) -> Tensor:
    """Logits of a model that is sure of a label map."""
    one_hot = torch.nn.functional.one_hot(labels, CONTEXT.num_classes)
    return SURE * one_hot.movedim(-1, 1).float()


def truth_of(labels: Tensor) -> Tensor:
    return torch.from_numpy(scene()).expand_as(labels)


def test_only_borders_are_jittered() -> None:
    labels, truth = jittered(), scene()
    same_around = ndimage.maximum_filter(truth, 2 * REACH + 1) == ndimage.minimum_filter(truth, 2 * REACH + 1)
    for one in labels.numpy():
        assert (one == truth)[same_around].all()
        assert 0.01 < (one != truth).mean() < 0.15


@every_loss
def test_the_true_border_costs_less_than_anothers_drawing_of_it(variant: str) -> None:
    labels = jittered()
    loss = make(variant)
    true = float(loss(sure_of(truth_of(labels)), Targets(labels)))
    for turn in range(1, COPIES):
        assert true < float(loss(sure_of(labels.roll(turn, dims=0)), Targets(labels))), turn


@pytest.mark.parametrize(
    "name", ["cross-entropy", "focal", "ohem", "dice", "jaccard", "lovasz", "boundary-ce", "boundary-wrong"]
)
def test_what_is_learned_of_all_drawings_is_truer_than_each_of_them(name: str) -> None:
    labels = jittered()
    loss = make_loss(name)
    logits = torch.zeros(1, CONTEXT.num_classes, *labels.shape[1:], requires_grad=True)
    optimizer = torch.optim.Adam([logits], lr=0.2)
    for _ in range(40):
        optimizer.zero_grad()
        loss(logits.expand(COPIES, -1, -1, -1), Targets(labels)).backward()
        optimizer.step()
    truth = torch.from_numpy(scene())
    errors = (labels != truth).float().mean(dim=(1, 2))
    assert float((logits.detach().argmax(dim=1)[0] != truth).float().mean()) < 0.5 * float(errors.min())


@pytest.mark.parametrize("moved", [(0, 2), (1, -2), (-2, 0)])
def test_relaxation_forgives_a_border_within_its_window_and_boundary_losses_mind_it_most(
    moved: tuple[int, int],
) -> None:
    """The truth against an outline that lies two pixels off: the two bets on borders."""
    truth = torch.from_numpy(scene())[None]
    targets = Targets(truth.roll(moved, dims=(1, 2)))  # around the scene is ground, which wraps unseen

    def cost(name: str, **options: object) -> float:
        return float(make_loss(name, **options)(sure_of(truth), targets))

    unmoved = float(make_loss("cross-entropy")(sure_of(truth), Targets(truth)))
    assert cost("label-relaxation", radius=2) <= unmoved
    costs = [
        unmoved,
        cost("label-relaxation", radius=1),
        cost("cross-entropy"),
        cost("boundary-ce"),
        cost("boundary-wrong"),
    ]
    for less, more in pairwise(costs):
        assert more > 1.3 * less, costs
