"""What chance in training adds to a difference: between runs of one recipe, or between folds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.engine.resampling.unit_sums import mean_of_known

Float64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class TrainingNoise:
    """The variance that trainings add to the difference of each of M scores.

    Attributes:
        variance: (M,) of the difference; NaN where a score is not defined.
        dof: Degrees of freedom behind the estimate.
        deviation: (M,) standard deviation of one training's score.
    """

    variance: Float64
    dof: float
    deviation: Float64


def run_noise(a: Float64, b: Float64) -> TrainingNoise:
    """Estimate the noise from the scatter of each side's runs, pooled over both sides.

    Pooling takes the noise of both recipes as equal, which two to five runs a side could not tell apart;
    so a single run can be compared with several.

    Args:
        a: (Ra, M) the scores of side a's runs.
        b: (Rb, M) the scores of side b's runs; Ra + Rb is at least 3.
    """
    dof = len(a) + len(b) - 2
    squares = sum(((side - mean_of_known(side, axis=0)) ** 2).sum(axis=0) for side in (a, b))
    pooled = np.asarray(squares) / dof
    return TrainingNoise(pooled * (1 / len(a) + 1 / len(b)), dof, np.sqrt(pooled))


def fold_noise(differences: Float64, image_variance: Float64) -> TrainingNoise:
    """Estimate the noise from the folds' differences, where each fold was trained once a side.

    The differences of the folds vary by their trainings and by their images; the latter part is known
    from the bootstrap and is taken off. What is left is the trainings' part (method of moments).

    Args:
        differences: (F, M) the difference of the scores within each fold, F at least 2.
        image_variance: (F, M) the variance of each that its images explain.
    """
    folds = len(differences)
    scatter = differences.var(axis=0, ddof=1)
    left = np.maximum(scatter - mean_of_known(image_variance, axis=0), 0.0)
    return TrainingNoise(left / folds, folds - 1, np.sqrt(left / 2))


def add_noise(variance: Float64, dof: Float64, noise: TrainingNoise) -> tuple[Float64, Float64]:
    """Add both parts of the variance, with Satterthwaite's degrees of freedom of the sum."""
    total = variance + noise.variance
    spread = variance**2 / np.maximum(dof, 1) + noise.variance**2 / noise.dof
    joint = np.divide(total**2, spread, out=dof.astype(np.float64), where=spread > 0)
    return total, joint
