"""The 95 % intervals of a validation's scores, with what a reader must know to take them rightly."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from segscope.analysis.resampling_units import ResamplingUnit, choose_resampling_units
from segscope.engine.count_tables import CountTables
from segscope.engine.resampling import LEVEL, ClassIntervals, Interval, class_intervals, score_intervals

DRAWS = 2000
FEWEST_DRAWS = 200
_WORK = 2_000_000_000
"""Products that the draws may cost; large validations get fewer draws, so that an interval takes a second."""


@dataclass(frozen=True)
class DiagnosisIntervals:
    """Intervals of the scores of one validation: what another sample of such images might have given.

    What a table shows was drawn already; :attr:`by_score` has the intervals of all scores.

    Attributes:
        unit: What was drawn, ``image`` or ``group``: groups where at least twenty are known.
        units: How many there are.
        groups: How many groups the images come from.
        overall: One for each of :data:`~segscope.engine.resampling.unit_sums.OVERALL_SCORES`.
        iou: One a class; NaN ends for a class in neither ground truth nor prediction.
        draws: Draws of the bootstrap; standard errors from 200 are true to about 5 %.
        seed: Of the draws.
        tables: The counts that they are made from.
        drawn_groups: The group of each image where groups were drawn, else None.
    """

    unit: ResamplingUnit
    units: int
    groups: int
    overall: Mapping[str, Interval]
    iou: tuple[Interval, ...]
    draws: int
    seed: int
    tables: CountTables = field(repr=False, compare=False)
    drawn_groups: Sequence[str | None] | None = field(repr=False, compare=False)

    @cached_property
    def by_score(self) -> Mapping[str, ClassIntervals]:
        """Intervals of every pooled score, for its mean and each class, from the same draws.

        One for each of :data:`~segscope.engine.score_formulas.SCORE_NAMES`. They are made when they are
        first asked for: a table does without, and their draws take longer than its own.
        """
        return class_intervals(self.tables, groups=self.drawn_groups, draws=self.draws, seed=self.seed)

    @property
    def note(self) -> str:
        """What limits all of them, in a sentence; empty where nothing does."""
        if self.unit == "group" or self.groups == self.units:
            return ""
        come = "group" if self.groups == 1 else "groups"
        return (
            f"The images come from {self.groups} {come}, too few to be drawn whole: intervals hold for "
            "these scenes, and say little about others."
        )

    def plain(self, interval: Interval) -> dict[str, Any]:
        """Give an interval as values ready for JSON."""
        return {
            "low": None if math.isnan(interval.low) else interval.low,
            "high": None if math.isnan(interval.high) else interval.high,
            "level": LEVEL,
            "n": interval.units,
            "unit": self.unit,
            "unsafe": not interval.safe,
        }

    def plain_of_class(self, index: int) -> dict[str, dict[str, Any]]:
        """Give the intervals of all pooled scores of one class, by the scores' names, ready for JSON."""
        return {name: self.plain(found.classes[index]) for name, found in self.by_score.items()}

    def to_dict(self) -> dict[str, Any]:
        """Give the intervals of the whole split's scores, and how they were made, ready for JSON.

        Named as in :meth:`segscope.engine.scores.Scores.to_dict`.
        """
        # the mean of iou is miou, which is among overall
        means = {name: found.mean for name, found in self.by_score.items() if name != "iou"}
        plain = {name: self.plain(interval) for name, interval in {**means, **self.overall}.items()}
        made = {"unit": self.unit, "units": self.units, "groups": self.groups, "draws": self.draws}
        return {**plain, "made": {**made, "note": self.note}}


def diagnosis_intervals(
    tables: CountTables, groups: Sequence[str | None] | None = None, *, seed: int = 0
) -> DiagnosisIntervals:
    """Bootstrap the scores of a validation, over groups where there are enough of them, else over images.

    Args:
        tables: Its counts.
        groups: The group of each image, where known.
        seed: Of the draws; one validation always gives one result.

    Example:
        >>> import numpy as np
        >>> from segscope.engine import count
        >>> maps = [np.random.default_rng(i).integers(0, 2, (2, 8, 8), dtype=np.uint8) for i in range(30)]
        >>> counts = [count(truth, guess, num_classes=2) for truth, guess in maps]
        >>> found = diagnosis_intervals(CountTables.from_counts([str(i) for i in range(30)], counts))
        >>> found.unit, found.plain(found.iou[1])["unsafe"]
        ('image', False)
    """
    units = choose_resampling_units([None] * len(tables.images) if groups is None else groups)
    size = int(units.of_image.max(initial=-1)) + 1
    draws = min(DRAWS, max(FEWEST_DRAWS, _WORK // max(1, size * 5 * tables.num_classes)))
    drawn_groups = groups if units.name == "group" else None
    found = score_intervals(tables, groups=drawn_groups, draws=draws, seed=seed)
    return DiagnosisIntervals(
        unit=units.name,
        units=size,
        groups=units.groups,
        overall=found.overall,
        iou=found.iou,
        draws=draws,
        seed=seed,
        tables=tables,
        drawn_groups=drawn_groups,
    )
