"""The one-cycle schedule against torch's."""

from typing import Literal

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from segscope.config.catalogue.schedules import OneCycleOptions
from segscope.train.schedules.one_cycle import OneCycle
from tests.train.schedules.torch_rates import torch_rates


@given(
    total=st.integers(12, 80),
    pct_start=st.floats(0.1, 0.9),
    anneal=st.sampled_from(["cos", "linear"]),
)
def test_it_equals_torchs_one_cycle(total: int, pct_start: float, anneal: Literal["cos", "linear"]) -> None:
    options = OneCycleOptions(pct_start=pct_start, div_factor=20, final_div_factor=50, anneal=anneal)
    expected = torch_rates(
        lambda optimizer: torch.optim.lr_scheduler.OneCycleLR(
            optimizer,
            max_lr=1.0,
            total_steps=total,
            pct_start=pct_start,
            anneal_strategy=anneal,
            cycle_momentum=False,
            div_factor=20,
            final_div_factor=50,
        ),
        total,
    )
    schedule = OneCycle(options, total)
    assert [schedule.factor(update) for update in range(total)] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("total", [1, 2, 3, 4])
def test_runs_too_short_for_a_climb_begin_at_the_top(total: int) -> None:
    # torch divides by zero where the climb ends at the first update.
    factors = [OneCycle(OneCycleOptions(pct_start=0.2), total).factor(update) for update in range(total)]
    assert factors[0] == 1.0
    assert factors[1:] == sorted(factors[1:], reverse=True)
