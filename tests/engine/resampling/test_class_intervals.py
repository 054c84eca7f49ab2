"""Intervals of all scores against the jackknife over label maps, with Student's t from scipy."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from segscope.engine import count
from segscope.engine.count_tables import CountTables
from segscope.engine.resampling import Interval, class_intervals, score_intervals
from segscope.engine.score_formulas import SCORE_NAMES
from tests.analysis.simulate import ModelErrors as Errors
from tests.analysis.simulate import Scenes, simulate
from tests.engine.slow_scores import Pair, slow_scores

CLASSES = 3


def drawn_pairs(number: int) -> list[Pair]:
    rng = np.random.default_rng(5)
    pairs = []
    for _ in range(number):
        truth = np.kron(rng.integers(0, CLASSES, (3, 3)), np.ones((4, 4))).astype(np.uint8)
        guess = np.where(
            rng.random((12, 12)) < rng.uniform(0, 0.5), rng.integers(0, CLASSES, (12, 12)), truth
        ).astype(np.uint8)
        pairs.append((truth, guess))
    return pairs


def counted(pairs: list[Pair], *, edges: bool = True) -> CountTables:
    counts = [count(*pair, num_classes=CLASSES, edges=edges) for pair in pairs]
    return CountTables.from_counts([str(i) for i in range(len(pairs))], counts)


def t_interval(score: float, without_one: NDArray[np.float64]) -> tuple[float, float]:
    """Give the textbook's interval on the scale of log-odds, from the score without each unit in turn."""
    units = len(without_one)
    error = math.sqrt((units - 1) / units * ((without_one - without_one.mean()) ** 2).sum())
    half = stats.t.ppf(0.975, units - 1) * error / (score * (1 - score))
    middle = math.log(score / (1 - score))
    low, high = (1 / (1 + math.exp(-end)) for end in (middle - half, middle + half))
    return low, high


def ends(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high


def test_intervals_are_those_of_the_jackknife_of_the_label_maps() -> None:
    """The jackknife needs no draws; with forty images of all classes both agree to some percent."""
    pairs = drawn_pairs(40)
    found = class_intervals(counted(pairs))
    samples = [pairs, *(pairs[:i] + pairs[i + 1 :] for i in range(40))]
    scores = [[slow_scores(sample, index) for index in range(CLASSES)] for sample in samples]
    for name in SCORE_NAMES:
        values = np.array([[entry[name] for entry in row] for row in scores])
        columns = [values.mean(axis=1), *values.T]
        for interval, column in zip((found[name].mean, *found[name].classes), columns, strict=True):
            low, high = t_interval(float(column[0]), column[1:])
            assert interval.units in (39, 40), "a picture may lack a class"
            assert ends(interval) == pytest.approx((low, high), abs=0.12 * (high - low)), name


def test_what_the_table_shows_is_the_same_as_there() -> None:
    tables = simulate(4, Scenes(images=40), Errors())
    groups = [str(i // 2) for i in range(40)]
    for own in (None, groups):
        every = class_intervals(tables, groups=own, seed=7, draws=300)
        shown = score_intervals(tables, groups=own, seed=7, draws=300)
        pairs = [(every["iou"].mean, shown.overall["miou"])]
        pairs += [(every["boundary_iou"].mean, shown.overall["boundary_iou"])]
        pairs += list(zip(every["iou"].classes, shown.iou, strict=True))
        for one, other in pairs:
            assert one.units == other.units
            assert ends(one) == pytest.approx(ends(other), rel=1e-9, nan_ok=True)


def test_a_seed_gives_one_result() -> None:
    tables = counted(drawn_pairs(20))
    first, again, other = (class_intervals(tables, draws=50, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert all(first[name].mean != other[name].mean for name in SCORE_NAMES)


def test_under_20_units_every_score_is_unsafe() -> None:
    pairs = drawn_pairs(20)
    assert all(one.mean.safe for one in class_intervals(counted(pairs)).values())
    for one in class_intervals(counted(pairs[1:])).values():
        assert not any(interval.safe for interval in (one.mean, *one.classes))
    for one in class_intervals(counted(pairs), groups=[str(i // 2) for i in range(20)]).values():
        assert (one.mean.units, one.mean.safe) == (10, False)


def test_copies_of_an_image_in_one_group_are_one_image() -> None:
    pairs = drawn_pairs(25)
    alone = class_intervals(counted(pairs))
    thrice = [pair for pair in pairs for _ in range(3)]
    grouped = class_intervals(counted(thrice), groups=[str(i // 3) for i in range(75)])
    for name in SCORE_NAMES:
        for one, other in zip(alone[name].classes, grouped[name].classes, strict=True):
            assert ends(one) == pytest.approx(ends(other))


def test_scores_that_do_not_exist_have_no_interval() -> None:
    """Class 1 (UNKNOWN) occurs nowhere in the simulated maps; edges were not counted in the others."""
    found = class_intervals(simulate(0, Scenes(images=25), Errors()))
    for name in SCORE_NAMES:
        assert np.isnan(ends(found[name].classes[1])).all()
        assert (found[name].classes[1].units, found[name].classes[1].safe) == (0, False)
        assert found[name].mean.safe
    edgeless = class_intervals(counted(drawn_pairs(25), edges=False))
    for interval in (edgeless["boundary_f1"].mean, *edgeless["boundary_f1"].classes):
        assert np.isnan(ends(interval)).all()
        assert not interval.safe
    assert edgeless["boundary_iou"].mean.safe
