"""How even the folds are: each class's share in each fold against the share that it should have."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from segscope.data.splits.pictures import ALWAYS_TRAIN, Folds, Pictures

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class FoldBalance:
    """What each of F folds holds of K classes.

    Attributes:
        sizes: (F,) pictures.
        images: (F, K) pictures that show a class.
        pixels: (F, K) pixels of a class.
        total_size: Pictures of all folds, and of those that always train.
        total_images: (K,) likewise.
        total_pixels: (K,) likewise.
    """

    sizes: Counts
    images: Counts
    pixels: Counts
    total_size: int
    total_images: Counts
    total_pixels: Counts

    @property
    def shares(self) -> NDArray[np.float64]:
        """(F,) what each fold should hold: 1/F, or where some pictures always train its part of them all."""
        if int(self.sizes.sum()) < self.total_size:
            return self.sizes / self.total_size
        return np.full(len(self.sizes), 1 / len(self.sizes))

    def deviations(self, what: Literal["images", "pixels"]) -> NDArray[np.float64]:
        """Give how far each class's share in each fold is from what it should be.

        Returns:
            (F, K) float64, 0 for exactly right, 0.1 for a tenth too much, −1 for none at all; NaN for a
            class that never occurs.

        Example:
            >>> pictures = Pictures(np.array([[6, 0], [2, 0]]), (None, None))
            >>> measure_balance(pictures, np.array([0, 1])).deviations("pixels").tolist()
            [[0.5, nan], [-0.5, nan]]
        """
        held, total = (
            (self.images, self.total_images) if what == "images" else (self.pixels, self.total_pixels)
        )
        share = np.divide(held, total, out=np.full(held.shape, np.nan), where=total > 0)
        deviations: NDArray[np.float64] = share / self.shares[:, None] - 1
        return deviations

    def worst(self, what: Literal["images", "pixels"]) -> NDArray[np.float64]:
        """(K,) the largest deviation of each class in any fold, unsigned; NaN where it never occurs."""
        worst: NDArray[np.float64] = np.abs(self.deviations(what)).max(axis=0)
        return worst

    @property
    def missing(self) -> tuple[tuple[int, int], ...]:
        """(fold, class) where a class that occurs is in no picture of the fold."""
        folds, classes = np.nonzero((self.images == 0) & (self.total_images > 0))
        return tuple(zip(folds.tolist(), classes.tolist(), strict=True))

    def to_dict(self) -> dict[str, Any]:
        """Give plain values; a class that never occurs has the deviation None."""
        deviations = {what: _plain(self.deviations(what)) for what in ("images", "pixels")}
        return {
            "sizes": self.sizes.tolist(),
            "images": self.images.tolist(),
            "pixels": self.pixels.tolist(),
            "deviations": deviations,
        }


def measure_balance(pictures: Pictures, folds: Folds) -> FoldBalance:
    """Count what each fold holds."""
    parts = [folds == fold for fold in range(int(folds.max()) + 1)]
    return FoldBalance(
        sizes=np.array([part.sum() for part in parts], dtype=np.int64),
        images=np.array([pictures.shows[part].sum(axis=0) for part in parts], dtype=np.int64),
        pixels=np.array([pictures.pixels[part].sum(axis=0) for part in parts], dtype=np.int64),
        total_size=len(pictures),
        total_images=pictures.shows.sum(axis=0),
        total_pixels=pictures.pixels.sum(axis=0),
    )


def parts_of(folds: Folds) -> list[NDArray[np.intp]]:
    """Give the positions of the pictures of each fold, and last of those that always train, if any."""
    numbers = [*range(int(folds.max()) + 1), ALWAYS_TRAIN]
    parts = [np.flatnonzero(folds == number) for number in numbers]
    return parts if len(parts[-1]) else parts[:-1]


def _plain(values: NDArray[np.float64]) -> list[list[float | None]]:
    return [[None if np.isnan(value) else float(value) for value in row] for row in values]
