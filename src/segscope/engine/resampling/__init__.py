"""Intervals and paired tests over images or groups, from counts alone."""

from segscope.engine.resampling.class_intervals import ClassIntervals, class_intervals
from segscope.engine.resampling.detectable import smallest_detectable
from segscope.engine.resampling.holm import holm
from segscope.engine.resampling.interval import LEVEL, MIN_UNITS, Interval
from segscope.engine.resampling.paired import PairedDifference, compare_sides
from segscope.engine.resampling.score_intervals import ScoreIntervals, score_intervals
from segscope.engine.resampling.unit_sums import OVERALL_SCORES, UnitSums, units_of_groups

__all__ = [
    "LEVEL",
    "MIN_UNITS",
    "OVERALL_SCORES",
    "ClassIntervals",
    "Interval",
    "PairedDifference",
    "ScoreIntervals",
    "UnitSums",
    "class_intervals",
    "compare_sides",
    "holm",
    "score_intervals",
    "smallest_detectable",
    "units_of_groups",
]
