"""Intervals of all seven pooled scores, of every class and of their means."""

from collections.abc import Sequence
from dataclasses import dataclass

from segscope.engine.count_tables import CountTables
from segscope.engine.resampling.bootstrap import bootstrap_intervals
from segscope.engine.resampling.class_sums import ClassSums
from segscope.engine.resampling.interval import Interval
from segscope.engine.resampling.unit_sums import units_of_groups
from segscope.engine.score_formulas import SCORE_NAMES


@dataclass(frozen=True, slots=True)
class ClassIntervals:
    """95 % intervals of one pooled score.

    Attributes:
        mean: Of its mean over the classes where it is defined.
        classes: One a class; NaN ends where the class has no such score. Its ``units`` are the images or
            groups that hold the class and where its score is defined.
    """

    mean: Interval
    classes: tuple[Interval, ...]


def class_intervals(
    tables: CountTables,
    *,
    groups: Sequence[str | None] | None = None,
    draws: int = 2000,
    seed: int = 0,
) -> dict[str, ClassIntervals]:
    """Bootstrap every pooled score of every class.

    The draws are those of :func:`~segscope.engine.resampling.score_intervals.score_intervals` with the same
    arguments, and so are the intervals that both give.

    Args:
        tables: The counts of a validation.
        groups: The group (scene, video) of each image in the order of ``tables.images``; groups are then
            drawn whole, since images of one scene are not independent. None draws single images.
        draws: Bootstrap draws, 2 or more.
        seed: Of the draws; one validation and one seed always give one result.

    Returns:
        One for each of :data:`~segscope.engine.score_formulas.SCORE_NAMES`.

    Example:
        >>> import numpy as np
        >>> from segscope.engine import count
        >>> rng = np.random.default_rng(0)
        >>> maps = [rng.integers(0, 2, (2, 8, 8)).astype(np.uint8) for _ in range(30)]
        >>> counts = [count(truth, guess, num_classes=2) for truth, guess in maps]
        >>> found = class_intervals(CountTables.from_counts([str(i) for i in range(30)], counts))
        >>> found["recall"].mean.low < 1 / 2 < found["recall"].mean.high, found["dice"].classes[0].safe
        (True, True)
    """
    units = ClassSums.from_tables(tables, None if groups is None else units_of_groups(groups))
    intervals = bootstrap_intervals(units, draws=draws, seed=seed)
    step = 1 + tables.num_classes
    found: dict[str, ClassIntervals] = {}
    for index, name in enumerate(SCORE_NAMES):
        mean, *classes = intervals[index * step :][:step]
        found[name] = ClassIntervals(mean, tuple(classes))
    return found
