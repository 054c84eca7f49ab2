"""The resize ensemble averages probabilities at the picture's own size."""

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from segscope.config.catalogue.tta import ScaleViewsOptions
from segscope.train.predictors.scales import ScaleViews
from tests.train.predictors.tiny_predictors import noise, pointwise


@pytest.mark.parametrize("dtype", [torch.uint8, torch.uint16])
def test_a_plain_picture_keeps_its_probabilities(dtype: torch.dtype) -> None:
    pictures = torch.tensor([200, 30, 90], dtype=dtype).view(1, 3, 1, 1).expand(2, 3, 13, 9)
    result = ScaleViews(pointwise, ScaleViewsOptions(factors=(0.5, 1, 1.5, 2)))(pictures)
    assert torch.allclose(result, pointwise(pictures), atol=1e-6)


def test_one_factor_of_1_changes_nothing() -> None:
    pictures = noise(2, 3, 11, 7)
    result = ScaleViews(pointwise, ScaleViewsOptions(factors=(1,)))(pictures)
    assert torch.equal(result, pointwise(pictures))


def test_probabilities_sum_to_1_at_the_pictures_own_size() -> None:
    pictures = noise(2, 3, 37, 23)
    result = ScaleViews(pointwise, ScaleViewsOptions(factors=(0.3, 0.75, 1.25)))(pictures)
    assert result.shape == (2, 3, 37, 23)
    assert torch.allclose(result.sum(dim=1), torch.ones(2, 37, 23), atol=1e-5)


def test_probabilities_are_averaged_and_neither_logits_nor_label_maps() -> None:
    """Two sizes, written out: resize, softmax, resize back, mean."""
    sizes: list[tuple[int, ...]] = []

    def remember(pictures: Tensor) -> Tensor:
        sizes.append(tuple(pictures.shape[-2:]))
        return pointwise(pictures)

    pictures = noise(1, 3, 20, 28)
    result = ScaleViews(remember, ScaleViewsOptions(factors=(1, 0.5)))(pictures)
    assert sizes == [(20, 28), (10, 14)]
    half = functional.interpolate(pictures.float(), (10, 14), mode="bilinear", antialias=True).round()
    back = functional.interpolate(pointwise(half), (20, 28), mode="bilinear")
    assert torch.allclose(result, (pointwise(pictures) + back) / 2, atol=1e-6)
