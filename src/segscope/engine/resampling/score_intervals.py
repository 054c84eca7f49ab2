"""Intervals of the scores of one validation, by a bootstrap over its images or groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segscope.engine.count_tables import CountTables
from segscope.engine.resampling.bootstrap import bootstrap_intervals
from segscope.engine.resampling.interval import Interval
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
    """Bootstrap the scores of a validation that its table shows.

    :func:`~segscope.engine.resampling.class_intervals.class_intervals` has all scores of every class.

    Args:
        tables: Its counts.
        groups: The group (scene, video) of each image in the order of ``tables.images``; groups are then
            drawn whole, since images of one scene are not independent. None draws single images.
        draws: Bootstrap draws, 2 or more.
        seed: Of the draws; one validation and one seed always give one result.

    Example:
        >>> import numpy as np
        >>> from segscope.engine import count
        >>> rng = np.random.default_rng(0)
        >>> maps = [rng.integers(0, 2, (2, 8, 8)).astype(np.uint8) for _ in range(30)]
        >>> counts = [count(truth, guess, num_classes=2) for truth, guess in maps]
        >>> found = score_intervals(CountTables.from_counts([str(i) for i in range(30)], counts))
        >>> found.overall["miou"].low < 1 / 3 < found.overall["miou"].high, found.iou[0].safe
        (True, True)
    """
    units = UnitSums.from_tables(tables, None if groups is None else units_of_groups(groups))
    intervals = bootstrap_intervals(units, draws=draws, seed=seed)
    number = len(OVERALL_SCORES)
    return ScoreIntervals(
        overall=dict(zip(OVERALL_SCORES, intervals[:number], strict=True)), iou=tuple(intervals[number:])
    )
