"""Where to look in a picture: the largest patch of the pixels that a reason is about."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.label_suspects import Box
from segscope.engine.class_set import LabelMap
from segscope.engine.components import label_components

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Maps:
    """What is kept of one picture.

    Attributes:
        truth: (H, W) class indices and the ignore value.
        prediction: The same; the ignore value is "no class".
        before: The parent's prediction; None where there is none, or it is not kept.
        ignore: The ignore value.
    """

    truth: LabelMap
    prediction: LabelMap
    before: LabelMap | None
    ignore: int

    @property
    def counted(self) -> Mask:
        """(H, W) True where a score counts."""
        mask: Mask = self.truth != self.ignore
        return mask

    @property
    def wrong(self) -> Mask:
        """(H, W) True where the prediction is wrong."""
        mask: Mask = self.counted & (self.truth != self.prediction)
        return mask

    def changed(self, *, fixed: bool) -> Mask:
        """(H, W) True where the parent was wrong and this is right (``fixed``), or the other way."""
        if self.before is None:
            return self.wrong
        was_right: Mask = self.before == self.truth
        return self.counted & (~self.wrong & ~was_right if fixed else self.wrong & was_right)

    def wrong_of_class(self, index: int) -> Mask:
        """(H, W) True where a pixel of the class was missed, or another one taken for it."""
        mask: Mask = self.wrong & ((self.truth == index) | (self.prediction == index))
        return mask

    def confused(self, first: int, second: int) -> Mask:
        """(H, W) True where one of two classes was taken for the other."""
        there: Mask = (self.truth == first) & (self.prediction == second)
        back: Mask = (self.truth == second) & (self.prediction == first)
        return self.counted & (there | back)


def largest_patch(mask: Mask) -> Box | None:
    """Give the box of the largest connected patch: (top, left, end row, end column); None without any.

    Example:
        >>> mask = np.zeros((8, 8), dtype=bool)
        >>> mask[1, 1] = mask[4:7, 3:8] = True
        >>> largest_patch(mask)
        (4, 3, 7, 8)
    """
    if not mask.any():
        return None
    patches = label_components(mask.astype(np.uint8))
    sizes = np.bincount(patches[mask])
    patch = patches == int(sizes.argmax())
    rows, columns = (np.flatnonzero(patch.any(axis=axis)) for axis in (1, 0))
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1
