"""The difference of two sides' pooled scores on the same images: its interval and its p value.

A side is one run, or several trainings of one recipe. All runs of both sides get the same draw of
units, so that what makes an image hard for everybody cancels. The interval is the difference ± t standard
errors, whose square is the sum of

- the variance of the difference over bootstrap draws of the units, and
- with several trainings, their own variance (:mod:`segscope.engine.resampling.noise`). Trainings are too
  few to be drawn at random (three have ten different draws, and a third too little variance), so their
  variance enters by its estimate, and t by its degrees of freedom. Since the trainings' own scatter over
  images is in both parts, the interval is rather too wide than too narrow.

For single runs the p value is that of a sign-flip permutation test: the two runs' counts of each unit
are swapped at random, which is exact where the runs are exchangeable. With noise between trainings it is
the t test of the same difference and error.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.engine.image_counts import Int64
from segscope.engine.resampling.draws import bootstrap_weights, sign_flips
from segscope.engine.resampling.interval import draw_errors, half_widths
from segscope.engine.resampling.noise import TrainingNoise, add_noise, fold_noise, run_noise
from segscope.engine.resampling.sides import Sides
from segscope.engine.resampling.student import two_sided_p
from segscope.engine.resampling.unit_sums import UnitSums, mean_of_known

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
    """

    a: Float64
    b: Float64
    difference: Float64
    low: Float64
    high: Float64
    p: Float64
    units: Int64
    deviation: Float64 | None


def compare_sides(
    a: Sequence[UnitSums],
    b: Sequence[UnitSums],
    *,
    folds: Int64 | None = None,
    draws: int = 10_000,
    seed: int = 0,
) -> PairedDifference:
    """Test the difference of two sides on the same units.

    Args:
        a: The runs of side a, at least one; of the same U units and K classes as side b's.
        b: The runs of side b.
        folds: (U,) 0 … F-1, the fold of each unit, where each "run" is put together from F trainings;
            with one of them a side, the folds tell the noise between trainings.
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
    variance, noise = _variances(sides, folds, draws, seed)
    if noise is None:
        dof = (units - 1).astype(np.float64)
        p = _sign_flip_p(sides, difference, max(draws, _FLIPS_PER_CLASS * sides.num_classes), seed)
    else:
        variance, dof = add_noise(variance, (units - 1).astype(np.float64), noise)
        p = _t_test_p(difference, np.sqrt(variance), dof)
    half = half_widths(np.sqrt(variance), dof)
    scores_a, scores_b = (mean_of_known(scores, axis=0) for scores in sides.scores(totals))
    deviation = None if noise is None else noise.deviation
    return PairedDifference(
        scores_a, scores_b, difference, difference - half, difference + half, p, units, deviation
    )


def _variances(
    sides: Sides, folds: Int64 | None, draws: int, seed: int
) -> tuple[Float64, TrainingNoise | None]:
    """Give the variance over the units, and what trainings add to it."""
    values, units = sides.values, sides.units
    members = [] if folds is None else [np.flatnonzero(folds == fold) for fold in range(folds.max() + 1)]
    by_fold = len(sides.runs) == 2 and len(members) > 1
    drawn, drawn_folds = [], []
    rng = np.random.default_rng([seed, 0])
    for weights in bootstrap_weights(rng, draws, len(values), values.shape[1]):
        drawn.append(sides.difference(weights @ values))
        if by_fold:
            drawn_folds.append([sides.difference(weights[:, part] @ values[part]) for part in members])
    variance = draw_errors(np.concatenate(drawn), units) ** 2
    if by_fold:
        per_fold = np.concatenate(drawn_folds, axis=1)
        image_variance = np.stack([draw_errors(part, units) ** 2 for part in per_fold])
        within = np.stack([sides.difference(values[part].sum(axis=0)) for part in members])
        return variance, fold_noise(within, image_variance)
    if len(sides.runs) > 2:
        return variance, run_noise(*sides.scores(values.sum(axis=0)))
    return variance, None


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


def _t_test_p(difference: Float64, errors: Float64, dof: Float64) -> Float64:
    statistics = np.divide(
        difference, errors, out=np.where(difference == 0, 0.0, np.inf * np.sign(difference)), where=errors > 0
    )
    return np.array([two_sided_p(t, n) for t, n in zip(statistics.tolist(), dof.tolist(), strict=True)])
