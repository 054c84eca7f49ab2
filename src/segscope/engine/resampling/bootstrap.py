"""The bootstrap of scores that are made from sums over units: draws, standard errors, intervals."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from segscope.engine.image_counts import Int64
from segscope.engine.resampling.draws import bootstrap_weights
from segscope.engine.resampling.interval import Interval, draw_errors, share_ends

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
    number, columns = units.values.shape
    chunks = bootstrap_weights(np.random.default_rng(seed), draws, number, columns)
    drawn = np.concatenate([units.scores(weights @ units.values) for weights in chunks])
    scores = units.scores(units.values.sum(axis=0))
    known = units.score_units()
    errors = draw_errors(drawn, known)
    low, high = share_ends(scores, errors, (known - 1).astype(np.float64))
    return [Interval(*ends) for ends in zip(low.tolist(), high.tolist(), known.tolist(), strict=True)]
