"""SGD against its closed forms."""

import pytest
import torch

from segscope.config.catalogue.optimizers import SGDOptions
from segscope.train.optimizers.sgd import build_sgd
from tests.train.optimizers.gradients import random_tensors, trajectory


@pytest.mark.parametrize(("momentum", "nesterov"), [(0.0, True), (0.0, False), (0.9, False), (0.9, True)])
def test_steps_have_their_closed_forms(momentum: float, nesterov: bool) -> None:
    start, *gradients = random_tensors(5, 3, 2)
    options = SGDOptions(momentum=momentum, nesterov=nesterov)
    found = trajectory(lambda groups: build_sgd(groups, options), start, gradients, lr=0.1, weight_decay=0.05)
    weight, velocity = start.clone(), torch.zeros_like(start)
    for gradient, value in zip(gradients, found, strict=True):
        slope = gradient + 0.05 * weight
        velocity = momentum * velocity + slope
        weight = weight - 0.1 * (slope + momentum * velocity if nesterov else velocity)
        assert torch.allclose(value, weight)
