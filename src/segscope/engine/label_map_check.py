"""What a label map must be before it is counted, and what is said where it is not."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine.count_rule import CountRule
from segscope.errors import LabelMapError

IntegerMap = NDArray[np.integer[Any]]

_DTYPES = (np.dtype(np.uint8), np.dtype(np.uint16), np.dtype(np.int32))
_SHOWN_IDS = 5


def check_pair(ground_truth: IntegerMap, prediction: IntegerMap) -> None:
    """Check the form of both label maps; ids are checked by the count itself.

    Raises:
        LabelMapError: One is no (H, W) array of a supported dtype, or their sizes differ.
    """
    _check_form("ground truth", ground_truth)
    _check_form("prediction", prediction)
    if ground_truth.shape != prediction.shape:
        raise LabelMapError(
            f"the prediction is {size_of(prediction)} and the ground truth {size_of(ground_truth)}: "
            "give both at one size."
        )


def check_confidence(confidence: object, ground_truth: IntegerMap) -> None:
    """Check the form of a confidence map.

    Raises:
        LabelMapError: It is no uint8 array of the ground truth's shape.
    """
    if not isinstance(confidence, np.ndarray):
        raise LabelMapError(f"the confidence is a {type(confidence).__name__}: give a numpy array (H, W).")
    if confidence.dtype != np.uint8 or confidence.shape != ground_truth.shape:
        raise LabelMapError(
            f"the confidence is {confidence.dtype} of shape {confidence.shape}: it must be uint8 of shape "
            f"{ground_truth.shape}, the probability times 255."
        )


def foreign_ids_error(what: str, label_map: IntegerMap, rule: CountRule) -> LabelMapError:
    """Say which ids of a label map are no class, and how many pixels hold them."""
    ids, pixels = np.unique(label_map, return_counts=True)
    foreign = (ids < 0) | (ids >= rule.num_classes)
    allowed = f"0 … {rule.num_classes - 1}"
    if rule.ignore is not None:
        foreign &= ids != rule.ignore
        allowed += f" and the ignore id {rule.ignore}"
    named = [f"{id_} ({n} px)" for id_, n in zip(ids[foreign], pixels[foreign], strict=True)]
    more = f" and {len(named) - _SHOWN_IDS} more" if len(named) > _SHOWN_IDS else ""
    return LabelMapError(
        f"the {what} holds ids that are no class: {', '.join(named[:_SHOWN_IDS])}{more}; "
        f"allowed are {allowed}."
    )


def size_of(label_map: IntegerMap) -> str:
    """Width × height in words."""
    return f"{label_map.shape[1]} × {label_map.shape[0]} px"


def _check_form(what: str, label_map: object) -> None:
    if not isinstance(label_map, np.ndarray):
        raise LabelMapError(f"the {what} is a {type(label_map).__name__}: give a numpy array (H, W).")
    if label_map.dtype not in _DTYPES:
        raise LabelMapError(
            f"the {what} holds {label_map.dtype}: give class ids as uint8, uint16 or int32, such as "
            "`.astype(np.int32)` makes of whole numbers."
        )
    if label_map.ndim != 2 or label_map.size == 0:
        raise LabelMapError(f"the {what} has shape {label_map.shape}: give (H, W), both at least 1.")
