"""Intervals of the scores of one validation, by a bootstrap over its images or groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from segscope.engine.count_tables import CountTables
from segscope.engine.resampling.draws import bootstrap_weights
from segscope.engine.resampling.interval import Interval, draw_errors, share_ends
from segscope.engine.resampling.unit_sums import OVERALL_SCORES, UnitSums, units_of_groups


@dataclass(frozen=True, slots=True)
class ScoreIntervals:
    """95 % intervals of one validation's scores: what another sample of such images might have given.

    They do not include what another seed of the same training would have given.

    Attributes:
        overall: One for each of :data:`~segscope.engine.resampling.unit_sums.OVERALL_SCORES`.
        iou: One a class; NaN ends for a class that is in neither ground truth nor prediction.
    """

    overall: Mapping[str, Interval]
    iou: tuple[Interval, ...]


def score_intervals(
    tables: CountTables,
    *,
    groups: Sequence[str | None] | None = None,
    draws: int = 2000,
    seed: int = 0,
) -> ScoreIntervals:
    """Bootstrap the scores of a validation.

    Args:
        tables: Its counts.
        groups: The group (scene, video) of each image in the order of ``tables.images``; groups are then
            drawn whole, since images of one scene are not independent. None draws single images.
        draws: Bootstrap draws, 2 or more.
        seed: Of the draws; one validation and one seed always give one result.

    Example:
        >>> from segscope.engine import count
        >>> rng = np.random.default_rng(0)
        >>> maps = [rng.integers(0, 2, (2, 8, 8)).astype(np.uint8) for _ in range(30)]
        >>> counts = [count(truth, guess, num_classes=2) for truth, guess in maps]
        >>> found = score_intervals(CountTables.from_counts([str(i) for i in range(30)], counts))
        >>> found.overall["miou"].low < 1 / 3 < found.overall["miou"].high, found.iou[0].safe
        (True, True)
    """
    units = UnitSums.from_tables(tables, None if groups is None else units_of_groups(groups))
    rng = np.random.default_rng(seed)
    chunks = bootstrap_weights(rng, draws, units.num_units, units.values.shape[1])
    drawn = np.concatenate([units.scores(weights @ units.values) for weights in chunks])
    scores = units.scores(units.values.sum(axis=0))
    known = units.score_units()
    errors = draw_errors(drawn, known)
    low, high = share_ends(scores, errors, (known - 1).astype(np.float64))
    intervals = tuple(
        Interval(*ends) for ends in zip(low.tolist(), high.tolist(), known.tolist(), strict=True)
    )
    return ScoreIntervals(
        overall=dict(zip(OVERALL_SCORES, intervals, strict=False)), iou=intervals[len(OVERALL_SCORES) :]
    )
