"""How much and how many of each class a label map shows, measured by runs instead of pixels."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import LabelMap


class Measures(NamedTuple):
    """Pixels and objects of each value of a label map.

    Attributes:
        pixels: (V,) pixels of the values 0 … V-1.
        objects: (V,) 8-connected components of each value.
    """

    pixels: NDArray[np.int64]
    objects: NDArray[np.int64]


def measure(label_map: LabelMap, num_values: int) -> Measures:
    """Count pixels and 8-connected components.

    Each row is cut into runs of one value; runs that touch a run of the same value in the next row,
    also by a corner, are united. All steps are array operations over runs.

    Args:
        label_map: (H, W) values from 0 to ``num_values`` - 1.
        num_values: V; for a label map of K classes ``class_set.ignore + 1``, or K where none is ignored.

    Example:
        >>> measures = measure(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 0], [1, 0, 0]], dtype=np.uint8), 2)
        >>> measures.pixels.tolist(), measures.objects.tolist()
        ([9, 3], [1, 2])
    """
    if label_map.size == 0:
        return Measures(np.zeros(num_values, np.int64), np.zeros(num_values, np.int64))
    starts, ends = _runs(label_map)
    values = label_map.ravel()[starts]
    upper, lower = _touching(starts, ends, label_map.shape[1])
    same = values[upper] == values[lower]
    parent = _unite(len(starts), upper[same], lower[same])
    roots = values[parent == np.arange(len(starts))]
    pixels = np.bincount(values, weights=ends - starts + 1, minlength=num_values)
    return Measures(pixels.astype(np.int64), np.bincount(roots, minlength=num_values))


def _runs(label_map: LabelMap) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the first and the last flat index of each run, in reading order."""
    begins = np.ones(label_map.shape, dtype=np.bool_)
    np.not_equal(label_map[:, 1:], label_map[:, :-1], out=begins[:, 1:])
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], label_map.size) - 1
    return starts, ends


def _touching(
    starts: NDArray[np.intp], ends: NDArray[np.intp], width: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pair every run with the runs of the next row that it touches, corners included."""
    next_row = (starts // width + 1) * width
    first = np.searchsorted(ends, np.maximum(starts + width - 1, next_row))
    behind_last = np.searchsorted(starts, np.minimum(ends + width + 1, next_row + width - 1), side="right")
    touched = behind_last - first
    upper = np.repeat(np.arange(len(starts)), touched)
    offset = np.arange(len(upper)) - np.repeat(np.cumsum(touched) - touched, touched)
    return upper, np.repeat(first, touched) + offset


def _unite(count: int, left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[Any]:
    """Give each of ``count`` nodes the smallest node that it is joined to over any number of edges."""
    parent = np.arange(count)
    while len(left):
        # Hang the larger root of each edge below the smallest root it meets, then flatten the trees.
        np.minimum.at(parent, np.maximum(left, right), np.minimum(left, right))
        grand = parent[parent]
        while not np.array_equal(grand, parent):
            parent, grand = grand, grand[grand]
        left, right = parent[left], parent[right]
        apart = left != right
        left, right = left[apart], right[apart]
    return parent
