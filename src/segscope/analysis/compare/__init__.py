"""Two runs, or several trainings of each of two recipes, compared on the same images."""

from segscope.analysis.compare.changes import ImageChange, KindChange
from segscope.analysis.compare.comparing import compare, compare_validations
from segscope.analysis.compare.comparison import ComparedSide, Comparison, ScoreChange, Verdict
from segscope.analysis.compare.options import CompareOptions
from segscope.analysis.compare.pixel_changes import PixelChanges
from segscope.analysis.compare.references import runs_of_side
from segscope.analysis.compare.sources import RunValidation, choose_validation

__all__ = [
    "CompareOptions",
    "ComparedSide",
    "Comparison",
    "ImageChange",
    "KindChange",
    "PixelChanges",
    "RunValidation",
    "ScoreChange",
    "Verdict",
    "choose_validation",
    "compare",
    "compare_validations",
    "runs_of_side",
]
