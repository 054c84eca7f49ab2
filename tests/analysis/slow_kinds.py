"""The error kind of every single pixel by scipy, straight from the definition, for tests only.

The tables hold sums; to repair an error kind in the label maps themselves, tests need to know where it
lies. Definition: Bernhard et al. (WACV 2024), width 1 % of the diagonal, discs, 8-connected.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

EIGHT = np.ones((3, 3), dtype=bool)
NO_ERROR = -1
Mask = NDArray[np.bool_]
Kinds = NDArray[np.int64]


def pixel_kinds(
    truth: NDArray[np.uint8], prediction: NDArray[np.uint8], num_classes: int
) -> tuple[Kinds, Kinds]:
    """Give (fn_kind, fp_kind) maps: 0 boundary, 1 extent, 2 segment, -1 where nothing is wrong."""
    missed, false = np.full((2, *truth.shape), NO_ERROR)
    width = round(0.01 * float(np.hypot(*truth.shape)))
    for index in range(num_classes):
        is_true, is_predicted = truth == index, prediction == index
        tp, tn = is_true & is_predicted, ~is_true & ~is_predicted
        for kinds, wrong, whole in (
            (missed, is_true & ~is_predicted, is_true),
            (false, is_predicted & ~is_true, is_predicted),
        ):
            border = _along_border(wrong, tp, tn, width)
            kinds[wrong] = np.where(_touched(whole, tp)[wrong], 1, 2)
            kinds[border] = 0
    return missed, false


def _along_border(wrong: Mask, tp: Mask, tn: Mask, width: int) -> Mask:
    if width == 0:
        return np.zeros_like(wrong)
    dy, dx = np.mgrid[-width : width + 1, -width : width + 1]
    disc = dy**2 + dx**2 <= width**2 + width
    band = wrong & ndimage.binary_dilation(tp, disc) & ndimage.binary_dilation(tn, disc)
    grown = wrong & ndimage.binary_dilation(band, disc)
    return _touched(grown, ndimage.binary_dilation(tp, EIGHT)) & _touched(
        grown, ndimage.binary_dilation(tn, EIGHT)
    )


def _touched(mask: Mask, by: Mask) -> Mask:
    """Keep the 8-connected components of ``mask`` that share a pixel with ``by``."""
    parts, _ = ndimage.label(mask, EIGHT)
    touched: Mask = np.isin(parts, np.unique(parts[mask & by])) & mask
    return touched
