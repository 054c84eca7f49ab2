"""RAdam against the paper's formulas."""

import math

import pytest
import torch

from segscope.config.catalogue.optimizers import RAdamOptions
from segscope.train.optimizers.radam import build_radam
from tests.train.optimizers.gradients import random_tensors, trajectory


def rectification(step: int, beta2: float) -> float | None:
    """The paper's r_t; None where the variance is not tractable, by torch's bound of 5."""
    longest = 2 / (1 - beta2) - 1
    length = longest - 2 * step * beta2**step / (1 - beta2**step)
    if length <= 5:
        return None
    return math.sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length))


def test_the_first_steps_are_those_of_the_paper() -> None:
    gradient = torch.full((1,), 0.1, dtype=torch.float64)
    values = trajectory(
        lambda groups: build_radam(groups, RAdamOptions()), torch.zeros_like(gradient), [gradient] * 7, lr=1.0
    )
    steps = [float(after - before) for before, after in zip([torch.zeros(1), *values], values, strict=False)]
    # A constant gradient is its own mean, and the root of its own square (but for torch's 1e-8).
    assert steps[:5] == pytest.approx([-0.1] * 5)
    assert [rectification(step, 0.999) for step in range(1, 6)] == [None] * 5
    assert steps[5:] == pytest.approx([-(rectification(step, 0.999) or 0) for step in (6, 7)], rel=1e-5)
    assert steps[5] == pytest.approx(-0.0258, abs=1e-4)


def test_the_decay_is_decoupled_from_the_gradient() -> None:
    start, *gradients = random_tensors(9, 6)

    def run(decay: float, origin: torch.Tensor) -> list[torch.Tensor]:
        return trajectory(
            lambda groups: build_radam(groups, RAdamOptions()), origin, gradients, lr=0.1, weight_decay=decay
        )

    plain, decayed = run(0.0, start), run(0.5, start)
    expected, before = start, start
    for after, found in zip(plain, decayed, strict=True):
        # The step is that of an undecayed run, since decoupled decay never enters the moments.
        expected = expected * (1 - 0.1 * 0.5) + (after - before)
        before = after
        assert torch.allclose(found, expected)
