"""The confusion of a pair of label maps alone, where error kinds and bands are not asked for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.engine.count_rule import CountRule
from segscope.engine.counting import check_status, make_request
from segscope.engine.image_counts import Int64
from segscope.engine.label_map_check import IntegerMap, check_pair
from segscope.engine.native_library import WIDEST, ConfusionResult, load_library, thread_scratch


@dataclass(frozen=True, slots=True, eq=False)
class Confusion:
    """Pixels by true and predicted class; K classes.

    Attributes:
        matrix: (K, K) int64, true class in rows, predicted class in columns.
        unpredicted: (K,) int64 pixels of the class whose prediction is no class.
        ignored: Pixels that are not counted.
    """

    matrix: Int64
    unpredicted: Int64
    ignored: int

    @property
    def iou(self) -> NDArray[np.float64]:
        """(K,) intersection over union of each class; NaN for a class in neither map."""
        tp = self.matrix.diagonal()
        union = self.matrix.sum(axis=0) + self.matrix.sum(axis=1) + self.unpredicted - tp
        iou: NDArray[np.float64] = np.full(len(tp), np.nan)
        np.divide(tp, union, out=iou, where=union > 0)
        return iou


def count_confusion(
    ground_truth: IntegerMap,
    prediction: IntegerMap,
    *,
    num_classes: int,
    ignore: int | None = None,
    level: int = WIDEST,
) -> Confusion:
    """Count the confusion of one pair of label maps, several times as fast as :func:`count` counts all.

    Args:
        ground_truth: (H, W) uint8, uint16 or int32 class ids 0 … num_classes - 1, and ``ignore``;
            any strides.
        prediction: (H, W) likewise; ``ignore`` means that the prediction is no class.
        num_classes: K, 1 … 65534.
        ignore: Id of pixels that are not counted, inside or outside the class range; None = no such id.
        level: The widest instructions that may be used, an index of ``INSTRUCTIONS``; for tests and
            measurements.

    Raises:
        LabelMapError: Shapes differ, a map is not 2-D or has another dtype, or ids are out of range.
        UsageError: Another argument is out of its range.

    Example:
        >>> truth = np.array([[0, 0, 1, 1, 255]], dtype=np.uint8)
        >>> guess = np.array([[0, 1, 1, 255, 1]], dtype=np.uint8)
        >>> found = count_confusion(truth, guess, num_classes=2, ignore=255)
        >>> found.matrix.tolist(), found.unpredicted.tolist(), found.ignored
        ([[1, 1], [0, 1]], [0, 1], 1)
    """
    rule = CountRule(num_classes, ignore)
    check_pair(ground_truth, prediction)
    matrix = np.zeros((num_classes, num_classes), dtype=np.int64)
    unpredicted = np.zeros(num_classes, dtype=np.int64)
    result = ConfusionResult(matrix.ctypes.data, unpredicted.ctypes.data, 0)
    status = load_library().segscope_confusion(
        make_request(ground_truth, prediction, rule), thread_scratch().pointer, result, level
    )
    check_status(status, ground_truth, prediction, rule)
    return Confusion(matrix, unpredicted, int(result.ignored))
