"""The comparison of two sides, put together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.compare.changes import image_changes, kind_changes
from segscope.analysis.compare.comparison import ComparedSide, Comparison, ScoreChange
from segscope.analysis.compare.options import CompareOptions
from segscope.analysis.compare.pixel_changes import count_pixel_changes
from segscope.analysis.compare.sides import MatchedSides, match_sides
from segscope.analysis.compare.sources import RunValidation, choose_validation
from segscope.analysis.compare.units import choose_units
from segscope.analysis.resampling_units import ResamplingUnit
from segscope.engine.resampling import (
    MIN_UNITS,
    OVERALL_SCORES,
    PairedDifference,
    UnitSums,
    compare_sides,
    holm,
)
from segscope.store.runs import Run

_DEFAULTS = CompareOptions()
_SCORE_NAMES = {
    "miou": "mIoU",
    "miou_per_image": "mIoU per image",
    "pixel_accuracy": "pixel accuracy",
    "boundary_iou": "Boundary IoU",
}


def compare(
    a: Run | Sequence[Run],
    b: Run | Sequence[Run],
    *,
    validation: str | int = "best",
    options: CompareOptions = _DEFAULTS,
) -> Comparison:
    """Tell whether side b is better than side a, per class and overall, on the same images.

    Args:
        a: A run, or several trainings of one recipe (other seeds, or one run for each fold); their
            noise is then part of the verdict.
        b: The same for the side that is judged.
        validation: Which one of each run: ``best``, ``last``, or an epoch.
        options: Draws, seed, and what is drawn.

    Raises:
        NotComparableError: The validations differ in classes, rule, ignore id, samples or ground truth.
        StoreError: A run has no such validation.
        UsageError: A run is named twice, or stands on both sides.
    """
    sides = [[side] if isinstance(side, Run) else list(side) for side in (a, b)]
    chosen = [[choose_validation(run, validation) for run in side] for side in sides]
    return compare_validations(*chosen, options=options)


def compare_validations(
    a: Sequence[RunValidation], b: Sequence[RunValidation], *, options: CompareOptions = _DEFAULTS
) -> Comparison:
    """Compare chosen validations; see :func:`compare`."""
    sides = match_sides(a, b)
    units = choose_units(sides, options.by)
    sums_a, sums_b = (
        [UnitSums.from_tables(tables, units.of_image) for tables in side] for side in (sides.a, sides.b)
    )
    folds = units.folds(sides) if sides.num_folds > 1 else None
    found = compare_sides(sums_a, sums_b, folds=folds, draws=options.draws, seed=options.seed)
    names = sides.first.run.class_set.names
    changes = score_changes(found, names, units.name)
    return Comparison(
        a=_side("A", a),
        b=_side("B", b),
        images=len(sides.a[0].images),
        units=sums_a[0].num_units,
        overall=changes[0],
        others=tuple(changes[1 : len(OVERALL_SCORES)]),
        classes=tuple(
            change
            for change in changes[len(OVERALL_SCORES) :]
            if not (np.isnan(change.a) and np.isnan(change.b))
        ),
        moved=image_changes(sides.a, sides.b, options.images),
        kinds=kind_changes(sides.a, sides.b, names),
        pixels=count_pixel_changes(sides.folds) if options.pixels else None,
        notes=(*sides.notes, *units.notes, *_noise_notes(sides)),
        class_names=names,
        draws=options.draws,
        seed=options.seed,
    )


def score_changes(
    found: PairedDifference,
    names: Sequence[str],
    unit: ResamplingUnit,
    corrected: NDArray[np.float64] | None = None,
) -> list[ScoreChange]:
    """Put figures and verdicts together, one change a score, the overall ones first.

    The p values of classes are corrected after Holm over the classes with enough units for a verdict;
    the others are no tests, and do not weigh on these.

    Args:
        found: The differences.
        names: The K classes.
        unit: What was drawn.
        corrected: (4 + K,) p values that were corrected over more tests than these.
    """
    if corrected is None:
        tested = np.where(found.units >= MIN_UNITS, found.p, np.nan)
        corrected = np.concatenate([tested[: len(OVERALL_SCORES)], holm(tested[len(OVERALL_SCORES) :])])
    titles = [*(_SCORE_NAMES[name] for name in OVERALL_SCORES), *names]
    return [
        ScoreChange(
            name=title,
            a=float(found.a[i]),
            b=float(found.b[i]),
            difference=float(found.difference[i]),
            low=float(found.low[i]),
            high=float(found.high[i]),
            p=float(corrected[i]),
            n=int(found.units[i]),
            unit=unit,
            deviation=None if found.deviation is None else float(found.deviation[i]),
        )
        for i, title in enumerate(titles)
    ]


def _side(label: str, members: Sequence[RunValidation]) -> ComparedSide:
    first = members[0].run
    return ComparedSide(label, first.name or first.id, tuple(member.summary() for member in members))


def _noise_notes(sides: MatchedSides) -> tuple[str, ...]:
    if len(sides.a) + len(sides.b) > 2:
        return (
            f"The noise between trainings is part of intervals and p values: {len(sides.a)} and "
            f"{len(sides.b)} runs.",
        )
    if sides.num_folds > 1:
        return (f"The noise between trainings is part of intervals and p values: {sides.num_folds} folds.",)
    return (
        "Single runs: the noise between seeds is not included, so the same recipe with another seed may "
        "give another difference.",
    )
