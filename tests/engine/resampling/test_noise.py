"""The noise between trainings: who tells it, and how sure of it a comparison may be."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from segscope.engine.resampling.noise import UNSTEADY, run_noise

TRIALS = 20_000
RECIPES, SEEDS = 9, 3


def false_calls(unsteadiness: float, level: float) -> float:
    """Draw trainings without any difference, and give how often side b's recipe is called another."""
    rng = np.random.default_rng(7)
    scores = rng.standard_normal((RECIPES, SEEDS, TRIALS))
    scores[1] *= unsteadiness
    noise = run_noise(scores[0], scores[1], list(scores[2:]))
    difference = scores[1].mean(axis=0) - scores[0].mean(axis=0)
    return float((np.abs(difference) > stats.t.ppf(1 - level / 2, noise.dof) * noise.errors).mean())


@pytest.mark.parametrize("level", [0.05, 0.005])
def test_recipes_of_equal_noise_are_called_as_rarely_as_the_level_says(level: float) -> None:
    assert level / 3 < false_calls(1, level) <= 1.1 * level


@pytest.mark.parametrize(("level", "most"), [(0.05, 0.085), (0.005, 0.0215)])
def test_a_recipe_of_twice_the_noise_is_not_called_by_the_certainty_of_steady_ones(
    level: float, most: float
) -> None:
    assert false_calls(2, level) < most


def test_whose_runs_tell_the_noise_and_with_how_many_degrees_of_freedom() -> None:
    steady = [np.array([[0.0], [0.1], [0.2]])] * 6  # a variance of 0.01
    pair = [np.array([[0.0], [0.1], [0.2]]), np.array([[0.0], [0.0], [0.0]])]
    pooled = run_noise(pair[0], pair[1], steady)
    assert pooled.dof == [6 * 2 + 4]
    assert pooled.deviation**2 == pytest.approx(7 * 0.02 / 16)

    far = [np.array([[0.0], [0.5], [1.0]]), pair[1]]
    own = run_noise(far[0], far[1], steady)
    assert own.deviation**2 == pytest.approx(0.5 / 4)
    assert own.deviation**2 > UNSTEADY * 0.01
    assert own.dof == [4], "steady recipes lend an unsteady one no certainty"


def test_the_noise_of_two_sides_grows_without_a_jump_in_the_deviation() -> None:
    steady = [np.array([[0.0], [0.1], [0.2]])] * 6
    widths = np.linspace(0, 0.3, 61)
    sides = [(np.array([[-w], [0.0], [w]]), np.array([[-w], [0.0], [w]])) for w in widths]
    deviations = [float(run_noise(side[0], side[1], steady).deviation[0]) for side in sides]
    assert all(before <= after for before, after in pairwise(deviations))


def test_others_of_a_single_run_tell_nothing() -> None:
    pair = [np.array([[0.0], [0.1]]), np.array([[0.2], [0.3]])]
    alone = run_noise(pair[0], pair[1])
    beside = run_noise(pair[0], pair[1], [np.array([[5.0]])])
    assert (beside.errors, beside.dof) == (alone.errors, alone.dof)
