"""The cosine schedule against its closed form and torch's."""

import math
from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from segscope.config.catalogue.schedules import CosineOptions
from segscope.train.schedules.cosine import Cosine


@given(total=st.integers(2, 400), warmup=st.floats(0, 0.9), final=st.floats(0, 1))
def test_it_reaches_the_top_and_ends_at_the_final_rate(total: int, warmup: float, final: float) -> None:
    schedule = Cosine(CosineOptions(warmup=warmup, final=final), total)
    factors = [schedule.factor(step) for step in range(total)]
    assert max(factors) == pytest.approx(1.0)
    assert all(0 <= factor <= 1 for factor in factors)
    if schedule.warmup_steps < total - 1:
        assert factors[-1] == pytest.approx(final)
    after = factors[schedule.warmup_steps :]
    assert all(a >= b - 1e-12 for a, b in pairwise(after))
    ramp = factors[: schedule.warmup_steps]
    assert ramp == [pytest.approx((i + 1) / schedule.warmup_steps) for i in range(len(ramp))]


def test_without_warmup_it_equals_torchs_cosine_annealing() -> None:
    total = 11
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    reference = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=total - 1, eta_min=0.1)
    schedule = Cosine(CosineOptions(warmup=0, final=0.1), total)
    for step in range(total):
        assert math.isclose(schedule.factor(step), optimizer.param_groups[0]["lr"], rel_tol=1e-9)
        optimizer.step()
        reference.step()
