"""How much and how many of each class a label map shows, measured by runs instead of pixels."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import LabelMap
from segscope.engine.components import find_runs


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
    runs = find_runs(label_map)
    firsts = runs.values[runs.first_run == np.arange(len(runs.values))]
    pixels = np.bincount(runs.values, weights=runs.lengths, minlength=num_values)
    return Measures(pixels.astype(np.int64), np.bincount(firsts, minlength=num_values))
