"""How each class moved over the validations of a run: its curve, its best, what it lost since."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from segscope.analysis.evidence import Float64
from segscope.engine.scores import Scores


@dataclass(frozen=True, slots=True)
class ClassTrend:
    """The IoU of one class over the validations of a run.

    Attributes:
        index: The class index.
        epochs: The epoch of each validation, ascending.
        iou: Its IoU at each; NaN where the class was in neither map.
        last: The last IoU that is no NaN; NaN if there is none.
        best: The highest IoU; NaN if there is none.
        best_epoch: Where it was reached first; None if nowhere.
        change: From the validation before the last one; NaN with fewer than two.
        below_best: How far the last IoU lies below the best, 0 or more; NaN if there is none.
    """

    index: int
    epochs: tuple[int, ...]
    iou: tuple[float, ...]
    last: float
    best: float
    best_epoch: int | None
    change: float
    below_best: float


def class_trends(validations: Sequence[tuple[int, Scores]]) -> tuple[ClassTrend, ...]:
    """Follow each class over validations.

    Args:
        validations: (epoch, scores) in the order they were made; all with the same classes.

    Returns:
        One trend a class, in the order of the class set; empty without validations.

    Raises:
        ValueError: The validations have different numbers of classes, or epochs do not ascend.
    """
    if not validations:
        return ()
    epochs = tuple(epoch for epoch, _ in validations)
    if any(later <= earlier for earlier, later in pairwise(epochs)):
        raise ValueError(f"epochs must ascend: {epochs}")
    if len({len(scores.iou) for _, scores in validations}) > 1:
        raise ValueError("the validations have different numbers of classes")
    series = np.stack([scores.iou for _, scores in validations])
    return tuple(_trend(index, epochs, series[:, index]) for index in range(series.shape[1]))


def dropped(trends: Sequence[ClassTrend], by: float = 0.05) -> tuple[ClassTrend, ...]:
    """List the classes that ended at least ``by`` IoU below their own best, the deepest fall first."""
    fallen = [trend for trend in trends if trend.below_best >= by]
    return tuple(sorted(fallen, key=lambda trend: -trend.below_best))


def _trend(index: int, epochs: tuple[int, ...], iou: Float64) -> ClassTrend:
    known = np.flatnonzero(~np.isnan(iou))
    if len(known) == 0:
        nan = float("nan")
        return ClassTrend(index, epochs, tuple(iou.tolist()), nan, nan, None, nan, nan)
    best = known[int(np.argmax(iou[known]))]
    last = float(iou[known[-1]])
    return ClassTrend(
        index=index,
        epochs=epochs,
        iou=tuple(iou.tolist()),
        last=last,
        best=float(iou[best]),
        best_epoch=epochs[best],
        change=last - float(iou[known[-2]]) if len(known) > 1 else float("nan"),
        below_best=float(iou[best]) - last,
    )
