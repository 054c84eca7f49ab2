"""Intervals of scores that are made from sums over units."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from segscope.engine.image_counts import Int64
from segscope.engine.resampling.interval import Interval, share_ends
from segscope.engine.resampling.standard_errors import standard_errors

Float64 = NDArray[np.float64]


class ScoredSums(Protocol):
    """Sums over each of U units, and how M scores are made from sums of them."""

    @property
    def values(self) -> Float64:
        """(U, C) the sums of each unit."""
        ...

    def scores(self, sums: Float64) -> Float64:
        """Make scores (…, M), 0 … 1 or NaN, from sums (…, C) of rows of :attr:`values`."""
        ...

    def score_units(self) -> Int64:
        """(M,) how many units say something about each score."""
        ...


def bootstrap_intervals(units: ScoredSums, *, draws: int, seed: int) -> list[Interval]:
    """Draw the units again and again, and make the interval of each of their M scores.

    Args:
        units: What is drawn.
        draws: Bootstrap draws, 2 or more.
        seed: Of the draws; which units are drawn depends on it and on their number alone, so that scores
            of two kinds of sums over the same units have the same draws.
    """
    known, rng = units.score_units(), np.random.default_rng(seed)
    errors = standard_errors(units.values, units.scores, known, draws=draws, rng=rng)
    scores = units.scores(units.values.sum(axis=0))
    low, high = share_ends(scores, errors, (known - 1).astype(np.float64))
    return [Interval(*ends) for ends in zip(low.tolist(), high.tolist(), known.tolist(), strict=True)]
