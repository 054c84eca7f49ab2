"""The mean of members' probabilities, against its definition."""

import pytest
import torch
from torch import Tensor

from segscope.train.predictors.base import Predictor
from segscope.train.predictors.weighted_mean import WeightedMean
from tests.train.predictors.tiny_predictors import noise, pointwise


def constant(*values: float) -> Predictor:
    return lambda pictures: torch.tensor(values).view(1, -1, 1, 1).expand(len(pictures), -1, 2, 2).clone()


def test_the_mean_of_equal_members_is_each_of_them() -> None:
    pictures = noise(2, 3, 6, 5)
    assert torch.equal(WeightedMean([pointwise])(pictures), pointwise(pictures))
    assert torch.allclose(WeightedMean([pointwise] * 3)(pictures), pointwise(pictures), atol=1e-6)


def test_probabilities_are_averaged_where_votes_and_logits_say_otherwise() -> None:
    """Two members lean to class 0, one is sure of class 1: the mean of probabilities is with the one."""
    members = [constant(0.55, 0.45), constant(0.55, 0.45), constant(0.1, 0.9)]
    mean = WeightedMean(members)(noise(1, 3, 2, 2))[0, :, 0, 0]
    assert torch.allclose(mean, torch.tensor([0.4, 0.6]))


def test_weights_are_scaled_to_sum_to_1() -> None:
    mean = WeightedMean([constant(1.0, 0.0), constant(0.0, 1.0)], [3, 1])(noise(1, 3, 2, 2))
    assert torch.allclose(mean[0, :, 0, 0], torch.tensor([0.75, 0.25]))


def test_a_member_of_weight_0_is_not_asked() -> None:
    def refuse(pictures: Tensor) -> Tensor:
        raise AssertionError(pictures)

    assert WeightedMean([refuse, pointwise], [0, 2])(noise(1, 3, 2, 2)).shape == (1, 3, 2, 2)


@pytest.mark.parametrize("weights", [[1.0], [0.0, 0.0], [-1.0, 2.0]])
def test_weights_that_do_not_fit_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        WeightedMean([pointwise, pointwise], weights)
