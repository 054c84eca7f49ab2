"""The large study of an ablation's verdicts and of what it says it could have seen.

Ablations are drawn from a population of simulated images and trainings whose true scores are known
(:mod:`tests.engine.resampling.simulate`), judged, and the verdicts are counted; printed with ``-s``.
"""

import numpy as np
import pytest
from scipy.stats import norm

from segscope.analysis.ablation import AblationCounts, AblationResult, Arm, ArmRun, judge
from segscope.analysis.compare import CompareOptions
from tests.engine.resampling.simulate import CLASSES, Models, Population, draw_population

ABLATIONS, IMAGES, SEEDS, CHANGES = 120, 100, 3, 8
RUNS = 60
OPTIONS = CompareOptions(draws=300)


def drawn(population: Population, rng: np.random.Generator, better: int) -> AblationResult:
    """Judge an ablation whose first changes have the second model's trainings, and all others the first's."""
    images = rng.integers(0, len(population.group), IMAGES)
    own = rng.permutation(RUNS)
    gained = RUNS + rng.permutation(RUNS)
    arms = []
    for index in range(CHANGES + 1):
        pool = gained if 0 < index <= better else own
        members = pool[index * SEEDS : (index + 1) * SEEDS]
        tables = tuple(population.tables(int(member), images) for member in members)
        runs = tuple(ArmRun(f"{index}-{seed}", seed, None, 1) for seed in range(SEEDS))
        arms.append(Arm(f"arm {index}", (), runs, tables))
    names = tuple(f"class {index}" for index in range(CLASSES))
    none = (None,) * IMAGES
    folds = np.zeros(IMAGES, dtype=np.int64)
    return judge(AblationCounts("drawn", tuple(arms), names, none, folds, "rule", "last"), OPTIONS)


@pytest.mark.slow
@pytest.mark.parametrize("noise", [0.25])
def test_an_ablation_of_equals_finds_nothing_in_nineteen_of_twenty(noise: float) -> None:
    population = draw_population(11, Models(runs=RUNS, seed_noise=noise), images=1500)
    any_change = any_class = 0
    for number in range(ABLATIONS):
        result = drawn(population, np.random.default_rng([number, 5]), better=0)
        any_change += any(change.overall.verdict in ("better", "worse") for change in result.changes)
        classes = [one.verdict for change in result.changes for one in change.classes]
        any_class += any(verdict in ("better", "worse") for verdict in classes)
    shares = any_change / ABLATIONS, any_class / ABLATIONS
    print(f"\nnoise {noise}: any change called {shares[0]:.3f}, any class {shares[1]:.3f}")
    bound = 0.05 + 2 * np.sqrt(0.05 * 0.95 / ABLATIONS)
    assert max(shares) <= bound


@pytest.mark.slow
def test_a_change_as_large_as_what_could_be_seen_is_seen_four_times_in_five() -> None:
    """The gain is chosen so that the true change is about the median of what the ablations say."""
    models = Models(runs=RUNS, seed_noise=0.12, gain=0.22)
    population = draw_population(12, models, images=1500)
    scores = np.array([population.true_scores(model)[0] for model in range(2 * RUNS)])
    truth = float(scores[RUNS:].mean() - scores[:RUNS].mean())
    said, called = [], []
    for number in range(ABLATIONS):
        result = drawn(population, np.random.default_rng([number, 6]), better=1)
        said.append(result.changes[0].detectable)
        called.append(result.changes[0].overall.verdict == "better")
    print(f"\ntrue change {100 * truth:.2f}; said {100 * np.median(said):.2f}; called {np.mean(called):.3f}")
    # from the ratio of the true change to what was said, the share that the normal curve gives
    expected = np.mean([_power(truth / one) for one in said])
    assert np.mean(called) == pytest.approx(expected, abs=0.08)


def _power(ratio: float) -> float:
    """Give the share that is called at a multiple of what is called in 80 %."""
    margin = 2.9  # in standard errors, at 5 % over 8 tests with about 18 degrees of freedom
    return float(norm.cdf(ratio * (margin + 0.84) - margin))
