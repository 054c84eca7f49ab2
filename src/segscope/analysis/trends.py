"""How each class moved over the validations of a run: its curve, its best, what it lost since."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segscope.analysis.evidence import Float64
from segscope.store.validations import Validation

FALL = 0.05
"""An IoU this far below the class's own best is worth a word."""


@dataclass(frozen=True, slots=True)
class ClassTrend:
    """The IoU of one class over the validations of a run.

    Attributes:
        index: The class index.
        last: The last IoU that is no NaN; NaN if there is none.
        best: The highest IoU; NaN if there is none.
        best_epoch: Where it was reached first; None if nowhere.
        change: From the validation before the last one; NaN with fewer than two.
        below_best: How far the last IoU lies below the best, 0 or more; NaN if there is none.
    """

    index: int
    last: float
    best: float
    best_epoch: int | None
    change: float
    below_best: float


def iou_history(validations: Sequence[Validation]) -> Float64:
    """Give (validations, K) the IoU of each class at each; NaN where the class was in neither map."""
    return np.array([validation.scores["per_class"]["iou"] for validation in validations], dtype=np.float64)


def class_trends(epochs: Sequence[int], iou: Float64) -> tuple[ClassTrend, ...]:
    """Follow each class over validations.

    Args:
        epochs: The epoch of each validation, in the order they were made.
        iou: (validations, K); see :func:`iou_history`.

    Returns:
        One trend a class, in the order of the class set; empty without validations.

    Example:
        >>> (trend,) = class_trends([2, 4, 6], np.array([[0.2], [0.5], [0.4]]))
        >>> trend.best_epoch, round(trend.below_best, 3)
        (4, 0.1)
    """
    if not epochs:
        return ()
    return tuple(_trend(index, epochs, iou[:, index]) for index in range(iou.shape[1]))


def dropped(trends: Sequence[ClassTrend], by: float = FALL) -> tuple[ClassTrend, ...]:
    """List the classes that ended at least ``by`` IoU below their own best, the deepest fall first."""
    fallen = [trend for trend in trends if trend.below_best >= by]
    return tuple(sorted(fallen, key=lambda trend: -trend.below_best))


def _trend(index: int, epochs: Sequence[int], iou: Float64) -> ClassTrend:
    known = np.flatnonzero(~np.isnan(iou))
    if len(known) == 0:
        nan = float("nan")
        return ClassTrend(index, nan, nan, None, nan, nan)
    best = known[int(np.argmax(iou[known]))]
    last = float(iou[known[-1]])
    return ClassTrend(
        index=index,
        last=last,
        best=float(iou[best]),
        best_epoch=epochs[best],
        change=last - float(iou[known[-2]]) if len(known) > 1 else float("nan"),
        below_best=float(iou[best]) - last,
    )
