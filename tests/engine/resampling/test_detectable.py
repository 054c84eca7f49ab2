"""The smallest difference that can be found: by closed forms, and by finding it."""

import numpy as np
import pytest
from scipy.stats import nct
from scipy.stats import t as student

from segscope.engine.resampling import smallest_detectable
from segscope.engine.resampling.margins import TwoPartError


def errors(units: float, unit_dof: float, training: float, training_dof: float) -> TwoPartError:
    return TwoPartError(*(np.array([value]) for value in (units, unit_dof, training, training_dof)))


@pytest.mark.parametrize("dof", [4, 22, 99])
@pytest.mark.parametrize("tests", [1, 12])
def test_with_one_kind_of_noise_the_power_is_that_of_students_test(dof: int, tests: int) -> None:
    wanted = smallest_detectable(errors(0, 100, 0.01, dof), tests=tests)[0]
    critical = student.ppf(1 - 0.025 / tests, dof)
    assert nct.sf(critical, dof, wanted / 0.01) == pytest.approx(0.8, abs=0.006)
    by_images = smallest_detectable(errors(0.01, dof, 0, 3), tests=tests)[0]
    assert by_images == pytest.approx(wanted, rel=0.01)


def test_four_fifths_of_simulated_experiments_find_it() -> None:
    """Experiments drawn from scratch: images with their own luck, trainings with theirs."""
    rng = np.random.default_rng(5)
    images, runs, spread, noise = 100, 3, 0.1, 0.012
    true = errors(spread / np.sqrt(images), images - 1, noise * np.sqrt(2 / runs), 2 * runs - 2)
    difference = smallest_detectable(true)[0]
    called = []
    for _ in range(3000):
        luck = rng.normal(0, spread, images)
        a, b = rng.normal(0, noise, (2, runs))
        found = difference + luck.mean() + b.mean() - a.mean()
        deviation = np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2)
        seen = errors(luck.std(ddof=1) / np.sqrt(images), images - 1, deviation * np.sqrt(2 / runs), 4)
        called.append(found > seen.half_widths()[0])
    assert np.mean(called) == pytest.approx(0.8, abs=0.025)


def test_more_runs_more_images_and_fewer_tests_find_less() -> None:
    base = smallest_detectable(errors(0.01, 99, 0.01, 4))[0]
    assert smallest_detectable(errors(0.01, 99, 0.01, 26))[0] < base
    assert smallest_detectable(errors(0.005, 399, 0.01, 4))[0] < base
    assert smallest_detectable(errors(0.01, 99, 0.01, 4), tests=10)[0] > base
    assert smallest_detectable(errors(0.01, 99, 0.01, 4), power=0.95)[0] > base
    assert np.isnan(smallest_detectable(errors(np.nan, 99, 0.01, 4))[0])
