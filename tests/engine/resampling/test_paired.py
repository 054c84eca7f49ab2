"""The paired difference against scipy, exact enumeration and planted facts."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from segscope.engine.resampling import UnitSums, compare_sides, draws
from segscope.engine.resampling.noise import run_noise
from tests.engine.resampling.simulate import Models, draw_population

Float64 = NDArray[np.float64]
IOU = 4  # where the IoU of the first class stands


def one_class(tp: Float64, union: Float64) -> UnitSums:
    """Make a run of one class of which only IoU and mIoU matter."""
    truth = np.full(len(tp), 1000.0)
    return UnitSums(np.column_stack([tp, union, truth, tp, union, truth, tp / union, truth > 0]), 1)


def pooled(run: UnitSums) -> float:
    return float(run.values[:, 0].sum() / run.values[:, 1].sum())


@pytest.fixture(scope="module")
def pair() -> tuple[UnitSums, UnitSums]:
    rng = np.random.default_rng(5)
    hard = rng.normal(size=10)
    tp = [1000 / (1 + np.exp(hard + 0.5 * rng.normal(size=10) - gain)) for gain in (0.6, 1.0)]
    unions = [1000 + rng.integers(0, 300, 10) for _ in range(2)]
    a, b = (one_class(np.floor(t), u.astype(np.float64)) for t, u in zip(tp, unions, strict=True))
    return a, b


def test_p_is_that_of_all_swaps(pair: tuple[UnitSums, UnitSums]) -> None:
    a, b = (run.values[:, :2] for run in pair)
    differences = []
    for swap in product([False, True], repeat=10):
        mask = np.array(swap)[:, None]
        one, two = (np.where(mask, x, y).sum(axis=0) for x, y in ((b, a), (a, b)))
        differences.append(two[0] / two[1] - one[0] / one[1])
    exact = np.mean(np.abs(differences) >= abs(differences[0]) - 1e-12)
    assert 0.01 < exact < 0.5
    found = compare_sides(pair[:1], pair[1:], draws=20_000)
    assert found.p[IOU] == pytest.approx(exact, abs=3 * np.sqrt(exact * (1 - exact) / 20_000))
    assert found.p[0] == found.p[IOU]


def test_p_agrees_with_scipys_permutation_test() -> None:
    population = draw_population(1, Models(gain=0.15), images=60)
    runs = [population.sums(model) for model in range(2)]
    columns = [(run.values[:, 3], run.values[:, 8 + 3]) for run in runs]

    def difference(x: NDArray[np.int64], y: NDArray[np.int64], axis: int) -> Float64:
        # scipy swaps the entries of x and y: entry i stands for run and unit i
        tp, union = (np.concatenate([columns[0][c], columns[1][c]]) for c in range(2))
        scores = [tp[i.astype(int)].sum(axis=axis) / union[i.astype(int)].sum(axis=axis) for i in (x, y)]
        return np.asarray(scores[1] - scores[0])

    expected = stats.permutation_test(
        (np.arange(60), np.arange(60, 120)),
        difference,
        permutation_type="samples",
        vectorized=True,
        n_resamples=9999,
        rng=np.random.default_rng(0),
    )
    found = compare_sides(runs[:1], runs[1:])
    assert found.difference[IOU + 3] == pytest.approx(expected.statistic)
    assert found.p[IOU + 3] == pytest.approx(expected.pvalue, abs=0.02)


def test_the_interval_is_as_wide_as_scipys_standard_error_asks() -> None:
    population = draw_population(2, Models(gain=0.15), images=80)
    runs = [population.sums(model) for model in range(2)]
    values = [(run.values[:, 0], run.values[:, 8]) for run in runs]

    def difference(index: NDArray[np.int64], axis: int) -> Float64:
        picked = [tp[index].sum(axis=axis) / union[index].sum(axis=axis) for tp, union in values]
        return np.asarray(picked[1] - picked[0])

    reference = stats.bootstrap(
        (np.arange(80),), difference, n_resamples=9999, method="percentile", rng=np.random.default_rng(0)
    )
    found = compare_sides(runs[:1], runs[1:])
    n = found.units[IOU]
    error = reference.standard_error * np.sqrt(n / (n - 1))
    half = (found.high[IOU] - found.low[IOU]) / 2
    assert half == pytest.approx(stats.t.ppf(0.975, n - 1) * error, rel=0.05)


def test_a_run_against_itself_moves_nowhere() -> None:
    run = draw_population(3, Models(), images=40).sums(0)
    found = compare_sides([run], [run], draws=500)
    known = ~np.isnan(found.difference)
    for values in (found.difference, found.low, found.high):
        np.testing.assert_array_equal(values[known], 0)
    np.testing.assert_array_equal(found.p[known], 1)


def test_changing_sides_changes_the_sign_alone() -> None:
    population = draw_population(4, Models(gain=0.2), images=50)
    a, b = population.sums(0), population.sums(1)
    there, back = compare_sides([a], [b], draws=500), compare_sides([b], [a], draws=500)
    np.testing.assert_allclose(there.difference, -back.difference)
    np.testing.assert_allclose(there.low, -back.high)
    np.testing.assert_array_equal(there.p, back.p)


def test_memory_is_bounded_by_chunks_that_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    population = draw_population(5, Models(gain=0.2), images=50)
    a, b = population.sums(0), population.sums(1)
    whole = compare_sides([a], [b], draws=400, seed=3)
    monkeypatch.setattr(draws, "CHUNK_VALUES", 1000)
    parts = compare_sides([a], [b], draws=400, seed=3)
    np.testing.assert_allclose(parts.low, whole.low)
    np.testing.assert_array_equal(parts.p, whole.p)
    other = compare_sides([a], [b], draws=400, seed=4)
    assert not np.array_equal(other.low, whole.low)


def test_without_noise_of_images_several_runs_are_students_two_sample_test() -> None:
    scores = [0.52, 0.55, 0.50, 0.61, 0.58]
    runs = [one_class(np.full(25, 1000 * score), np.full(25, 1000.0)) for score in scores]
    found = compare_sides(runs[:3], runs[3:], draws=200)
    expected = stats.ttest_ind(scores[3:], scores[:3], equal_var=True)
    ends = expected.confidence_interval(0.95)
    assert found.p[IOU] == pytest.approx(expected.pvalue, rel=0.02)
    assert (found.low[IOU], found.high[IOU]) == pytest.approx((ends.low, ends.high))
    assert found.a[IOU] == pytest.approx(np.mean(scores[:3]))
    assert found.deviation is not None


def test_repeated_runs_against_themselves_move_nowhere() -> None:
    run = draw_population(3, Models(), images=40).sums(0)
    for runs in ([run, run], [run, run, run]):
        found = compare_sides(runs, runs, draws=300)
        known = ~np.isnan(found.difference)
        np.testing.assert_array_equal(found.p[known], 1)
        np.testing.assert_allclose(found.low[known], 0, atol=1e-12)


def test_a_single_unit_has_no_interval() -> None:
    population = draw_population(3, Models(gain=0.5), images=1)
    for copies in (1, 2):
        found = compare_sides([population.sums(0)] * copies, [population.sums(1)] * copies, draws=300)
        assert np.isnan(found.low).all()
        assert not np.isnan(found.difference[0])


def test_without_noise_of_images_folds_are_students_paired_test() -> None:
    rng = np.random.default_rng(0)
    scores = rng.uniform(0.4, 0.6, (2, 5))
    runs = [one_class(np.repeat(1000 * side, 6), np.full(30, 1000.0)) for side in scores]
    found = compare_sides(runs[:1], runs[1:], folds=np.repeat(np.arange(5), 6), draws=2000)
    paired = stats.ttest_rel(scores[1], scores[0])
    ends = paired.confidence_interval(0.95)
    assert found.difference[IOU] == pytest.approx((scores[1] - scores[0]).mean())
    # the images of a fold are all alike here, so the trainings' noise is all there is
    assert (found.low[IOU], found.high[IOU]) == pytest.approx((ends.low, ends.high))
    assert found.p[IOU] == pytest.approx(paired.pvalue, rel=0.02)
    single = compare_sides(runs[:1], runs[1:], draws=2000)
    assert found.high[IOU] - found.low[IOU] > 2 * (single.high[IOU] - single.low[IOU])
    assert found.p[IOU] > single.p[IOU]


def test_noise_between_runs_widens_the_interval() -> None:
    population = draw_population(6, Models(gain=0.3), images=60)
    a, b = population.sums(0), population.sums(1)
    rng = np.random.default_rng(1)

    def retrained(run: UnitSums) -> UnitSums:
        values = run.values.copy()
        values[:, :8] *= rng.normal(1, 0.04, 8)  # other true positives of every class, in all images alike
        return UnitSums(values, 8)

    seeds = compare_sides([retrained(a) for _ in range(3)], [retrained(b) for _ in range(3)], draws=500)
    single = compare_sides([a], [b], draws=500)
    assert (seeds.high - seeds.low)[IOU] > (single.high - single.low)[IOU]


@pytest.mark.parametrize("shared", [0.0, 300.0])
def test_what_images_do_to_each_training_alone_counts_once(shared: float) -> None:
    """A planted design: unions of 1000, luck that all runs of b share, and luck of each run and image."""
    rng = np.random.default_rng(8)
    images, runs, own, luck = 4000, 4, 200.0, shared
    common = rng.normal(0, luck, images) if luck else np.zeros(images)
    full = np.full(images, 1000.0)
    a = [one_class(500 + rng.normal(0, own, images), full) for _ in range(runs)]
    b = [one_class(500 + common + rng.normal(0, own, images), full) for _ in range(runs)]
    errors = compare_sides(a, b, draws=2000).errors
    expected = luck / 1000 / np.sqrt(images)
    assert errors.units[IOU] == pytest.approx(expected, rel=0.06, abs=0.2 * own / 1000 / np.sqrt(images))


def test_folds_that_hold_more_of_a_class_weigh_more() -> None:
    rng = np.random.default_rng(9)
    folds = np.repeat(np.arange(5), 20)
    union = 1000.0 * np.array([8, 1, 1, 1, 1])[folds]
    better = np.array([0.3, 0.1, 0.1, 0.1, 0.1])[folds]
    runs = [one_class(np.floor(union * share), union) for share in (np.full(100, 0.5), 0.5 + better)]
    found = compare_sides(runs[:1], runs[1:], folds=folds, draws=200, seed=int(rng.integers(9)))
    left = [
        (union * better)[folds != fold].sum() / union[folds != fold].sum() - found.difference[IOU]
        for fold in range(5)
    ]
    expected = np.sqrt(4 / 5 * np.sum(np.square(left)))
    assert found.errors.training[IOU] == pytest.approx(expected)
    assert found.errors.training_dof[IOU] == 4


def test_sides_of_different_units_are_no_pair() -> None:
    population = draw_population(7, Models(), images=30)
    run = population.sums(0)
    with pytest.raises(ValueError, match="same units"):
        compare_sides([run], [UnitSums(run.values[:-1], 8)])
    with pytest.raises(ValueError, match="same units"):
        compare_sides([], [run])


def test_further_recipes_tell_the_noise_between_trainings() -> None:
    rng = np.random.default_rng(11)
    steady, loose = rng.normal(0.5, 0.01, (6, 3, 1)), rng.normal(0.5, 0.2, (3, 1))
    alone, together = run_noise(steady[0], steady[1]), run_noise(steady[0], steady[1], list(steady[2:]))
    every = np.sqrt(steady.var(axis=1, ddof=1).mean())
    assert (alone.dof[0], together.dof[0]) == (4, 12)
    assert together.deviation[0] == pytest.approx(max(every, alone.deviation[0]))
    unsteady = run_noise(steady[0], loose, list(steady[1:]))
    assert unsteady.deviation[0] == pytest.approx(run_noise(steady[0], loose).deviation[0]), "its own counts"


def test_a_class_that_a_further_recipe_lacks_keeps_the_sides_own_noise() -> None:
    a, b, other = np.array([[0.1], [0.3]]), np.array([[0.2], [0.4]]), np.array([[np.nan], [0.5]])
    found, own = run_noise(a, b, [other]), run_noise(a, b)
    assert found.deviation[0] == own.deviation[0]
    assert found.dof[0] == own.dof[0]
