"""What chance in training adds to a difference: between runs of one recipe, or between folds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.engine.resampling.unit_sums import mean_of_known

Float64 = NDArray[np.float64]


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


def run_noise(a: Float64, b: Float64) -> TrainingNoise:
    """Estimate the noise from the scatter of each side's runs, pooled over both sides.

    Pooling takes the noise of both recipes as equal, which two to five runs a side could not tell apart;
    so a single run can be compared with several.

    Args:
        a: (Ra, M) the scores of side a's runs.
        b: (Rb, M) the scores of side b's runs; Ra + Rb is at least 3.
    """
    dof = len(a) + len(b) - 2
    squares = [((side - mean_of_known(side, axis=0)) ** 2).sum(axis=0) for side in (a, b)]
    deviation = np.sqrt((squares[0] + squares[1]) / dof)
    errors = deviation * np.sqrt(1 / len(a) + 1 / len(b))
    return TrainingNoise(errors, np.full(a.shape[1], float(dof)), deviation)


def fold_noise(differences: Float64, unit_errors: Float64) -> TrainingNoise:
    """Estimate the noise from the folds' differences, where each fold was trained once a side.

    This is Student's paired test over the folds, whose differences hold the noise of their trainings and
    of their images; it is never taken as less than what the images alone explain.

    Args:
        differences: (F, M) the difference of the scores within each fold; NaN where a fold has none.
        unit_errors: (M,) the standard error of the pooled difference that the images explain.
    """
    known = (~np.isnan(differences)).sum(axis=0)
    number = np.where(known > 1, known, np.nan)
    squares = (differences - mean_of_known(differences, axis=0)) ** 2
    errors = np.sqrt(np.nansum(squares, axis=0) / (number - 1) / number)
    deviation = np.full(len(errors), np.nan)  # a fold's training cannot be told from its images
    return TrainingNoise(np.maximum(errors, unit_errors), number - 1, deviation, holds_units=True)
