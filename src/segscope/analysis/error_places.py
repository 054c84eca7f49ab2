"""Where in a picture the errors are that a list of pictures was asked for.

The counts tell how many pixels are wrong by which kind, not where they lie; that is looked up in the label
maps. Kinds are told from their shape here: what has nothing right in its component is a whole segment,
what is no wider than the band along borders lies at the boundary, and the rest is extent. For a box to look
at that is enough; figures come from the counts.
"""

import math

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.evidence import Mask
from segscope.analysis.picture_ranking import PictureFilter
from segscope.engine.class_set import LabelMap
from segscope.engine.components import label_components
from segscope.engine.count_rule import BOUNDARY_WIDTH
from segscope.engine.image_counts import NO_CLASS, Int64
from segscope.engine.objects import OBJECT_COLUMNS, list_objects

Box = tuple[int, int, int, int]
_BOX = slice(OBJECT_COLUMNS.index("top"), OBJECT_COLUMNS.index("end_column") + 1)
_CLASS, _PIXELS, _RIGHT = (OBJECT_COLUMNS.index(name) for name in ("class_index", "pixels", "right"))


def largest_error(truth: LabelMap, prediction: LabelMap, chosen: PictureFilter, *, ignore: int) -> Box | None:
    """Find the largest connected piece of the wrong pixels that are asked for.

    Args:
        truth: (H, W) class indices.
        prediction: (H, W) class indices; ``ignore`` for no class.
        chosen: Which wrong pixels.
        ignore: The value of ignored pixels.

    Returns:
        (top, left, bottom, right), the last two one past its last pixels; None without such pixels, or
        where the maps differ in size.

    Example:
        >>> truth = np.zeros((9, 9), dtype=np.uint8)
        >>> guess = truth.copy()
        >>> guess[0, 0], guess[4:8, 3:5] = 1, 1
        >>> largest_error(truth, guess, PictureFilter(), ignore=255)
        (4, 3, 8, 5)
    """
    if truth.shape != prediction.shape:
        return None
    if chosen.kind == "segment" and chosen.predicted is None:
        whole = _wholly_wrong_objects(truth, prediction, chosen.class_index, ignore)
        if len(whole):
            return _largest(whole)
    wrong = wrong_pixels(truth, prediction, chosen, ignore=ignore)
    if not wrong.any():
        return None
    pieces = list_objects(wrong.view(np.uint8), wrong.view(np.uint8), num_classes=2).truth
    return _largest(pieces[pieces[:, _CLASS] == 1])


def _largest(objects: Int64) -> Box:
    top, left, bottom, right = objects[objects[:, _PIXELS].argmax(), _BOX].tolist()
    return top, left, bottom, right


def _wholly_wrong_objects(
    truth: LabelMap, prediction: LabelMap, class_index: int | None, ignore: int
) -> Int64:
    """Give the objects of both maps of which no pixel is right, as rows of ``OBJECT_COLUMNS``."""
    classes = 1 + max(int(label_map[label_map != ignore].max(initial=0)) for label_map in (truth, prediction))
    found = list_objects(truth, prediction, num_classes=classes, ignore=ignore)
    objects: Int64 = np.concatenate([found.truth, found.predicted])
    whole = (objects[:, _RIGHT] == 0) & (objects[:, _PIXELS] > 0)
    if class_index is not None:
        whole &= objects[:, _CLASS] == class_index
    chosen: Int64 = objects[whole]
    return chosen


def wrong_pixels(truth: LabelMap, prediction: LabelMap, chosen: PictureFilter, *, ignore: int) -> Mask:
    """Choose the wrong pixels that are asked for, (H, W); of a kind that shows nowhere, all kinds."""
    wrong: Mask = (truth != prediction) & (truth != ignore)
    if chosen.predicted is not None:
        taken_for = ignore if chosen.predicted == NO_CLASS else chosen.predicted
        wrong &= (truth == chosen.class_index) & (prediction == taken_for)
    elif chosen.class_index is not None:
        wrong &= (truth == chosen.class_index) | (prediction == chosen.class_index)
    if chosen.kind is None or not wrong.any():
        return wrong
    of_kind = wrong & _looks_like(truth, prediction, wrong, chosen)
    return of_kind if of_kind.any() else wrong


def _looks_like(truth: LabelMap, prediction: LabelMap, wrong: Mask, chosen: PictureFilter) -> Mask:
    whole = np.zeros(wrong.shape, dtype=np.bool_)
    for side in (truth, prediction):
        own = wrong if chosen.class_index is None else wrong & (side == chosen.class_index)
        whole |= own & _in_wholly_wrong(side, truth == prediction)
    if chosen.kind == "segment":
        return whole
    width = round(BOUNDARY_WIDTH * math.hypot(*wrong.shape))
    thin = wrong & ~_opened(wrong, width)
    return ~whole & (thin if chosen.kind == "boundary" else ~thin)


def _in_wholly_wrong(label_map: LabelMap, right: Mask) -> Mask:
    """Tell which pixels lie in a component without a right pixel."""
    numbers = label_components(label_map)
    found = np.bincount(numbers.ravel(), weights=right.ravel()) > 0
    missed: Mask = ~found[numbers]
    return missed


def _opened(mask: Mask, width: int) -> Mask:
    """Keep what a square of ``width`` + 1 pixels fits into; what is thinner goes."""
    size, (rows, columns) = width + 1, mask.shape
    inside = _sums(np.pad(mask, size), size) == size * size
    return _sums(inside, size)[1 : rows + 1, 1 : columns + 1] > 0


def _sums(mask: Mask, size: int) -> NDArray[np.int32]:
    """Sum each square of ``size`` pixels that lies inside: (H - size + 1, W - size + 1)."""
    total = np.pad(mask.astype(np.int32).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    sums: NDArray[np.int32] = (
        total[size:, size:] - total[:-size, size:] - total[size:, :-size] + total[:-size, :-size]
    )
    return sums
