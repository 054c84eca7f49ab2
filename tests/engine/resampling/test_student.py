"""Student's t agrees with scipy's, at whole and at broken degrees of freedom."""

import math

import pytest
from scipy import stats

from segscope.engine.resampling.student import quantile, two_sided_p

DOF = (1.0, 1.7, 2.0, 4.0, 7.3, 19.0, 99.0, 4999.0)


@pytest.mark.parametrize("dof", DOF)
def test_p_values_are_those_of_scipy(dof: float) -> None:
    for t in (0.0, 1e-3, -0.5, 1.0, 2.1, -4.0, 30.0, 1e6):
        assert two_sided_p(t, dof) == pytest.approx(2 * stats.t.sf(abs(t), dof), rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("dof", DOF)
def test_quantiles_are_those_of_scipy(dof: float) -> None:
    for level in (0.5, 0.9, 0.95, 0.99):
        assert quantile(level, dof) == pytest.approx(stats.t.ppf((1 + level) / 2, dof), rel=1e-9)


def test_no_statistic_and_a_limitless_one() -> None:
    assert math.isnan(two_sided_p(float("nan"), 3))
    assert two_sided_p(float("-inf"), 3) == 0
