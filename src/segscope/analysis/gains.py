"""What repairing one kind of error, or one confused pair, would add to mIoU: exact, from the tables.

A repair turns wrong pixels into true positives of their true class. With them goes the false positive
of the class that was predicted there, so that a repair changes two classes: of a row (true class *t*,
predicted class *p*, *n* pixels), *n* leave the union of *p* and join the true positives of *t*, whose
union stays.
"""

from dataclasses import dataclass

import numpy as np

from segscope.analysis.evidence import Evidence, Float64
from segscope.engine.image_counts import ERROR_KINDS, Int64


@dataclass(frozen=True, slots=True)
class Gain:
    """The change of the pooled mIoU if some wrong pixels were right.

    Attributes:
        repair: ``boundary``, ``extent`` or ``segment``: all false and missed pixels of that kind of
            one class; ``pair``: all pixels of two classes that were predicted as each other.
        classes: The class's index, or the two classes' indices, ascending.
        pixels: How many pixels the repair turns right.
        gain: Change of mIoU, 0 … 1. A class that was predicted but does not occur stops counting
            with its last false pixel, and mIoU is then the mean of one class less.
        class_gains: Change of IoU of each of ``classes``; NaN for a class that no longer occurs.
    """

    repair: str
    classes: tuple[int, ...]
    pixels: int
    gain: float
    class_gains: tuple[float, ...]


def rank_gains(evidence: Evidence, limit: int | None = None) -> tuple[Gain, ...]:
    """List every repair that turns at least one pixel right, the greatest gain first.

    Repairs overlap (a swapped object is a segment error of two classes and part of a pair), so gains
    do not add up.

    Args:
        evidence: The validation.
        limit: How many at most; None for all.
    """
    rows = _pool(evidence)
    gains = [*_kind_gains(evidence, rows), *_pair_gains(evidence, rows)]
    return tuple(sorted(gains, key=lambda gain: (-gain.gain, gain.repair, gain.classes))[:limit])


def _pool(evidence: Evidence) -> Int64:
    """Sum the wrong rows over images: (R, 5), one row for each combination."""
    wrong = evidence.tables.wrong
    classes, kinds = evidence.tables.num_classes + 1, len(ERROR_KINDS) + 1  # one more for "none", -1
    sizes = (classes, classes, kinds, kinds)
    codes = np.ravel_multi_index(tuple(wrong[:, :4].T + 1), sizes)  # numbers sort much faster than rows
    found, index = np.unique(codes, return_inverse=True)
    pixels = np.zeros(len(found), dtype=np.int64)
    np.add.at(pixels, index, wrong[:, 4])
    return np.column_stack([*np.unravel_index(found, sizes), pixels]) - [1, 1, 1, 1, 0]


def _kind_gains(evidence: Evidence, rows: Int64) -> list[Gain]:
    gains = []
    for kind, name in enumerate(ERROR_KINDS):
        for index in range(evidence.tables.num_classes):
            missed = (rows[:, 0] == index) & (rows[:, 2] == kind)
            false = (rows[:, 1] == index) & (rows[:, 3] == kind)
            chosen = rows[missed | false]
            if len(chosen):
                gains.append(_repair(evidence, chosen, name, (index,)))
    return gains


def _pair_gains(evidence: Evidence, rows: Int64) -> list[Gain]:
    predicted = rows[rows[:, 1] >= 0]
    pairs = np.sort(predicted[:, :2], axis=1)
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    names, starts = np.unique(pairs[order], axis=0, return_index=True)
    parts = np.split(predicted[order], starts[1:]) if len(names) else []
    return [
        _repair(evidence, part, "pair", (int(a), int(b))) for (a, b), part in zip(names, parts, strict=True)
    ]


def _repair(evidence: Evidence, rows: Int64, repair: str, classes: tuple[int, ...]) -> Gain:
    """Compute the change exactly; only the classes that the rows touch are looked at."""
    gained, lost = evidence.tp.copy(), evidence.union.copy()
    predicted = rows[rows[:, 1] >= 0]
    np.add.at(gained, rows[:, 0], rows[:, 4])
    np.subtract.at(lost, predicted[:, 1], predicted[:, 4])
    before, after = _iou(evidence.tp, evidence.union), _iou(gained, lost)
    return Gain(
        repair=repair,
        classes=classes,
        pixels=int(rows[:, 4].sum()),
        gain=float(np.nanmean(after) - np.nanmean(before)),
        class_gains=tuple(float(after[c] - before[c]) for c in classes),
    )


def _iou(tp: Int64, union: Int64) -> Float64:
    iou = np.full(len(tp), np.nan)
    np.divide(tp, union, out=iou, where=union > 0)
    return iou
