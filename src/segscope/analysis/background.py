"""How often a model confuses a pair of classes anyway: the background that a special pair rises above."""

import numpy as np

from segscope.analysis.evidence import Float64, Mask
from segscope.analysis.options import ConfusableOptions
from segscope.engine.image_counts import Int64

TRIMMED = 0.25
"""Share of the highest rates that a mean leaves out: other special pairs are not background."""


def background_rates(support: Int64, trials: Int64, strong: Mask, bounds: ConfusableOptions) -> Float64:
    """Estimate the rate at which each pair would be confused if it were like the others.

    Args:
        support: (M, M) units in which the true class (row) is taken for the other (column).
        trials: (M,) units that hold the true class.
        strong: (M, M) pairs already known to stand out; they are no part of the background.
        bounds: The prior.

    Returns:
        (M, M) rates in 0 … 1: the largest of three trimmed means (the row's, the column's and that
        of all cells), each without the pair itself and its mirror. Pairs with fewer than two
        supporting units, which no test looks at, hold 1.

    Example:
        >>> support = np.array([[0, 9, 1], [0, 0, 1], [1, 0, 0]])
        >>> none = np.zeros((3, 3), dtype=bool)
        >>> background_rates(support, np.array([10, 10, 10]), none, ConfusableOptions()).round(3)[0, 1]
        np.float64(0.048)
    """
    trial_table = np.broadcast_to(trials[:, None], support.shape)
    usable = ~strong & ~np.eye(len(trials), dtype=bool) & (trial_table > 0)
    rates = np.ones(support.shape)
    for t, p in np.argwhere(support >= 2):
        rest = usable.copy()
        rest[t, p] = rest[p, t] = False
        rates[t, p] = max(
            _trimmed_rate(support[t][rest[t]], trial_table[t][rest[t]], bounds),
            _trimmed_rate(support[:, p][rest[:, p]], trials[rest[:, p]], bounds),
            _trimmed_rate(support[rest], trial_table[rest], bounds),
        )
    return rates


def _trimmed_rate(support: Int64, trials: Int64, bounds: ConfusableOptions) -> float:
    """Pool the cells but for those of the highest rates, and add the prior."""
    kept = len(support) - int(len(support) * TRIMMED + 0.5)
    lowest = np.argsort(support / trials, kind="stable")[:kept]
    hits = float(support[lowest].sum()) + bounds.prior_rate * bounds.prior_images
    return min(1.0, hits / (float(trials[lowest].sum()) + bounds.prior_images))
