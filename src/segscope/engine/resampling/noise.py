"""What chance in training adds to a difference: between runs of one recipe, or between folds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.engine.resampling.sides import Sides
from segscope.engine.resampling.standard_errors import jackknife_errors
from segscope.engine.score_formulas import mean_of_known

Float64 = NDArray[np.float64]

UNSTEADY = 1.75
"""So many times the variance of other recipes' runs is taken as a recipe of its own noise: between two and
many recipes of three runs, chance alone goes beyond it once in five."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainingNoise:
    """The error that trainings add to the difference of each of M scores.

    Attributes:
        errors: (M,) standard error of the difference; NaN where it cannot be told.
        dof: (M,) degrees of freedom behind the estimate.
        deviation: (M,) standard deviation of one training's score; NaN where it cannot be told.
        holds_units: Whether the noise of the units is in ``errors`` already.
    """

    errors: Float64
    dof: Float64
    deviation: Float64
    holds_units: bool = False


def run_noise(a: Float64, b: Float64, others: Sequence[Float64] = ()) -> TrainingNoise:
    """Estimate the noise from the scatter of each side's runs, pooled over both sides.

    Pooling takes the noise of both recipes as equal, which two to five runs a side could not tell apart;
    so a single run can be compared with several. The runs of further recipes tell more of it. Where the two
    sides scatter more than all recipes do, theirs counts: one recipe may be less steady than the rest; and
    where they scatter far more (:data:`UNSTEADY`), the others tell nothing of it, and lend no certainty.

    Args:
        a: (Ra, M) the scores of side a's runs.
        b: (Rb, M) the scores of side b's runs; Ra + Rb is at least 3.
        others: (R, M) the scores of other recipes' runs.
    """
    deviation, dof = _pooled([a, b])
    if any(len(scores) > 1 for scores in others):
        wide, wide_dof = _pooled([a, b, *others])
        # NaN where a class is missing in a run somewhere: the two sides' own noise then stands.
        known = ~np.isnan(wide)
        steady = deviation**2 <= UNSTEADY * _pooled(others)[0] ** 2
        dof = np.where(known & steady, wide_dof, dof)
        deviation = np.where(known, np.fmax(deviation, wide), deviation)
    errors = deviation * np.sqrt(1 / len(a) + 1 / len(b))
    return TrainingNoise(errors, dof, deviation)


def _pooled(recipes: Sequence[Float64]) -> tuple[Float64, Float64]:
    """(M,) the deviation within recipes, and its degrees of freedom."""
    dof = sum(len(scores) - 1 for scores in recipes)
    squares = [((scores - mean_of_known(scores, axis=0)) ** 2).sum(axis=0) for scores in recipes]
    return np.sqrt(np.sum(squares, axis=0) / dof), np.full(recipes[0].shape[1], float(dof))


def fold_noise(folds: Sides) -> TrainingNoise:
    """Estimate the noise from the folds, where each was trained once a side.

    The folds are the units: the jackknife over them is Student's paired test, whose differences hold the
    noise of the trainings and of the images, where each fold weighs as much as it has of a class.

    Args:
        folds: The sums of each fold, of one run a side.
    """
    errors = jackknife_errors(folds.values, folds.difference, folds.units)
    deviation = np.full(len(errors), np.nan)  # a fold's training cannot be told from its images
    return TrainingNoise(errors, (folds.units - 1).astype(np.float64), deviation, holds_units=True)
