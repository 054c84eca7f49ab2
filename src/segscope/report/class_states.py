"""What each pixel is to a class: true, false, missed, or nothing; for all classes in one pass."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet
from segscope.report.overlay import check_label_map

NOTHING = 0
"""Of the class neither in the ground truth nor in the prediction, or ignored."""
MISSED = 1
"""Of the class, and predicted as another: a false negative."""
FALSE = 2
"""Predicted as the class, and of another: a false positive."""
TRUE = MISSED | FALSE
"""Of the class and predicted as it: a true positive."""

States = NDArray[np.uint8]


def class_states(
    ground_truth: NDArray[Any],
    prediction: NDArray[Any],
    class_set: ClassSet,
    *,
    classes: Sequence[int] | None = None,
) -> States:
    """Tell for each class which pixels are true, false and missed.

    The work is two scatters over the pixels, whatever the number of classes: bit 0 is set at the true
    class's plane, bit 1 at the predicted class's plane.

    Args:
        ground_truth: (H, W) class indices and ``class_set.ignore``.
        prediction: (H, W) class indices and ``class_set.ignore`` for "no class".
        class_set: The classes.
        classes: The class indices to make planes for, each once; None makes all.

    Returns:
        (len(classes), H, W) uint8 of :data:`NOTHING`, :data:`MISSED`, :data:`FALSE`, :data:`TRUE`.

    Raises:
        LabelMapError: A wrong shape, or an id outside the class set.

    Example:
        >>> truth = np.array([[0, 0, 1, 255]], dtype=np.uint8)
        >>> states = class_states(truth, np.array([[0, 1, 1, 1]], dtype=np.uint8), ClassSet(("a", "b")))
        >>> states.tolist()
        [[[3, 1, 0, 0]], [[0, 2, 3, 0]]]
    """
    truth = check_label_map(ground_truth, class_set, "the ground truth").ravel()
    predicted = check_label_map(prediction, class_set, "the prediction").ravel()
    chosen = range(class_set.num_classes) if classes is None else classes
    # One plane more than asked for takes what is not asked for: other classes, and ignored pixels.
    plane = np.full(class_set.ignore + 1, len(chosen), dtype=np.intp)
    plane[list(chosen)] = np.arange(len(chosen))
    pixel = np.arange(truth.size)
    states = np.zeros((len(chosen) + 1) * truth.size, dtype=np.uint8)
    states[np.take(plane, truth) * truth.size + pixel] = MISSED
    counted_plane = np.where(truth == class_set.ignore, len(chosen), np.take(plane, predicted))
    states[counted_plane * truth.size + pixel] |= FALSE
    return states.reshape(len(chosen) + 1, *ground_truth.shape)[:-1]
