"""Flip views: undone before they are averaged, at odd sizes, for 8 and 16 bits."""

from typing import Literal

import pytest
import torch

from segscope.config.catalogue.tta import FlipViewsOptions
from segscope.train.predictors.flips import FlipViews
from tests.train.predictors.tiny_predictors import noise, pointwise, uneven

Direction = Literal["horizontal", "vertical", "both"]
DIRECTIONS: dict[Direction, list[tuple[int, ...]]] = {
    "horizontal": [(3,)],
    "vertical": [(2,)],
    "both": [(2,), (3,), (2, 3)],
}


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_result_turns_with_the_picture(direction: Direction) -> None:
    views = FlipViews(uneven, FlipViewsOptions(direction=direction))
    pictures = noise(2, 3, 7, 10)
    result = views(pictures)
    for dims in DIRECTIONS[direction]:
        assert not torch.allclose(uneven(pictures.flip(dims)).flip(dims), uneven(pictures), atol=1e-3)
        assert torch.allclose(views(pictures.flip(dims)), result.flip(dims), atol=1e-6)
    assert torch.allclose(result.sum(dim=1), torch.ones(2, 7, 10))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_an_equivariant_model_is_unchanged(direction: Direction) -> None:
    pictures = noise(1, 3, 5, 8)
    result = FlipViews(pointwise, FlipViewsOptions(direction=direction))(pictures)
    assert torch.allclose(result, pointwise(pictures), atol=1e-6)


def test_the_mean_is_that_of_both_views() -> None:
    pictures = noise(1, 3, 4, 6)
    mirrored = torch.flip(uneven(torch.flip(pictures, [3])), [3])
    expected = (uneven(pictures).double() + mirrored.double()) / 2
    result = FlipViews(uneven, FlipViewsOptions())(pictures)
    assert torch.allclose(result.double(), expected, atol=1e-6)


def test_pictures_of_16_bits_are_mirrored_too() -> None:
    seen = []

    def remember(pictures: torch.Tensor) -> torch.Tensor:
        seen.append(pictures)
        return torch.ones(1, 2, 2, 3) / 2

    pictures = (torch.arange(6, dtype=torch.int32) * 10_000).to(torch.uint16).view(1, 1, 2, 3)
    FlipViews(remember, FlipViewsOptions())(pictures)
    assert seen[1].dtype == torch.uint16
    assert seen[1].int().flatten().tolist() == [20_000, 10_000, 0, 50_000, 40_000, 30_000]
