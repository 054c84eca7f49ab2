"""The upper tail of the binomial distribution, without scipy."""

import math


def binomial_tail(successes: int, trials: int, rate: float) -> float:
    """Give P(X >= successes) for X binomial with ``trials`` and ``rate``.

    Example:
        >>> round(binomial_tail(2, 3, 0.5), 12)
        0.5
    """
    if successes <= 0 or rate >= 1.0:
        return 1.0
    log_hit, log_miss = math.log(rate), math.log1p(-rate)
    terms = (
        math.exp(
            math.lgamma(trials + 1)
            - math.lgamma(k + 1)
            - math.lgamma(trials - k + 1)
            + k * log_hit
            + (trials - k) * log_miss
        )
        for k in range(int(successes), int(trials) + 1)
    )
    return min(1.0, math.fsum(terms))
