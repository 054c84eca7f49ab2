"""The upper tail of the binomial distribution, without scipy."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


def binomial_tail(successes: int, trials: int, rate: float) -> float:
    """Give P(X >= successes) for X binomial with ``trials`` and ``rate``.

    Example:
        >>> round(binomial_tail(2, 3, 0.5), 12)
        0.5
    """
    if successes <= 0 or rate >= 1.0:
        return 1.0
    trials = int(trials)
    k = np.arange(int(successes), trials + 1)
    factorial = _log_factorials(1 << trials.bit_length())
    log_choose = factorial[trials] - factorial[k] - factorial[trials - k]
    terms = np.exp(log_choose + k * math.log(rate) + (trials - k) * math.log1p(-rate))
    return min(1.0, float(terms.sum()))


@lru_cache(maxsize=4)
def _log_factorials(size: int) -> NDArray[np.float64]:
    """Give log 0!, log 1!, …, log (size - 1)!."""
    table = np.zeros(size)
    np.cumsum(np.log(np.arange(1, size)), out=table[1:])
    return table
