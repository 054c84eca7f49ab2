"""AdamW against its closed form."""

import torch

from segscope.config.catalogue.optimizers import AdamWOptions
from segscope.train.optimizers.adamw import build_adamw
from tests.train.optimizers.gradients import random_tensors, trajectory


def test_one_step_has_the_closed_form() -> None:
    (start,) = random_tensors(1, 4, 3)
    gradient = torch.full_like(start, 0.3)
    (after,) = trajectory(
        lambda groups: build_adamw(groups, AdamWOptions()), start, [gradient], lr=0.01, weight_decay=0.1
    )
    # The first Adam step has length lr whatever the gradient; the decay is decoupled from it.
    assert torch.allclose(after, start * (1 - 0.01 * 0.1) - 0.01, atol=1e-9)


def test_the_betas_are_those_of_the_config() -> None:
    (start, first, second) = random_tensors(3, 5)
    options = AdamWOptions(beta1=0.5, beta2=0.75)
    values = trajectory(lambda groups: build_adamw(groups, options), start, [first, second], lr=0.1)
    mean = (0.5 * 0.5 * first + 0.5 * second) / (1 - 0.5**2)
    square = (0.75 * 0.25 * first**2 + 0.25 * second**2) / (1 - 0.75**2)
    assert torch.allclose(values[1], values[0] - 0.1 * mean / (square.sqrt() + 1e-8))
