"""All scores of a draw against the pixels of the label maps that it took."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from segscope.engine import count
from segscope.engine.count_tables import CountTables
from segscope.engine.resampling.class_sums import ClassSums
from segscope.engine.resampling.unit_sums import units_of_groups
from segscope.engine.score_formulas import SCORE_NAMES
from tests.engine.drawn_maps import Scene, draw
from tests.engine.slow_scores import VOID, Pair, slow_mean, slow_scores

CLASSES = 5  # of which 3 lacks in some pairs, and 4 in all
GROUPS = ["a", "b", None, "a", "b"]


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    drawn = []
    for seed in range(5):
        truth, guess = draw(Scene(26, 30, num_classes=4, seed=seed, void=10, shift=2, cell=9))
        truth[truth == 3] = 0 if seed < 3 else 3
        guess[guess == 3] = 1 if seed % 2 else 3
        drawn.append((truth.astype(np.uint8), guess.astype(np.uint8)))
    return drawn


@pytest.fixture(scope="module")
def tables(pairs: list[Pair]) -> CountTables:
    return CountTables.from_counts(
        list("vwxyz"), [count(*pair, num_classes=CLASSES, ignore=VOID) for pair in pairs]
    )


def expected(pairs: list[Pair]) -> NDArray[np.float64]:
    """(7, 1 + K) the mean of each score and its classes."""
    scores = [slow_scores(pairs, index) for index in range(CLASSES)]
    rows = [[entry[name] for entry in scores] for name in SCORE_NAMES]
    return np.array([[slow_mean(row), *row] for row in rows])


@pytest.mark.parametrize("groups", [None, GROUPS])
def test_scores_of_a_draw_are_those_of_the_label_maps_that_it_took(
    pairs: list[Pair], tables: CountTables, groups: Any
) -> None:
    unit = np.arange(5) if groups is None else units_of_groups(groups)
    units = ClassSums.from_tables(tables, None if groups is None else unit)
    weights = np.random.default_rng(3).integers(0, 3, (4, len(units.values)))
    weights[0] = 1
    together = units.scores(weights.astype(np.float64) @ units.values)
    for draw_weights, scores in zip(weights, together, strict=True):
        taken = [pair for pair, own in zip(pairs, unit, strict=True) for _ in range(draw_weights[own])]
        np.testing.assert_allclose(scores.reshape(7, -1), expected(taken), rtol=1e-12)


@pytest.mark.parametrize("groups", [None, GROUPS])
def test_a_class_counts_the_units_that_hold_it_and_have_its_score(
    pairs: list[Pair], tables: CountTables, groups: Any
) -> None:
    unit = np.arange(5) if groups is None else units_of_groups(groups)
    found = ClassSums.from_tables(tables, unit).score_units().reshape(7, -1)
    number = int(unit.max()) + 1
    parts = [[pair for pair, own in zip(pairs, unit, strict=True) if own == at] for at in range(number)]
    for index in range(CLASSES):
        holding = [part for part in parts if any((truth == index).any() for truth, _ in part)]
        for row, name in enumerate(SCORE_NAMES):
            known = [part for part in holding if not math.isnan(slow_scores(part, index)[name])]
            assert found[row, 1 + index] == len(known), (name, index)
    assert found[:, 0].tolist() == [number] * 7


def test_precision_rests_on_images_that_hold_the_class_and_predict_it() -> None:
    """Of 30 images that hold class 1, ten predict it; 30 more predict it where it is not."""
    empty, full = np.zeros((2, 6, 6), np.uint8)
    full[2:4, 2:4] = 1
    maps = [(full, full)] * 10 + [(full, empty)] * 20 + [(empty, full)] * 30
    counts = [count(*pair, num_classes=2) for pair in maps]
    units = ClassSums.from_tables(CountTables.from_counts([str(i) for i in range(60)], counts))
    held = dict(zip(SCORE_NAMES, units.score_units().reshape(7, 3)[:, 2].tolist(), strict=True))
    assert (held["precision"], held["recall"], held["iou"]) == (10, 30, 30)
