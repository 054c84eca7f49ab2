"""Sums over units give the scores of the split, whatever the units are."""

import numpy as np
import pytest

from segscope.engine.count_tables import CountTables
from segscope.engine.resampling import OVERALL_SCORES, UnitSums, units_of_groups
from segscope.engine.scores import Scores
from tests.analysis.simulate import Scenes, simulate


@pytest.fixture(scope="module")
def tables() -> CountTables:
    return simulate(4, Scenes(images=12, objects=(0, 3), frequency={5: 0.0}))


@pytest.mark.parametrize("groups", [None, ["a", "b", None, "a"] * 3, ["a"] * 12])
def test_the_sum_of_all_units_has_the_scores_of_the_split(
    tables: CountTables, groups: list[str | None] | None
) -> None:
    units = UnitSums.from_tables(tables, None if groups is None else units_of_groups(groups))
    scores = Scores.from_tables(tables).to_dict()
    expected = [scores[name] for name in OVERALL_SCORES] + scores["per_class"]["iou"]
    np.testing.assert_allclose(
        units.scores(units.values.sum(axis=0)), np.array(expected, dtype=np.float64), rtol=1e-12
    )


def test_scores_of_many_draws_are_those_of_each(tables: CountTables) -> None:
    units = UnitSums.from_tables(tables)
    weights = np.random.default_rng(0).integers(0, 3, (5, 12)).astype(np.float64)
    together = units.scores(weights @ units.values)
    for draw, scores in zip(weights, together, strict=True):
        repeated = np.repeat(units.values, draw.astype(int), axis=0).sum(axis=0)
        np.testing.assert_allclose(scores, units.scores(repeated), rtol=1e-12)


def test_a_class_counts_the_units_that_hold_it(tables: CountTables) -> None:
    units = UnitSums.from_tables(tables)
    truth = tables.dense("tp") + tables.dense("fn")
    assert units.score_units().tolist() == [12] * 4 + (truth > 0).sum(axis=0).tolist()
    in_pairs = UnitSums.from_tables(tables, units_of_groups([str(i // 2) for i in range(12)]))
    held = (truth.reshape(6, 2, -1).sum(axis=1) > 0).sum(axis=0)
    assert in_pairs.score_units().tolist() == [6] * 4 + held.tolist()
