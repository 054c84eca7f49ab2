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


@given(length=st.integers(2, 40), cycles=st.integers(1, 6), final=st.floats(0, 1))
def test_cycles_of_equal_length_are_the_same_half_cosine_again(
    length: int, cycles: int, final: float
) -> None:
    schedule = Cosine(CosineOptions(final=final, cycles=cycles), length * cycles)
    once = Cosine(CosineOptions(final=final), length)
    expected = [once.factor(update) for update in range(length)] * cycles
    assert [schedule.factor(update) for update in range(length * cycles)] == pytest.approx(expected)
    assert schedule.factor(length * cycles + 5) == final, "no restart after the last step"


@given(total=st.integers(1, 50), cycles=st.integers(1, 60))
def test_every_cycle_has_a_top_whatever_the_lengths(total: int, cycles: int) -> None:
    schedule = Cosine(CosineOptions(cycles=cycles), total)
    tops = sum(schedule.factor(update) == 1.0 for update in range(total))
    assert tops == min(cycles, total)


@given(total=st.integers(2, 400), final=st.floats(0, 1))
def test_it_falls_from_the_top_to_exactly_the_final_rate_and_never_rises_again(
    total: int, final: float
) -> None:
    schedule = Cosine(CosineOptions(final=final), total)
    factors = [schedule.factor(update) for update in range(2 * total)]
    assert factors[0] == 1.0
    assert factors[total - 1 :] == [final] * (total + 1)
    assert all(before >= after for before, after in pairwise(factors))
