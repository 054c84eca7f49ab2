"""What a splitter knows of the pictures: how much of each class they show, and which belong together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Balance = Literal["images", "pixels", "both"]
Folds = NDArray[np.int64]
"""(N,) the fold of each picture, from 0; :data:`ALWAYS_TRAIN` for one that no fold validates."""
Masses = NDArray[np.float64]

ALWAYS_TRAIN = -1


@dataclass(frozen=True, eq=False)
class Pictures:
    """The pictures that are to be divided.

    Attributes:
        pixels: (N, K) int64, pixels of each class in each picture; ignored pixels do not count.
        groups: (N,) the group of each picture; None for one that belongs with no other.
    """

    pixels: NDArray[np.int64]
    groups: Sequence[str | None]

    def __len__(self) -> int:
        """How many pictures there are: N."""
        return len(self.pixels)

    @property
    def shows(self) -> NDArray[np.bool_]:
        """(N, K) whether a picture shows a class."""
        return self.pixels > 0

    def masses(self, balance: Balance) -> Masses:
        """Give what is to be balanced, each column in shares of its total.

        Args:
            balance: ``images`` counts the pictures that show a class, ``pixels`` its pixels, ``both``
                gives a column for each.

        Returns:
            (N, C) float64; classes that never occur have no column.

        Example:
            >>> Pictures(np.array([[4, 0, 1], [4, 0, 3]]), ("a", "b")).masses("pixels").tolist()
            [[0.5, 0.25], [0.5, 0.75]]
        """
        parts = []
        if balance in ("images", "both"):
            parts.append(self.shows.astype(np.float64))
        if balance in ("pixels", "both"):
            parts.append(self.pixels.astype(np.float64))
        columns = np.concatenate(parts, axis=1)
        totals = columns.sum(axis=0)
        masses: Masses = columns[:, totals > 0] / totals[totals > 0]
        return masses

    def units(self) -> Folds:
        """Number what must stay whole: a group, or a picture without one.

        Returns:
            (N,) unit of each picture, counted from 0 in the order of first appearance.

        Example:
            >>> Pictures(np.zeros((4, 1), np.int64), ("b", "a", None, "b")).units().tolist()
            [0, 1, 2, 0]
        """
        numbers: dict[str | int, int] = {}
        keys = [index if group is None else group for index, group in enumerate(self.groups)]
        return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


def sum_by_unit(values: NDArray[np.generic], units: Folds) -> NDArray[np.float64]:
    """Add up the rows of each unit: (N, C) to (U, C)."""
    sums = np.zeros((int(units.max(initial=-1)) + 1, values.shape[1]))
    np.add.at(sums, units, values)
    return sums
