"""What each resampling unit adds to the pooled scores: sums that a weighted draw of units adds up again.

Every score of a split is made from sums over its images, so a bootstrap needs the sums of each unit once
and no label map: the scores of a draw are those of the units' sums times how often each was drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import Int64
from segscope.engine.score_formulas import mean_of_known, ratio
from segscope.engine.scores import image_miou

Float64 = NDArray[np.float64]

OVERALL_SCORES = ("miou", "miou_per_image", "pixel_accuracy", "boundary_iou")
"""The scores of a whole split, as :meth:`segscope.engine.scores.Scores.to_dict` names them."""

_CLASS_COLUMNS = 5


@dataclass(frozen=True)
class UnitSums:
    """Sums over each of U units (images, or groups of images) of one validation of K classes.

    Attributes:
        values: (U, 5 K + 3) float64, whole numbers but for one column: K columns each of true positives,
            union, ground-truth pixels, and intersection and union of the boundary bands; then counted
            pixels, the sum of the images' own mIoU, and how many images have one.
        num_classes: K.

    Example:
        >>> from segscope.engine import count
        >>> truth = np.array([[0, 0, 1, 1]], dtype=np.uint8)
        >>> guess = np.array([[0, 1, 1, 1]], dtype=np.uint8)
        >>> tables = CountTables.from_counts(["a"], [count(truth, guess, num_classes=2)])
        >>> units = UnitSums.from_tables(tables)
        >>> units.scores(units.values.sum(axis=0)).round(3)
        array([0.583, 0.583, 0.75 , 0.583, 0.5 , 0.667])
    """

    values: Float64
    num_classes: int

    @classmethod
    def from_tables(cls, tables: CountTables, unit_of_image: Int64 | None = None) -> "UnitSums":
        """Sum a validation's counts over units.

        Args:
            tables: The counts.
            unit_of_image: (N,) the unit of each image, 0 … U-1; None = every image is a unit.
        """
        own = image_miou(tables)
        known = ~np.isnan(own)
        tp, fn = tables.dense("tp"), tables.dense("fn")
        truth = tp + fn
        bands = (tables.dense("biou_intersection"), tables.dense("biou_union"))
        single = np.column_stack([truth.sum(axis=1), np.where(known, own, 0.0), known])
        per_class = (tp, truth + tables.dense("fp"), truth, *bands)
        per_image = np.concatenate([*per_class, single], axis=1).astype(np.float64)
        return cls(sum_over_units(per_image, unit_of_image), tables.num_classes)

    @property
    def num_units(self) -> int:
        """How many units there are."""
        return len(self.values)

    def score_units(self) -> Int64:
        """(4 + K,) how many units say something about each score: all, or those that hold the class."""
        truth = self.values[:, 2 * self.num_classes : 3 * self.num_classes]
        overall = np.full(len(OVERALL_SCORES), self.num_units)
        return np.concatenate([overall, np.count_nonzero(truth, axis=0)])

    def scores(self, sums: Float64) -> Float64:
        """Make scores from sums.

        Args:
            sums: (…, 5 K + 3), sums of rows of :attr:`values`.

        Returns:
            (…, 4 + K): :data:`OVERALL_SCORES`, then the IoU of each class; NaN where a score has
            nothing to be made from.
        """
        ends = np.arange(1, _CLASS_COLUMNS + 1) * self.num_classes
        tp, union, _, intersection, band, rest = np.split(sums, ends, axis=-1)
        iou = ratio(tp, union)
        overall = np.stack(
            [
                mean_of_known(iou, axis=-1),
                ratio(rest[..., 1], rest[..., 2]),
                ratio(tp.sum(axis=-1), rest[..., 0]),
                mean_of_known(ratio(intersection, band), axis=-1),
            ],
            axis=-1,
        )
        return np.concatenate([overall, iou], axis=-1)


def sum_over_units(per_image: Float64, unit_of_image: Int64 | None) -> Float64:
    """Add up rows by unit.

    Args:
        per_image: (N, C) a row an image.
        unit_of_image: (N,) the unit of each image, 0 … U-1; None = every image is a unit.

    Returns:
        (U, C).
    """
    if unit_of_image is None:
        return per_image
    values = np.zeros((int(unit_of_image.max(initial=-1)) + 1, per_image.shape[1]))
    np.add.at(values, unit_of_image, per_image)
    return values


def units_of_groups(groups: Sequence[str | None]) -> Int64:
    """Number the groups by first occurrence: (N,) int64; an image without a group is a unit of its own.

    Example:
        >>> units_of_groups(["a", "b", "a", None, None])
        array([0, 1, 0, 2, 3])
    """
    numbers: dict[object, int] = {}
    keys = ((index,) if group is None else group for index, group in enumerate(groups))
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)
