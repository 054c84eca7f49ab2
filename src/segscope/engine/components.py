"""Connected components of a label map, found by runs instead of pixels.

Each row is cut into runs of one value; runs that touch a run of the same value in the next row, also by
a corner, are united. All steps are array operations over runs.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import LabelMap


@dataclass(frozen=True, slots=True, eq=False)
class RowRuns:
    """The runs of a label map in reading order, and which of them belong together.

    Attributes:
        values: (R,) the value of each run.
        lengths: (R,) its pixels.
        first_run: (R,) the number of the first run of its 8-connected component.
    """

    values: NDArray[Any]
    lengths: NDArray[np.intp]
    first_run: NDArray[np.intp]


def find_runs(label_map: LabelMap) -> RowRuns:
    """Cut a label map into runs and unite those of one 8-connected component.

    Args:
        label_map: (H, W), at least one pixel.
    """
    starts, ends = _runs(label_map)
    values = label_map.ravel()[starts]
    upper, lower = _touching(starts, ends, label_map.shape[1])
    same = values[upper] == values[lower]
    return RowRuns(values, ends - starts + 1, _unite(len(starts), upper[same], lower[same]))


def label_components(label_map: LabelMap) -> NDArray[np.int32]:
    """Number the 8-connected components of equal value, in the order of their first pixels.

    Args:
        label_map: (H, W), at least one pixel.

    Returns:
        (H, W) numbers from 0.

    Example:
        >>> label_components(np.array([[1, 0, 0], [0, 1, 0], [2, 0, 1]], dtype=np.uint8)).tolist()
        [[0, 1, 1], [1, 0, 1], [2, 1, 0]]
    """
    runs = find_runs(label_map)
    _, numbers = np.unique(runs.first_run, return_inverse=True)
    return np.repeat(numbers.astype(np.int32), runs.lengths).reshape(label_map.shape)


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


def _unite(count: int, left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.intp]:
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
