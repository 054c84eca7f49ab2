"""A binary mask as run lengths: what polygons and RLE alike become before they are painted."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]
Extent = tuple[float, float, float, float]
"""(left, top, right, bottom) in pixels, right and bottom exclusive."""


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Runs of pixels down the columns, from left to right, as in COCO's run-length encoding.

    Attributes:
        height: Rows of the mask.
        width: Columns of the mask.
        counts: (N,) int64 lengths, outside and inside in turn, beginning outside; none is negative and
            they sum to ``height * width``.
    """

    height: int
    width: int
    counts: Int64

    @property
    def area(self) -> int:
        """How many pixels lie inside."""
        return int(self.counts[1::2].sum())

    def _inside(self) -> tuple[Int64, Int64]:
        ends = np.cumsum(self.counts)
        inside = ends[1::2]
        starts = inside - self.counts[1::2]
        filled = inside > starts
        return starts[filled], inside[filled]

    def paint(self, columns: NDArray[Any], value: int) -> None:
        """Set the pixels inside to a value.

        The loop is over runs (about one for each column of an object); a slice is filled at memory speed,
        and the cost follows the object's size, not the picture's.

        Args:
            columns: (width, height) C-contiguous array, the transposed picture; changed in place.
            value: What to write.
        """
        flat = columns.reshape(-1)
        starts, ends = self._inside()
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            flat[start:end] = value

    def extent(self) -> Extent | None:
        """Give the box around the pixels inside; None where there are none."""
        starts, ends = self._inside()
        if len(starts) == 0:
            return None
        first, last = starts // self.height, (ends - 1) // self.height
        if (last > first).any():
            top, bottom = 0, self.height
        else:
            top = int((starts % self.height).min())
            bottom = int(((ends - 1) % self.height).max()) + 1
        return float(first[0]), float(top), float(last[-1] + 1), float(bottom)
