"""Scores of a single picture, for captions; the scores that are kept come from the engine's counts."""

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet, LabelMap


def picture_iou(ground_truth: LabelMap, prediction: LabelMap, class_set: ClassSet) -> NDArray[np.float64]:
    """Compute the IoU of every class in one picture.

    Args:
        ground_truth: (H, W) class indices and ``class_set.ignore``.
        prediction: (H, W) class indices and ``class_set.ignore`` for "no class".
        class_set: K classes.

    Returns:
        (K,) IoU from 0 to 1; NaN for a class in neither.

    Example:
        >>> truth = np.array([[0, 0, 1, 255]], dtype=np.uint8)
        >>> picture_iou(truth, np.array([[0, 1, 1, 1]], dtype=np.uint8), ClassSet(("a", "b", "c")))
        array([0.5, 0.5, nan])
    """
    classes = class_set.num_classes
    counted = ground_truth != class_set.ignore
    truth, predicted = ground_truth[counted], prediction[counted]
    in_truth = np.bincount(truth, minlength=classes)
    in_prediction = np.bincount(predicted, minlength=classes)[:classes]
    in_both = np.bincount(truth[truth == predicted], minlength=classes)
    union = in_truth + in_prediction - in_both
    with np.errstate(invalid="ignore"):
        iou: NDArray[np.float64] = in_both / union
    return iou
