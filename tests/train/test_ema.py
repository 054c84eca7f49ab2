"""The weight average against its closed form."""

import pytest
import torch
from torch import nn

from segscope.train.ema import WeightAverage


def test_the_average_follows_its_recursion() -> None:
    model = nn.Linear(1, 1, bias=False)
    nn.init.constant_(model.weight, 0.0)
    average = WeightAverage(model, decay=0.9)
    expected, values = 0.0, [1.0, 5.0, -2.0, 4.0]
    for index, value in enumerate(values):
        nn.init.constant_(model.weight, value)
        average.update(model)
        decay = min(0.9, (1 + index) / (10 + index))
        expected = decay * expected + (1 - decay) * value
    assert torch.allclose(average.model.state_dict()["weight"], torch.tensor([[expected]]))


def test_after_many_updates_the_average_is_the_exponential_mean_of_its_decay() -> None:
    model = nn.Linear(1, 1, bias=False)
    average = WeightAverage(model, decay=0.9)
    average.updates = 1000  # the warm-up of the decay, (1 + t) / (10 + t), lies behind it
    mean = average.model.state_dict()["weight"].zero_()
    nn.init.constant_(model.weight, 1.0)
    for _ in range(20):
        average.update(model)
    assert float(mean) == pytest.approx(1 - 0.9**20)


def test_a_constant_model_is_its_own_average_and_counters_are_copied() -> None:
    model = nn.BatchNorm2d(3)
    average = WeightAverage(model, decay=0.99)
    for _ in range(3):
        model(torch.ones(2, 3, 4, 4))
        average.update(model)
    state = average.model.state_dict()
    assert int(state["num_batches_tracked"]) == 3
    assert torch.allclose(state["weight"], torch.ones(3))
    assert not average.model.training
    assert not any(p.requires_grad for p in average.model.parameters())
