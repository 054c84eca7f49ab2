"""The difference of two sides' pooled scores on the same images: its interval and its p value.

A side is one run, or several trainings of one recipe. All runs of both sides get the same draw of
units, so that what makes an image hard for everybody cancels. The interval is the difference ± a margin
of two parts, each Student's t times a standard error:

- that of the difference over bootstrap draws of the units, and
- with several trainings, their own (:mod:`segscope.engine.resampling.noise`). Trainings are too few to be
  drawn at random (three have ten different draws, and a third too little variance), so their error
  enters by its estimate and its few degrees of freedom. Since the trainings' own scatter over images is
  in both parts, the interval is rather too wide than too narrow.

For single runs the p value is that of a sign-flip permutation test: the two runs' counts of each unit
are swapped at random, which is exact where the runs are exchangeable. With noise between trainings it is
the level at which the interval touches 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.engine.image_counts import Int64
from segscope.engine.resampling.draws import bootstrap_weights, sign_flips
from segscope.engine.resampling.interval import draw_errors
from segscope.engine.resampling.margins import TwoPartError
from segscope.engine.resampling.noise import TrainingNoise, fold_noise, run_noise
from segscope.engine.resampling.sides import Sides
from segscope.engine.resampling.unit_sums import UnitSums
from segscope.engine.score_formulas import mean_of_known

Float64 = NDArray[np.float64]

_TIE = 1e-12  # differences that are equal in truth may differ in their last bits
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
    unit_errors, unit_dof = _bootstrap_errors(sides, draws, seed), (units - 1).astype(np.float64)
    noise = _training_noise(sides, folds, unit_errors, others)
    if noise is None:
        errors = TwoPartError(unit_errors, unit_dof, np.zeros_like(unit_errors), np.ones_like(unit_dof))
        p = _sign_flip_p(sides, difference, max(draws, _FLIPS_PER_CLASS * sides.num_classes), seed)
    else:
        own = np.zeros_like(unit_errors) if noise.holds_units else unit_errors
        errors = TwoPartError(own, unit_dof, noise.errors, noise.dof)
        p = errors.p_values(difference)
    half = errors.half_widths()
    scores_a, scores_b = (mean_of_known(scores, axis=0) for scores in sides.scores(totals))
    deviation = None if noise is None else noise.deviation
    low, high = difference - half, difference + half
    return PairedDifference(scores_a, scores_b, difference, low, high, p, units, deviation, errors)


def _bootstrap_errors(sides: Sides, draws: int, seed: int) -> Float64:
    values = sides.values
    rng = np.random.default_rng([seed, 0])
    chunks = bootstrap_weights(rng, draws, len(values), values.shape[1])
    drawn = np.concatenate([sides.difference(weights @ values) for weights in chunks])
    drawn[np.abs(drawn) < _TIE] = 0.0  # some processors' products round equal columns differently
    return draw_errors(drawn, sides.units)


def _training_noise(
    sides: Sides, folds: Int64 | None, unit_errors: Float64, others: Sequence[Sequence[UnitSums]]
) -> TrainingNoise | None:
    if len(sides.runs) > 2:
        more = [np.stack([run.scores(run.values.sum(axis=0)) for run in recipe]) for recipe in others]
        return run_noise(*sides.scores(sides.values.sum(axis=0)), more)
    if folds is None or folds.max(initial=0) == 0:
        return None
    members = [np.flatnonzero(folds == fold) for fold in range(folds.max() + 1)]
    within = np.stack([sides.difference(sides.values[part].sum(axis=0)) for part in members])
    return fold_noise(within, unit_errors)


def _sign_flip_p(sides: Sides, difference: Float64, draws: int, seed: int) -> Float64:
    """Tell how often the difference is as large where the runs' counts of each unit are swapped at random."""
    a, b = (run.values for run in sides.runs)
    total, apart = a.sum(axis=0) + b.sum(axis=0), a - b
    rng = np.random.default_rng([seed, 1])
    as_large = np.ones(len(difference))  # the observed assignment is one of them
    for signs in sign_flips(rng, draws, len(a), 2 * a.shape[1]):
        swapped = signs @ apart
        drawn = sides.difference(np.concatenate([total + swapped, total - swapped], axis=1) / 2)
        as_large += (~(np.abs(drawn) < np.abs(difference) - _TIE)).sum(axis=0)  # NaN counts as large
    return np.where(np.isnan(difference), np.nan, as_large / (draws + 1))
