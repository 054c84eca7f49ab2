"""Interval and p value of a difference whose error has two parts, each with its own Student's t.

The margin at a level is the standard error of the sum times the mean of both parts' quantiles of Student's
t, weighted by their variances (Cochran & Cox, Experimental Designs, 1950). Where one part
vanishes it is exactly the t interval of the other, and between them it is a little too wide: at most 97.1 %
of 95 % intervals hold the truth with two degrees of freedom between trainings, 96.4 % with four. The
quantile of Satterthwaite's degrees of freedom is usual, and too bold here: with three runs a side the noise
between them is often estimated far too small, and a small part then hardly weighs on the degrees of freedom.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from segscope.engine.resampling.interval import half_widths
from segscope.engine.resampling.student import quantile

Float64 = NDArray[np.float64]
Floats = np.float64 | Float64

_P_VALUES = np.concatenate([np.geomspace(1e-9, 0.1, 41), np.linspace(0.12, 0.98, 44)])


@dataclass(frozen=True, slots=True, eq=False)
class TwoPartError:
    """The errors of M differences.

    Attributes:
        units: (M,) standard errors from the units.
        unit_dof: (M,) their degrees of freedom.
        training: (M,) standard errors from the trainings; 0 where they are not part of it.
        training_dof: (M,) their degrees of freedom.
    """

    units: Float64
    unit_dof: Float64
    training: Float64
    training_dof: Float64

    def half_widths(self) -> Float64:
        """(M,) half the width of the 95 % intervals; NaN where an error is not known."""
        parts = (half_widths(self.units, self.unit_dof), half_widths(self.training, self.training_dof))
        return weighted_margins(self.units, self.training, *parts)

    def p_values(self, differences: Float64) -> Float64:
        """(M,) the level at which the interval of each difference just touches 0, at least 1e-9.

        Exact to about one part in a hundred; NaN where the half-width is.
        """
        known = ~np.isnan(differences + self.half_widths())
        found = np.where(known, 1.0, np.nan)
        for i in np.flatnonzero(known & (differences != 0)).tolist():
            units, training = self.units[i], self.training[i]
            margins = weighted_margins(
                units,
                training,
                units * _quantiles(float(self.unit_dof[i])),
                training * _quantiles(float(self.training_dof[i])),
            )
            # margins fall as p grows; np.interp wants them ascending
            logs = np.interp(abs(differences[i]), margins[::-1], np.log(_P_VALUES[::-1]), left=0.0)
            found[i] = np.exp(logs)
        return found


def weighted_margins(units: Floats, training: Floats, of_units: Floats, of_training: Floats) -> Float64:
    """Join the margins of both parts; the arguments broadcast.

    Args:
        units: Standard errors from the units.
        training: Standard errors from the trainings.
        of_units: The margins that the units alone would have.
        of_training: Those that the trainings alone would have.
    """
    both = np.hypot(units, training)
    joined = units * of_units + training * of_training
    margins: Float64 = np.divide(joined, both, out=np.zeros_like(joined), where=both != 0)
    return margins


@lru_cache(maxsize=512)
def _quantiles(dof: float) -> Float64:
    return np.array([quantile(1 - p, dof) for p in _P_VALUES.tolist()])
