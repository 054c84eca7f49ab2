"""The seven scores of a class as formulas of its counts, whatever these were summed over.

The same formulas give the pooled scores (sums over the split), those of one class in one image, and those of
a bootstrap draw; so a score means the same wherever it is read.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine.image_counts import EDGE_COLUMNS

Float64 = NDArray[np.float64]

SCORE_NAMES = ("iou", "dice", "precision", "recall", "boundary_iou", "boundary_f1", "trimap_iou")
"""The scores that :func:`class_scores` gives, in its order."""

SCORE_COLUMNS = (
    "tp", "fp", "fn", "biou_intersection", "biou_union", "trimap_intersection", "trimap_union", *EDGE_COLUMNS,
)  # fmt: skip
"""The counts that they are made of, ``fp`` and ``fn`` being those of all error kinds."""


def class_scores(counts: Mapping[str, NDArray[Any]]) -> dict[str, Float64]:
    """Make the seven scores of classes from their counts.

    Args:
        counts: One array for each of :data:`SCORE_COLUMNS`, all of one shape.

    Returns:
        One float64 array of that shape, 0 … 1, for each of :data:`SCORE_NAMES`. NaN where a score's own
        denominator is 0: IoU and Dice of a class in neither map, precision where nothing is predicted as
        it, recall where nothing is it, Boundary IoU without a band in either map, trimap IoU without a true
        border, boundary F1 without an edge in either map, or where edges were not counted.

    Example:
        >>> counts = {name: np.array([2, 0]) for name in SCORE_COLUMNS} | {"fp": np.array([2, 3])}
        >>> found = class_scores(counts)
        >>> found["precision"], found["recall"]
        (array([0.5, 0. ]), array([0.5, nan]))
    """
    tp, fp, fn = counts["tp"], counts["fp"], counts["fn"]
    return {
        "iou": ratio(tp, tp + fp + fn),
        "dice": ratio(2 * tp, 2 * tp + fp + fn),
        "precision": ratio(tp, tp + fp),
        "recall": ratio(tp, tp + fn),
        "boundary_iou": ratio(counts["biou_intersection"], counts["biou_union"]),
        "boundary_f1": _boundary_f1(*(counts[name] for name in EDGE_COLUMNS)),
        "trimap_iou": ratio(counts["trimap_intersection"], counts["trimap_union"]),
    }


def ratio(part: NDArray[Any], whole: NDArray[Any]) -> Float64:
    """Divide two arrays of one shape, as float64; NaN where ``whole`` is 0."""
    found: Float64 = np.full(np.shape(whole), np.nan)
    np.divide(part, whole, out=found, where=np.asarray(whole) > 0)
    return found


def mean_of_known(values: Float64, axis: int) -> Float64:
    """Mean over an axis of what is no NaN; NaN where nothing is left."""
    known = ~np.isnan(values)
    return ratio(np.where(known, values, 0.0).sum(axis=axis), known.sum(axis=axis))


def _boundary_f1(
    true: NDArray[Any], found: NDArray[Any], predicted: NDArray[Any], right: NDArray[Any]
) -> Float64:
    """Boundary F1 of edges: all true ones, those of them that were found, all predicted, the right ones."""
    # 2PR / (P + R) with P = right / predicted and R = found / true, without a division by zero; in
    # floats, for the products of a large split's sums do not fit into integers
    both = 2.0 * right * found
    apart = 1.0 * right * true + 1.0 * found * predicted
    return np.where(true + predicted > 0, both / np.where(apart > 0, apart, 1), np.nan)
