"""The difference of two sides' pooled scores on the same images: its interval and its p value.

A side is one run, or several trainings of one recipe. All runs of both sides get the same draw of
units, so that what makes an image hard for everybody cancels. The interval is the difference ± a margin
of two parts, each Student's t times a standard error:

- that of the difference over draws of the units, and
- with several trainings, their own (:mod:`segscope.engine.resampling.noise`). Trainings are too few to be
  drawn at random (three have ten different draws, and a third too little variance), so their error
  enters by its estimate and its few degrees of freedom. It holds what the units add to each training's
  score alone, which is taken off the first part: the rest is what all trainings of a side share.

For single runs the p value is that of a sign-flip permutation test: the two runs' counts of each unit
are swapped at random, which is exact where the runs are exchangeable. With noise between trainings it is
the level at which the interval touches 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.engine.image_counts import Int64
from segscope.engine.resampling.draws import sign_flips
from segscope.engine.resampling.margins import TwoPartError
from segscope.engine.resampling.noise import TrainingNoise, fold_noise, run_noise
from segscope.engine.resampling.sides import Sides
from segscope.engine.resampling.standard_errors import TIE, Statistic, standard_errors
from segscope.engine.resampling.unit_sums import UnitSums, sum_over_units
from segscope.engine.score_formulas import mean_of_known

Float64 = NDArray[np.float64]

_FLIPS_PER_CLASS = 40  # so that Holm's correction over the classes can still reach 0.025


@dataclass(frozen=True, slots=True, eq=False)
class PairedDifference:
    """The difference b - a of every score; arrays are (4 + K,), in the order of :meth:`UnitSums.scores`.

    Attributes:
        a: Scores of side a, the mean over its runs, 0 … 1; NaN where not defined.
        b: Scores of side b.
        difference: b - a.
        low: Lower end of the 95 % interval of the difference; NaN where there is none.
        high: Upper end.
        p: Two-sided p value, not corrected for the number of tests; NaN where there is no difference.
        units: How many units say something about each score.
        deviation: Standard deviation of a score from training to training; None where not known.
        errors: What the intervals and, with several trainings, the p values are made from.
    """

    a: Float64
    b: Float64
    difference: Float64
    low: Float64
    high: Float64
    p: Float64
    units: Int64
    deviation: Float64 | None
    errors: TwoPartError


def compare_sides(
    a: Sequence[UnitSums],
    b: Sequence[UnitSums],
    *,
    folds: Int64 | None = None,
    others: Sequence[Sequence[UnitSums]] = (),
    draws: int = 10_000,
    seed: int = 0,
) -> PairedDifference:
    """Test the difference of two sides on the same units.

    Args:
        a: The runs of side a, at least one; of the same U units and K classes as side b's.
        b: The runs of side b.
        folds: (U,) 0 … F-1, the fold of each unit, where each "run" is put together from F trainings;
            with one of them a side, the folds tell the noise between trainings.
        others: The runs of other recipes, of as many classes: where each side has several runs, theirs tell
            the noise between trainings, too.
        draws: Draws of the bootstrap and of the permutation test, 2 or more.
        seed: Of all draws; the same call always gives the same result.

    Raises:
        ValueError: A side is empty, or units or classes differ.

    Example:
        >>> from segscope.engine import count
        >>> from segscope.engine.count_tables import CountTables
        >>> rng = np.random.default_rng(0)
        >>> truth = rng.integers(0, 2, (30, 8, 8)).astype(np.uint8)
        >>> def run(wrong: float) -> UnitSums:
        ...     maps = np.where(rng.random(truth.shape) < wrong, 1 - truth, truth)
        ...     counts = [count(t, m, num_classes=2) for t, m in zip(truth, maps, strict=True)]
        ...     return UnitSums.from_tables(CountTables.from_counts([str(i) for i in range(30)], counts))
        >>> found = compare_sides([run(0.4)], [run(0.1)], draws=1000)
        >>> found.difference[:1].round(1), found.p[:1].round(3)
        (array([0.4]), array([0.001]))
    """
    sides = Sides(a, b)
    totals = sides.values.sum(axis=0)
    difference, units = sides.difference(totals), sides.units
    unit_dof = (units - 1).astype(np.float64)
    noise = _training_noise(sides, folds, others)
    if noise is None:
        unit_errors = _unit_errors(sides, sides.difference, draws, seed)
        errors = TwoPartError(unit_errors, unit_dof, np.zeros_like(unit_errors), np.ones_like(unit_dof))
        p = _sign_flip_p(sides, difference, max(draws, _FLIPS_PER_CLASS * sides.num_classes), seed)
    else:
        own = np.zeros_like(noise.errors) if noise.holds_units else _shared_errors(sides, draws, seed)
        errors = TwoPartError(own, unit_dof, noise.errors, noise.dof)
        p = errors.p_values(difference)
    half = errors.half_widths()
    scores_a, scores_b = (mean_of_known(scores, axis=0) for scores in sides.scores(totals))
    deviation = None if noise is None else noise.deviation
    low, high = difference - half, difference + half
    return PairedDifference(scores_a, scores_b, difference, low, high, p, units, deviation, errors)


def _unit_errors(sides: Sides, statistic: Statistic, draws: int, seed: int) -> Float64:
    """(M,) standard errors of what is made from the sides, M a multiple of the scores."""
    values, rng = sides.values, np.random.default_rng([seed, 0])
    repeats = len(statistic(values.sum(axis=0))) // len(sides.units)
    return standard_errors(values, statistic, np.tile(sides.units, repeats), draws=draws, rng=rng)


def _shared_errors(sides: Sides, draws: int, seed: int) -> Float64:
    """(4 + K,) standard errors of the difference from what the units do to all trainings of a side alike."""

    def statistic(sums: Float64) -> Float64:
        return np.concatenate([sides.difference(sums), sides.residuals(sums)], axis=-1)

    number_a, number_b = len(sides.a), len(sides.b)
    every = _unit_errors(sides, statistic, draws, seed).reshape(1 + number_a + number_b, -1) ** 2
    # squares of residuals, as a variance between runs is estimated: by the degrees of freedom
    of_one = np.nansum(every[1:], axis=0) / (number_a + number_b - 2)
    shared: Float64 = np.sqrt(np.maximum(every[0] - of_one * (1 / number_a + 1 / number_b), 0.0))
    return shared


def _training_noise(
    sides: Sides, folds: Int64 | None, others: Sequence[Sequence[UnitSums]]
) -> TrainingNoise | None:
    if len(sides.runs) > 2:
        more = [np.stack([run.scores(run.values.sum(axis=0)) for run in recipe]) for recipe in others]
        return run_noise(*sides.scores(sides.values.sum(axis=0)), more)
    if folds is None or folds.max(initial=0) == 0:
        return None
    a, b = (UnitSums(sum_over_units(run.values, folds), run.num_classes) for run in sides.runs)
    return fold_noise(Sides([a], [b]))


def _sign_flip_p(sides: Sides, difference: Float64, draws: int, seed: int) -> Float64:
    """Tell how often the difference is as large where the runs' counts of each unit are swapped at random."""
    a, b = (run.values for run in sides.runs)
    total, apart = a.sum(axis=0) + b.sum(axis=0), a - b
    rng = np.random.default_rng([seed, 1])
    as_large = np.ones(len(difference))  # the observed assignment is one of them
    for signs in sign_flips(rng, draws, len(a), 2 * a.shape[1]):
        swapped = signs @ apart
        drawn = sides.difference(np.concatenate([total + swapped, total - swapped], axis=1) / 2)
        as_large += (~(np.abs(drawn) < np.abs(difference) - TIE)).sum(axis=0)  # NaN counts as large
    return np.where(np.isnan(difference), np.nan, as_large / (draws + 1))
