"""The cosine schedule against its closed form and torch's."""

from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from segscope.config.catalogue.schedules import CosineOptions
from segscope.train.schedules.cosine import Cosine
from tests.train.schedules.torch_rates import torch_rates


@given(total=st.integers(2, 60), final=st.floats(0, 1))
def test_it_equals_torchs_cosine_annealing(total: int, final: float) -> None:
    schedule = Cosine(CosineOptions(final=final), total)
    expected = torch_rates(
        lambda optimizer: torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, total - 1, eta_min=final),
        total,
    )
    assert [schedule.factor(update) for update in range(total)] == pytest.approx(expected, abs=1e-9)


@given(total=st.integers(2, 400), final=st.floats(0, 1))
def test_it_falls_from_the_top_to_exactly_the_final_rate_and_never_rises_again(
    total: int, final: float
) -> None:
    schedule = Cosine(CosineOptions(final=final), total)
    factors = [schedule.factor(update) for update in range(2 * total)]
    assert factors[0] == 1.0
    assert factors[total - 1 :] == [final] * (total + 1)
    assert all(before >= after for before, after in pairwise(factors))
