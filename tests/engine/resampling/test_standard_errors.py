"""Standard errors against scipy, closed forms and known noise."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from segscope.engine.resampling import draws
from segscope.engine.resampling.sides import Sides
from segscope.engine.resampling.standard_errors import jackknife_errors, standard_errors
from segscope.engine.score_formulas import ratio
from tests.engine.resampling.simulate import Models, draw_population

Float64 = NDArray[np.float64]


def mean(sums: Float64) -> Float64:
    return ratio(sums[..., :-1], np.broadcast_to(sums[..., -1:], sums[..., :-1].shape))


def with_ones(values: Float64) -> Float64:
    return np.column_stack([values, np.ones(len(values))])


def errors_of(values: Float64, units: NDArray[np.int64], draws: int = 2000) -> Float64:
    return standard_errors(values, mean, units, draws=draws, rng=np.random.default_rng(3))


def test_the_jackknife_of_means_is_their_standard_error() -> None:
    values = np.random.default_rng(0).gamma(1, size=(30, 3))
    found = jackknife_errors(with_ones(values), mean, np.full(3, 30))
    np.testing.assert_allclose(found, stats.sem(values))


def test_the_jackknife_of_a_share_is_the_slow_one_by_hand() -> None:
    rng = np.random.default_rng(1)
    union = rng.lognormal(5, 1, 12)
    values = np.column_stack([union * rng.random(12), union])
    left = [np.delete(values, i, axis=0).sum(axis=0) for i in range(12)]
    whole = values[:, 0].sum() / values[:, 1].sum()
    expected = np.sqrt(11 / 12 * sum((tp / union - whole) ** 2 for tp, union in left))
    assert jackknife_errors(values, mean, np.array([12])) == pytest.approx(expected)


def test_both_errors_are_within_those_of_scipy_and_none_is_smaller() -> None:
    values = with_ones(np.random.default_rng(2).gamma(1, size=(40, 2)))
    found = errors_of(values, np.full(2, 40), draws=10_000)
    for column in range(2):
        sample = values[:, column]
        reference = stats.bootstrap((sample,), np.mean, n_resamples=9999, rng=np.random.default_rng(0))
        assert found[column] == pytest.approx(reference.standard_error * np.sqrt(40 / 39), rel=0.03)
        assert found[column] >= stats.sem(sample) * (1 - 1e-12)


def test_where_one_unit_holds_most_of_a_class_the_jackknife_asks_for_more() -> None:
    union = np.array([*([10.0] * 29), 200.0])
    values = np.column_stack([union * np.where(np.arange(30) == 29, 0.9, 0.3), union])
    units = np.array([30])
    draws_alone = np.array(
        [mean(values[np.random.default_rng(s).integers(0, 30, 30)].sum(axis=0)) for s in range(4000)]
    )
    found = jackknife_errors(values, mean, units)[0]
    assert found > 1.5 * draws_alone.std()
    assert errors_of(values, units)[0] == found


def test_fewer_than_two_units_have_no_error() -> None:
    values = with_ones(np.arange(5.0)[:, None])
    assert np.isnan(errors_of(values, np.array([1]))).all()
    assert np.isnan(errors_of(values[:1], np.array([1]))).all()
    assert np.isnan(errors_of(np.zeros((3, 2)), np.array([3]))).all(), "no such score"


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    values, units = with_ones(np.random.default_rng(4).normal(size=(25, 2))), np.full(2, 25)
    whole = errors_of(values, units)
    monkeypatch.setattr(draws, "CHUNK_VALUES", 60)
    np.testing.assert_allclose(errors_of(values, units), whole)


def test_residuals_are_what_sets_a_run_apart_from_its_side() -> None:
    population = draw_population(8, Models(runs=2), images=20)
    runs = [population.sums(model) for model in range(4)]
    sides = Sides(runs[:1], runs[1:])
    totals = sides.values.sum(axis=0)
    own = np.array([run.scores(run.values.sum(axis=0)) for run in runs])
    expected = [own[:1] * 0, own[1:] - own[1:].mean(axis=0)]
    np.testing.assert_allclose(sides.residuals(totals).reshape(own.shape), np.concatenate(expected))
