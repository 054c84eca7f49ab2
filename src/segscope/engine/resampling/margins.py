"""Interval and p value of a difference whose error has two parts, each with its own Student's t.

The margin at a level is the root of the sum of both parts' squared margins (MOVER: Zou & Donner, Statistics
in Medicine 2008). Where one part vanishes it is exactly the t interval of the other. Adding the
variances first and giving the sum Satterthwaite's degrees of freedom is usual, and too bold here: with
three runs a side the noise between them is often estimated far too small, and a small part then hardly
weighs on the degrees of freedom.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from segscope.engine.resampling.interval import half_widths
from segscope.engine.resampling.student import quantile

Float64 = NDArray[np.float64]

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
        return np.hypot(half_widths(self.units, self.unit_dof), half_widths(self.training, self.training_dof))

    def p_values(self, differences: Float64) -> Float64:
        """(M,) the level at which the interval of each difference just touches 0, at least 1e-9.

        Exact to about one part in a hundred; NaN where the half-width is.
        """
        known = ~np.isnan(differences + self.half_widths())
        found = np.where(known, 1.0, np.nan)
        for i in np.flatnonzero(known & (differences != 0)).tolist():
            margins = np.hypot(
                self.units[i] * _quantiles(float(self.unit_dof[i])),
                self.training[i] * _quantiles(float(self.training_dof[i])),
            )
            # margins fall as p grows; np.interp wants them ascending
            logs = np.interp(abs(differences[i]), margins[::-1], np.log(_P_VALUES[::-1]), left=0.0)
            found[i] = np.exp(logs)
        return found


@lru_cache(maxsize=512)
def _quantiles(dof: float) -> Float64:
    return np.array([quantile(1 - p, dof) for p in _P_VALUES.tolist()])
