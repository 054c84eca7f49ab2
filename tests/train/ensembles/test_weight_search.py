"""The search for weights against a grid over all of them, and on members whose worth is planted."""

import itertools

import pytest
import torch
from torch import Tensor

from segscope.config.catalogue.ensembles import WeightSearchOptions
from segscope.train.ensembles.weight_search import DrawnPixels, mean_iou, search_weights

OPTIONS = WeightSearchOptions()
CLASSES = 4


def truth(pixels: int = 4000, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.multinomial(torch.tensor([0.6, 0.25, 0.1, 0.05]), pixels, True, generator=generator)


def member(labels: Tensor, strength: list[float], seed: int) -> Tensor:
    """Probabilities that know each class as well as its strength says."""
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(len(labels), CLASSES, generator=generator)
    logits[torch.arange(len(labels)), labels] += torch.tensor(strength)[labels]
    return logits.softmax(dim=1)


def drawn(labels: Tensor, members: list[Tensor]) -> DrawnPixels:
    halves = torch.arange(len(labels)) % 2 == 0
    return DrawnPixels(torch.stack(members), labels, torch.ones(len(labels)), halves)


def counted_miou(pixels: DrawnPixels, weights: tuple[float, ...]) -> float:
    """Count by hand: the mean over classes of right pixels over pixels of either."""
    mixed = sum(w * p.double() for w, p in zip(weights, pixels.probabilities, strict=True))
    assert isinstance(mixed, Tensor)
    found = mixed.argmax(dim=1)
    scores = []
    for index in range(CLASSES):
        both = (found == index) & (pixels.labels == index)
        either = (found == index) | (pixels.labels == index)
        scores.append(float(both.sum() / either.sum()))
    return sum(scores) / CLASSES


@pytest.mark.parametrize(
    "strengths",
    [
        [[2.5, 0.2, 2.5, 0.2], [0.2, 2.5, 0.2, 2.5]],  # they complete each other
        [[2.0, 2.0, 2.0, 2.0], [1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]],  # good, fair, noise
        [[3.0, 0.5, 0.5, 0.5], [0.5, 3.0, 0.5, 0.5], [0.5, 0.5, 2.0, 2.0]],
    ],
)
def test_the_search_is_as_good_as_a_grid(strengths: list[list[float]]) -> None:
    labels = truth()
    pixels = drawn(labels, [member(labels, s, seed) for seed, s in enumerate(strengths)])
    steps = [share / 20 for share in range(21)]
    grid = [w for w in itertools.product(steps, repeat=len(strengths)) if abs(sum(w) - 1) < 1e-9]
    best = max(counted_miou(pixels, weights) for weights in grid)
    found = search_weights(pixels, OPTIONS)
    # The grid picks the luckiest of some 230 weights on these very pixels; 1 point is luck.
    assert counted_miou(pixels, found.weights) > best - 0.01
    assert found.miou == pytest.approx(counted_miou(pixels, found.weights), abs=1e-4)
    uniform = (1 / len(strengths),) * len(strengths)
    assert found.uniform_miou == pytest.approx(counted_miou(pixels, uniform), abs=1e-4)
    assert sum(found.weights) == pytest.approx(1)


def test_noise_gets_next_to_no_weight() -> None:
    labels = truth()
    good = member(labels, [2.0] * 4, 1)
    sure_noise = torch.roll(member(labels, [6.0] * 4, 2), 1, dims=0)
    found = search_weights(drawn(labels, [good, sure_noise]), OPTIONS)
    assert found.weights[1] < 0.1
    assert found.crossed_gain > 0.05


def test_equal_weights_stay_where_nothing_is_gained_on_the_other_half() -> None:
    labels = truth(600)
    members = [member(labels, [1.0] * 4, seed) for seed in range(4)]
    halves = torch.arange(len(labels)) < 300
    # What is learned on one half is wrong on the other: each half has its own good member.
    members[0][halves] = member(labels, [4.0] * 4, 9)[halves]
    members[1][~halves] = member(labels, [4.0] * 4, 10)[~halves]
    pixels = DrawnPixels(torch.stack(members), labels, torch.ones(len(labels)), halves)
    found = search_weights(pixels, OPTIONS)
    assert found.crossed_gain <= 0
    assert found.weights == pytest.approx((0.25,) * 4)


def test_equal_members_keep_equal_weights() -> None:
    labels = truth(500)
    one = member(labels, [1.0] * 4, 0)
    found = search_weights(drawn(labels, [one, one, one]), OPTIONS)
    assert found.weights == pytest.approx((1 / 3,) * 3)
    assert found.crossed_gain == 0


def test_pixels_count_for_as_many_as_they_stand_for() -> None:
    labels = torch.tensor([0, 0, 1])
    probabilities = torch.tensor([[[0.9, 0.1], [0.2, 0.8], [0.1, 0.9]]])
    twice = DrawnPixels(
        probabilities[:, [0, 0, 1, 2, 2, 2]],
        labels[[0, 0, 1, 2, 2, 2]],
        torch.ones(6),
        torch.tensor([True, False] * 3),
    )
    counted = DrawnPixels(
        probabilities, labels, torch.tensor([2.0, 1.0, 3.0]), torch.tensor([True, False, True])
    )
    assert search_weights(twice, OPTIONS).miou == search_weights(counted, OPTIONS).miou


def test_mean_iou_leaves_out_classes_that_do_not_occur() -> None:
    counts = torch.tensor([[3.0, 0.0, 1.0], [4.0, 0.0, 2.0], [4.0, 0.0, 2.0]])
    assert mean_iou(counts) == pytest.approx((3 / 5 + 1 / 3) / 2)
