"""Each change against the baseline by the paired test, corrected over all changes.

The test is that of ``segscope compare`` with several runs a side, in two points stricter and sharper:

- p values are corrected after Holm over changes × classes, and over the changes for each overall score, since
  an ablation asks many questions at once;
- the noise between trainings is estimated from the scatter within all arms together, which have many more
  degrees of freedom than two arms have; where the two arms scatter more, their own scatter counts.

From counts alone: the same counts, draws and seed always give the same table.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.ablation.counts import AblationCounts, Arm
from segscope.analysis.ablation.result import AblationResult, ArmResult
from segscope.analysis.compare.comparing import score_changes
from segscope.analysis.compare.options import CompareOptions
from segscope.analysis.resampling_units import ResamplingUnits, choose_resampling_units
from segscope.engine.resampling import (
    MIN_UNITS,
    OVERALL_SCORES,
    PairedDifference,
    UnitSums,
    compare_sides,
    holm,
    smallest_detectable,
)

Float64 = NDArray[np.float64]

_DEFAULTS = CompareOptions()


def judge(counts: AblationCounts, options: CompareOptions = _DEFAULTS) -> AblationResult:
    """Compare each change with the baseline.

    Args:
        counts: Of the baseline and at least one change.
        options: Draws, seed, and what is drawn.
    """
    units = choose_resampling_units(counts.groups, options.by)
    sums = [_sums(arm, units) for arm in counts.arms]
    folds = _folds(counts, units)
    found = [_difference(sums, index, folds, options) for index in range(1, len(sums))]
    corrected = _corrected(found)
    changes = tuple(
        _arm_result(counts, arm, difference, p, units, len(found))
        for arm, difference, p in zip(counts.changes, found, corrected, strict=True)
    )
    return AblationResult(
        name=counts.name,
        baseline=counts.baseline,
        baseline_scores=_scores(counts, found[0]),
        changes=changes,
        class_names=counts.class_names,
        images=len(counts.images),
        unit=units.name,
        units=sums[0][0].num_units,
        folds=counts.num_folds,
        validation=counts.validation,
        rule=counts.rule,
        notes=(*counts.notes, *_notes(counts, units)),
        draws=options.draws,
        seed=options.seed,
    )


def _sums(arm: Arm, units: ResamplingUnits) -> list[UnitSums]:
    return [UnitSums.from_tables(tables, units.of_image) for tables in arm.tables]


def _folds(counts: AblationCounts, units: ResamplingUnits) -> NDArray[np.int64] | None:
    """(U,) the fold of each unit; of a group that several folds share, the first one."""
    if counts.num_folds == 1:
        return None
    _, first_image = np.unique(units.of_image, return_index=True)
    folds: NDArray[np.int64] = counts.fold_of_image[first_image]
    return folds


def _difference(
    sums: Sequence[Sequence[UnitSums]], index: int, folds: NDArray[np.int64] | None, options: CompareOptions
) -> PairedDifference:
    others = [recipe for place, recipe in enumerate(sums) if place not in (0, index)]
    return compare_sides(
        sums[0], sums[index], folds=folds, others=others, draws=options.draws, seed=options.seed
    )


def _corrected(found: Sequence[PairedDifference]) -> Float64:
    """(changes, 4 + K) p values after Holm; what has too few units for a verdict is no test."""
    p = np.stack([np.where(one.units >= MIN_UNITS, one.p, np.nan) for one in found])
    first_class = len(OVERALL_SCORES)
    corrected = np.empty_like(p)
    for score in range(first_class):
        corrected[:, score] = holm(p[:, score])
    corrected[:, first_class:] = holm(p[:, first_class:].ravel()).reshape(p[:, first_class:].shape)
    return corrected


def _arm_result(
    counts: AblationCounts,
    arm: Arm,
    found: PairedDifference,
    p: Float64,
    units: ResamplingUnits,
    tests: int,
) -> ArmResult:
    changes = score_changes(found, counts.class_names, units.name, p)
    alone, all_together = (smallest_detectable(found.errors, tests=number)[0] for number in (1, tests))
    return ArmResult(
        arm=arm,
        overall=changes[0],
        others=tuple(changes[1 : len(OVERALL_SCORES)]),
        classes=tuple(changes[len(OVERALL_SCORES) :]),
        detectable=float(all_together),
        detectable_alone=float(alone),
        step_ratio=_ratio(arm.step_seconds, counts.baseline.step_seconds),
        memory_ratio=_ratio(arm.memory_bytes, counts.baseline.memory_bytes),
    )


def _scores(counts: AblationCounts, found: PairedDifference) -> dict[str, float]:
    names = (*OVERALL_SCORES, *counts.class_names)
    return dict(zip(names, found.a.tolist(), strict=True))


def _ratio(value: float | None, of: float | None) -> float | None:
    return value / of if value and of else None


def _notes(counts: AblationCounts, units: ResamplingUnits) -> tuple[str, ...]:
    notes = []
    if units.groups_left_out:
        notes.append(
            f"The images come from {units.groups} group{'' if units.groups == 1 else 's'}, and were drawn as "
            "if each stood for itself: verdicts hold for these scenes, and say little about others."
        )
    repeats = [len(arm.tables) for arm in counts.arms]
    if max(repeats) == 1 and counts.num_folds == 1:
        notes.append(
            "One seed: the noise between trainings is not included, so another seed may give other "
            "differences; give --seeds 3 or more."
        )
    elif max(repeats) > 1:
        freedom = sum(repeats) - len(repeats)
        notes.append(
            f"The noise between trainings is part of intervals and p values: {sum(repeats)} trainings in "
            f"{len(repeats)} arms, {freedom} degrees of freedom."
        )
    return tuple(notes)
