"""Intervals of single validations: planted facts."""

import math

import numpy as np
import pytest

from segscope.engine.count_tables import CountTables
from segscope.engine.resampling import score_intervals
from segscope.engine.scores import Scores
from tests.engine.resampling.simulate import Models, draw_population


def sample(images: int, copies: int = 1) -> CountTables:
    population = draw_population(11, Models(), images=200)
    picked = np.random.default_rng(images).choice(200, images, replace=False)
    return population.tables(0, np.repeat(picked, copies))


def test_intervals_lie_around_their_scores_inside_0_and_1() -> None:
    tables = sample(60)
    scores, found = Scores.from_tables(tables), score_intervals(tables)
    assert found.overall["miou"].low < scores.miou < found.overall["miou"].high
    assert found.overall["boundary_iou"].low < scores.mean_boundary_iou < found.overall["boundary_iou"].high
    for iou, interval in zip(scores.iou, found.iou, strict=True):
        assert 0 <= interval.low < iou < interval.high <= 1


def test_under_20_units_an_interval_is_unsafe() -> None:
    assert not score_intervals(sample(19)).overall["miou"].safe
    found = score_intervals(sample(60))
    assert found.overall["miou"].safe
    held = (sample(60).dense("tp") + sample(60).dense("fn") > 0).sum(axis=0)
    assert [interval.safe for interval in found.iou] == (held >= 20).tolist()


def test_copies_of_an_image_in_one_group_are_one_image() -> None:
    once, thrice = sample(40), sample(40, copies=3)
    alone = score_intervals(once, seed=2)
    grouped = score_intervals(thrice, groups=[str(i // 3) for i in range(120)], seed=2)
    pretended = score_intervals(thrice, seed=2)
    for name, interval in alone.overall.items():
        assert (grouped.overall[name].low, grouped.overall[name].high) == pytest.approx(
            (interval.low, interval.high)
        )
        width, narrow = (found.overall[name].high - found.overall[name].low for found in (alone, pretended))
        assert narrow == pytest.approx(width / math.sqrt(3), rel=0.15)


def test_a_class_that_occurs_nowhere_has_no_interval() -> None:
    tables = sample(30)
    rows = tables.class_index != 3
    without = CountTables(
        images=tables.images,
        num_classes=8,
        image=tables.image[rows],
        class_index=tables.class_index[rows],
        columns={name: values[rows] for name, values in tables.columns.items()},
        wrong_image=tables.wrong_image,
        wrong=tables.wrong,
    )
    interval = score_intervals(without).iou[3]
    assert math.isnan(interval.low)
    assert math.isnan(interval.high)
    assert interval.units == 0
    assert not interval.safe


def test_a_perfect_class_is_its_own_interval() -> None:
    tables = sample(30)
    for name in ("fp_extent", "fn_extent"):
        tables.columns[name][:] = 0
    found = score_intervals(tables)
    assert (found.overall["miou"].low, found.overall["miou"].high) == (1, 1)
