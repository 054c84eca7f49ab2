"""The margin of an error of two parts: closed forms at its ends, and how often it holds the truth."""

import numpy as np
import pytest
from scipy import stats

from segscope.engine.resampling.margins import TwoPartError

TRIALS = 40_000


def errors(units: float, unit_dof: float, training: float, training_dof: float) -> TwoPartError:
    return TwoPartError(*(np.array([value]) for value in (units, unit_dof, training, training_dof)))


def test_where_one_part_vanishes_it_is_the_others_t_interval() -> None:
    by_units, by_trainings = errors(0.02, 99, 0, 4), errors(0, 99, 0.02, 4)
    assert by_units.half_widths()[0] == pytest.approx(0.02 * stats.t.ppf(0.975, 99))
    assert by_trainings.half_widths()[0] == pytest.approx(0.02 * stats.t.ppf(0.975, 4))
    difference = np.array([0.05])
    assert by_trainings.p_values(difference)[0] == pytest.approx(2 * stats.t.sf(2.5, 4), rel=0.02)
    assert errors(0, 99, 0, 4).half_widths()[0] == 0


def test_parts_with_the_same_degrees_of_freedom_are_one_part() -> None:
    found = errors(0.03, 10, 0.04, 10)
    assert found.half_widths()[0] == pytest.approx(0.05 * stats.t.ppf(0.975, 10))
    assert found.p_values(np.array([0.1]))[0] == pytest.approx(2 * stats.t.sf(2, 10), rel=0.02)


@pytest.mark.parametrize("dof", [2, 4, 8])
@pytest.mark.parametrize("share", [0.05, 0.25, 0.5, 0.75, 0.95])
def test_it_is_never_bold_and_hardly_too_wide(dof: int, share: float) -> None:
    rng = np.random.default_rng([dof, int(100 * share)])
    units = np.sqrt((1 - share) * rng.chisquare(99, TRIALS) / 99)
    training = np.sqrt(share * rng.chisquare(dof, TRIALS) / dof)
    both = TwoPartError(units, np.full(TRIALS, 99.0), training, np.full(TRIALS, float(dof)))
    covered = np.mean(np.abs(rng.normal(size=TRIALS)) <= both.half_widths())
    noise = 3 * np.sqrt(0.05 * 0.95 / TRIALS)
    assert 0.95 - noise < covered < 0.972 + noise


def test_what_is_not_known_stays_so() -> None:
    unknown = errors(np.nan, 99, 0.01, 4)
    assert np.isnan(unknown.half_widths()[0])
    assert np.isnan(unknown.p_values(np.array([0.1]))[0])
    assert errors(0.01, 99, 0.01, 4).p_values(np.zeros(1))[0] == 1
