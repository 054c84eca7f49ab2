"""Student's t distribution, from the incomplete beta function; the engine has numpy and no more."""

import math
from functools import lru_cache

_TINY = 1e-300
_STEPS = 300
_PRECISION = 1e-14


def two_sided_p(t: float, dof: float) -> float:
    """Give the probability that Student's t lies at least as far from 0 as ``t``.

    Args:
        t: The statistic; NaN gives NaN.
        dof: Degrees of freedom, above 0; they need not be whole.

    Example:
        >>> round(two_sided_p(2.776445, dof=4), 6)
        0.05
    """
    if math.isnan(t):
        return t
    if math.isinf(t):
        return 0.0
    return _incomplete_beta(dof / 2, 0.5, dof / (dof + t * t))


@lru_cache(maxsize=4096)  # most classes of a data set occur in as many images as another one does
def quantile(level: float, dof: float) -> float:
    """Give the half-width, in standard errors, of an interval of this level (0 … 1).

    Example:
        >>> round(quantile(0.95, dof=4), 4)
        2.7764
    """
    low, high = 0.0, 1.0
    while two_sided_p(high, dof) > 1 - level:
        low, high = high, 2 * high
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if two_sided_p(middle, dof) > 1 - level else (low, middle)
    return high


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function, by the side on which its fraction converges fast."""
    if x in (0.0, 1.0):
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    return front / (a * _continued_fraction(a, b, x))


def _continued_fraction(a: float, b: float, x: float) -> float:
    """Lentz's method for the fraction 1 + d1/(1 + d2/(1 + …)) of the incomplete beta function."""
    value = c = 1.0
    d = 0.0
    for step in range(1, _STEPS):
        m = step // 2
        if step % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / (1 + term * d or _TINY)
        c = 1 + term / c or _TINY
        value *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return value
