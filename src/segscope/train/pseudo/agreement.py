"""How far two label maps of one picture agree."""

import numpy as np

from segscope.engine.class_set import LabelMap
from segscope.engine.confusion import count_confusion


def mean_iou(first: LabelMap, second: LabelMap, num_classes: int) -> float:
    """Give the mean IoU over the classes that one of the maps holds.

    Args:
        first: (H, W) class indices.
        second: (H, W) likewise.
        num_classes: K.

    Example:
        >>> maps = np.array([[0, 0, 1, 1]], np.uint8), np.array([[0, 0, 1, 2]], np.uint8)
        >>> mean_iou(*maps, num_classes=4)  # 2/2, 1/2 and 0/1; class 3 is nowhere
        0.5
    """
    iou = count_confusion(first, second, num_classes=num_classes).iou
    return float(np.nanmean(iou))
