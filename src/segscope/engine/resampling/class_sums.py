"""What each resampling unit adds to all seven pooled scores of every class.

More than twice as wide as :class:`~segscope.engine.resampling.unit_sums.UnitSums`, which comparisons and the
diagnosis table draw: so these sums are made where somebody asks for them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import Int64
from segscope.engine.resampling.unit_sums import sum_over_units
from segscope.engine.score_formulas import SCORE_COLUMNS, class_scores, mean_of_known

Float64 = NDArray[np.float64]


@dataclass(frozen=True)
class ClassSums:
    """Sums over each of U units (images, or groups of images) of one validation of K classes.

    Attributes:
        values: (U, 11 K) float64 whole numbers: K columns for each of
            :data:`~segscope.engine.score_formulas.SCORE_COLUMNS`.
        num_classes: K.

    Example:
        >>> from segscope.engine import count
        >>> truth = np.array([[0, 0, 1, 1]], dtype=np.uint8)
        >>> guess = np.array([[0, 1, 1, 1]], dtype=np.uint8)
        >>> tables = CountTables.from_counts(["a"], [count(truth, guess, num_classes=2)])
        >>> units = ClassSums.from_tables(tables)
        >>> units.scores(units.values.sum(axis=0)).reshape(7, 3)[2].round(3)  # precision
        array([0.833, 1.   , 0.667])
    """

    values: Float64
    num_classes: int

    @classmethod
    def from_tables(cls, tables: CountTables, unit_of_image: Int64 | None = None) -> "ClassSums":
        """Sum a validation's counts over units.

        Args:
            tables: The counts.
            unit_of_image: (N,) the unit of each image, 0 … U-1; None = every image is a unit.
        """
        per_image = np.concatenate([tables.dense(name) for name in SCORE_COLUMNS], axis=1)
        return cls(sum_over_units(per_image.astype(np.float64), unit_of_image), tables.num_classes)

    def score_units(self) -> Int64:
        """(7 (1 + K),) how many units say something about each score, in the order of :meth:`scores`.

        About a mean all do; about a class those that hold it and where its score is defined. So precision
        has those that hold the class and predict it: right pixels, which it is made of, lie in no others.
        """
        counts = self._by_column(self.values)
        held = counts["tp"] + counts["fn"] > 0
        units = [
            np.concatenate([[len(self.values)], np.count_nonzero(held & ~np.isnan(values), axis=0)])
            for values in class_scores(counts).values()
        ]
        return np.concatenate(units)

    def scores(self, sums: Float64) -> Float64:
        """Make scores from sums.

        Args:
            sums: (…, 11 K), sums of rows of :attr:`values`.

        Returns:
            (…, 7 (1 + K)): for each of :data:`~segscope.engine.score_formulas.SCORE_NAMES` its mean over the
            classes where it is defined, then each class's own; NaN where there is nothing to make it from.
        """
        parts: list[Float64] = []
        for values in class_scores(self._by_column(sums)).values():
            parts += [mean_of_known(values, axis=-1)[..., None], values]
        return np.concatenate(parts, axis=-1)

    def _by_column(self, sums: Float64) -> dict[str, Float64]:
        """Give (…, K) sums of each column."""
        parts = np.split(sums, len(SCORE_COLUMNS), axis=-1)
        return dict(zip(SCORE_COLUMNS, parts, strict=True))
