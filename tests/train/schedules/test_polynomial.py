"""The polynomial schedule against torch's."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from segscope.config.catalogue.schedules import PolynomialOptions
from segscope.train.schedules.polynomial import Polynomial
from tests.train.schedules.torch_rates import torch_rates


@given(total=st.integers(2, 60), power=st.floats(0.3, 3))
def test_it_equals_torchs_polynomial(total: int, power: float) -> None:
    schedule = Polynomial(PolynomialOptions(power=power), total)
    expected = torch_rates(
        lambda optimizer: torch.optim.lr_scheduler.PolynomialLR(optimizer, total - 1, power=power), total
    )
    assert [schedule.factor(update) for update in range(total)] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("final", [0.0, 0.25])
def test_it_stays_at_exactly_the_final_rate(final: float) -> None:
    schedule = Polynomial(PolynomialOptions(final=final), 7)
    assert schedule.factor(0) == 1.0
    assert [schedule.factor(update) for update in (6, 7, 20)] == [final] * 3
