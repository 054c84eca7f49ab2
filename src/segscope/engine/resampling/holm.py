"""Holm's correction for many tests at once."""

import numpy as np
from numpy.typing import NDArray

Float64 = NDArray[np.float64]


def holm(p_values: Float64) -> Float64:
    """Correct p values so that the chance of any false finding stays below the level (Holm 1979).

    Args:
        p_values: (M,) in 0 … 1; NaN for what was not tested, which does not count as a test.

    Returns:
        (M,) corrected p values, at most 1, never below the given ones; NaN stays NaN.

    Example:
        >>> holm(np.array([0.01, 0.04, np.nan, 0.03])).round(3)
        array([0.03, 0.06,  nan, 0.06])
    """
    corrected = np.full(len(p_values), np.nan)
    tested = np.flatnonzero(~np.isnan(p_values))
    order = tested[np.argsort(p_values[tested], kind="stable")]
    factors = np.arange(len(order), 0, -1)
    corrected[order] = np.minimum(np.maximum.accumulate(p_values[order] * factors), 1.0)
    return corrected
