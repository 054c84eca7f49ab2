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
    # Ignored pixels and "no class" share index K; one count of pairs then holds everything.
    pairs = np.minimum(ground_truth, classes).astype(np.intp)
    pairs *= classes + 1
    pairs += np.minimum(prediction, classes)
    table = np.bincount(pairs.ravel(), minlength=(classes + 1) ** 2).reshape(classes + 1, -1)[:classes]
    in_both = table.diagonal()
    union = table.sum(axis=1) + table.sum(axis=0)[:classes] - in_both
    with np.errstate(invalid="ignore"):
        iou: NDArray[np.float64] = in_both / union
    return iou
