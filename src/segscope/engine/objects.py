"""The objects of a pair of label maps: connected components, with what the other map says of them."""

import ctypes
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.engine.count_rule import CountRule
from segscope.engine.counting import check_status, make_request, make_source
from segscope.engine.image_counts import Int64
from segscope.engine.label_map_check import IntegerMap, check_confidence, check_pair
from segscope.engine.native_library import (
    COUNTED,
    WIDEST,
    ObjectList,
    ObjectsResult,
    Source,
    SurePair,
    load_library,
    thread_scratch,
    trim_thread_scratch,
)

OBJECT_COLUMNS = (
    "class_index",
    "pixels",
    "right",
    "at_frame",
    "top",
    "left",
    "end_row",
    "end_column",
    "wrong_confidence",
)
"""``pixels`` that are counted, and ``right`` of these; the ends of the box are one past its last pixels;
``wrong_confidence`` sums the prediction's confidence (0 … 255) over the counted pixels that are wrong."""


@dataclass(frozen=True, slots=True, eq=False)
class ImageObjects:
    """The objects of one image, in the order of their first pixels.

    Attributes:
        truth: (N, 9) int64 objects of the ground truth; columns as in :data:`OBJECT_COLUMNS`. ``right``
            are the pixels that were found.
        predicted: (M, 9) int64 predicted objects. ``right`` are their true positives; ``pixels`` leaves
            out ignored ones and may be 0.
    """

    truth: Int64
    predicted: Int64


def list_objects(
    ground_truth: IntegerMap,
    prediction: IntegerMap,
    confidence: NDArray[np.uint8] | None = None,
    *,
    num_classes: int,
    ignore: int | None = None,
    level: int = WIDEST,
) -> ImageObjects:
    """List the 8-connected components of each class in both label maps.

    An object of the ground truth ends at ignored pixels; a predicted one goes on beneath them.

    Args:
        ground_truth: (H, W) uint8, uint16 or int32 class ids 0 … num_classes - 1, and ``ignore``;
            any strides.
        prediction: (H, W) likewise; ``ignore`` means that the prediction is no class.
        confidence: (H, W) uint8, 255 × the probability of the predicted class; any strides; None where
            it is not known.
        num_classes: K, 1 … 65534.
        ignore: Id of pixels that are not counted, inside or outside the class range; None = no such id.
        level: The widest instructions that may be used, an index of ``INSTRUCTIONS``; for tests and
            measurements.

    Raises:
        LabelMapError: Shapes differ, a map is not 2-D or has another dtype, or ids are out of range.
        UsageError: Another argument is out of its range.

    Example:
        >>> truth = np.array([[1, 1, 0, 1], [0, 0, 0, 1]], dtype=np.uint8)
        >>> guess = np.array([[1, 0, 0, 0], [0, 0, 0, 0]], dtype=np.uint8)
        >>> objects = list_objects(truth, guess, num_classes=2)
        >>> objects.truth[:, :4].tolist()  # class, pixels, found, at the frame
        [[1, 2, 1, 1], [0, 4, 4, 1], [1, 2, 0, 1]]
    """
    rule = CountRule(num_classes, ignore)
    check_pair(ground_truth, prediction)
    if confidence is not None:
        check_confidence(confidence, ground_truth)
    sure = Source(None, 0, 0, 0) if confidence is None else make_source(confidence)
    request = SurePair(make_request(ground_truth, prediction, rule), sure)
    result = ObjectsResult()
    status = load_library().segscope_objects(request, thread_scratch().pointer, result, level)
    found = [_copy_objects(side) for side in (result.truth, result.prediction)] if status == COUNTED else []
    trim_thread_scratch()
    check_status(status, ground_truth, prediction, rule)
    return ImageObjects(*found)


def _copy_objects(found: ObjectList) -> Int64:
    """Copy out of the scratch, whose memory the next call uses again."""
    if not found.count:
        return np.zeros((0, len(OBJECT_COLUMNS)), dtype=np.int64)
    values = (ctypes.c_int64 * (len(OBJECT_COLUMNS) * found.count)).from_address(found.objects)
    return np.array(values, dtype=np.int64).reshape(-1, len(OBJECT_COLUMNS))
