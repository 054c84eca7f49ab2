"""Standard errors of scores made from sums over units: the bootstrap's, or the jackknife's where greater.

The bootstrap draws the units again and again; the jackknife leaves each of them out once. Both estimate the
same error. The bootstrap's is a little too small where few units hold much of a class, since a draw keeps
such a unit more often than another sample would meet it; the jackknife's is not too small on average (Efron
& Stein, Annals of Statistics 1981). The greater of the two held the truth most evenly on simulated
validations (``tests/analysis/compare/test_verdict_study.py``).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from segscope.engine.image_counts import Int64
from segscope.engine.resampling.draws import bootstrap_weights, row_chunks

Float64 = NDArray[np.float64]
Statistic = Callable[[Float64], Float64]
"""Makes M figures (…, M), NaN where there is none, from sums (…, C) of the rows of (U, C) values.

Twice the sums make the same figures: they are shares or means.
"""

TIE = 1e-12
"""Figures that are equal in truth may differ so much, in their last bits."""


def standard_errors(
    values: Float64, statistic: Statistic, units: Int64, *, draws: int, rng: np.random.Generator
) -> Float64:
    """Give the greater of both errors.

    Args:
        values: (U, C) the sums of each unit.
        statistic: What is made from their sum.
        units: (M,) how many units say something about each figure.
        draws: Bootstrap draws, 2 or more.
        rng: Of the draws, which depend on it and on U alone.

    Returns:
        (M,); NaN where fewer than two units or draws have the figure.

    Example:
        >>> rng = np.random.default_rng(0)
        >>> values = np.column_stack([rng.normal(size=400), np.ones(400)])
        >>> def mean(sums: Float64) -> Float64:
        ...     return sums[..., :1] / sums[..., 1:]
        >>> errors = standard_errors(values, mean, np.array([400]), draws=2000, rng=rng)
        >>> (errors / (values[:, 0].std(ddof=1) / 20)).round(1)
        array([1.])
    """
    bootstrap = _bootstrap_errors(values, statistic, units, draws, rng)
    return np.fmax(bootstrap, jackknife_errors(values, statistic, units))


def jackknife_errors(values: Float64, statistic: Statistic, units: Int64) -> Float64:
    """Give the error that the figures without each of the units show.

    Args:
        values: (U, C) the sums of each unit.
        statistic: What is made from their sum.
        units: (M,) how many units say something about each figure: those without which it is another one.

    Returns:
        (M,); NaN where fewer than two units have the figure.

    Example:
        >>> def mean(sums: Float64) -> Float64:
        ...     return sums[..., :1] / sums[..., 1:]
        >>> errors = jackknife_errors(np.array([[1.0, 1], [2, 1], [6, 1]]), mean, np.array([3]))
        >>> errors.round(3), (np.std([1, 2, 6], ddof=1) / np.sqrt(3)).round(3)
        (array([1.528]), np.float64(1.528))
    """
    total = values.sum(axis=0)
    whole = statistic(total)
    squares = np.zeros(len(whole))
    for rows in row_chunks(len(values), values.shape[1]):
        squares += np.nansum((statistic(total - values[rows]) - whole) ** 2, axis=0)
    number = np.where((units > 1) & ~np.isnan(whole), units, np.nan)
    errors: Float64 = np.sqrt(squares * (number - 1) / number)
    return errors


def _bootstrap_errors(
    values: Float64, statistic: Statistic, units: Int64, draws: int, rng: np.random.Generator
) -> Float64:
    """(M,) the deviation over draws, free of the bias of drawing from the sample."""
    whole = statistic(values.sum(axis=0))
    number, total, squares = (np.zeros(len(whole)) for _ in range(3))
    for weights in bootstrap_weights(rng, draws, *values.shape):
        moved = statistic(weights @ values) - whole
        known = ~np.isnan(moved)
        # some processors' products round equal columns differently
        moved = np.where(known & (np.abs(moved) >= TIE), moved, 0.0)
        number += known.sum(axis=0)
        total += moved.sum(axis=0)
        squares += (moved**2).sum(axis=0)
    number = np.where((number > 1) & (units > 1), number, np.nan)
    variance = np.maximum(squares - total**2 / number, 0.0) / (number - 1)
    errors: Float64 = np.sqrt(variance * units / np.maximum(units - 1, 1))
    return errors
