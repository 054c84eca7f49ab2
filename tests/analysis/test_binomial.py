"""The binomial tail against scipy's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from segscope.analysis.binomial import binomial_tail


@given(st.integers(0, 400), st.integers(0, 400), st.floats(1e-6, 1.0))
def test_tail_equals_that_of_scipy(successes: int, more: int, rate: float) -> None:
    trials = successes + more
    expected = binom.sf(successes - 1, trials, rate)
    # scipy itself is off by 2e-6 at 1e-294, as exact fractions show
    assert binomial_tail(successes, trials, rate) == pytest.approx(expected, rel=1e-6, abs=1e-250)
