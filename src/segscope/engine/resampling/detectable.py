"""The smallest difference that a comparison of some images and trainings could have found.

A difference D is called where it lies outside its margin M. With the standard errors s_u (units) and s_t
(trainings) taken as true, D is normal around the true difference with the variance s_u² + s_t². Its margin
is that of :mod:`~segscope.engine.resampling.margins`, whose errors are estimates with ν degrees of freedom:

    M = (t_u v_u + t_t v_t) / √(v_u + v_t),  v = s² χ² / ν of each, t its quantile of Student's t.

A true difference δ is called where δ + √(s_u² + s_t²) Z > M. So the δ that is called with a probability of
80 % is the 80 % quantile of M − √(s_u² + s_t²) Z, which is drawn here, always with the same numbers. That
chance calls the wrong sign is left out; at this power it next to never does.
"""

import numpy as np
from numpy.typing import NDArray

from segscope.engine.resampling.interval import LEVEL
from segscope.engine.resampling.margins import TwoPartError, weighted_margins
from segscope.engine.resampling.student import quantile

Float64 = NDArray[np.float64]

POWER = 0.8
_DRAWS = 100_000


def smallest_detectable(errors: TwoPartError, *, tests: int = 1, power: float = POWER) -> Float64:
    """Give the difference of each score that would have been called with a probability of ``power``.

    Args:
        errors: Those of M differences.
        tests: How many tests a correction (Bonferroni's, and Holm's first step) is made for.
        power: The probability, 0.5 … 1.

    Returns:
        (M,) in the scores' own scale; NaN where an error is not known.

    Example:
        >>> errors = TwoPartError(*(np.array([value]) for value in (0.01, 1e9, 0.0, 1.0)))
        >>> smallest_detectable(errors).round(3)  # (1.96 + 0.84) standard errors
        array([0.028])
    """
    level = 1 - (1 - LEVEL) / tests
    found = np.full(len(errors.units), np.nan)
    known = ~np.isnan(errors.half_widths())
    for i in np.flatnonzero(known).tolist():
        rng = np.random.default_rng(0)
        parts = ((errors.units[i], errors.unit_dof[i]), (errors.training[i], errors.training_dof[i]))
        seen = [error * np.sqrt(rng.chisquare(dof, _DRAWS) / dof) for error, dof in parts]
        own = [one * quantile(level, float(dof)) for one, (_, dof) in zip(seen, parts, strict=True)]
        margins = weighted_margins(*seen, *own)
        luck = np.hypot(errors.units[i], errors.training[i]) * rng.standard_normal(_DRAWS)
        found[i] = np.quantile(margins - luck, power)
    return found
