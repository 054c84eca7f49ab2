"""Two sides of runs on the same units, with their sums side by side so that one product gives all."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from segscope.engine.image_counts import Int64
from segscope.engine.resampling.unit_sums import UnitSums
from segscope.engine.score_formulas import mean_of_known

Float64 = NDArray[np.float64]


@dataclass(frozen=True)
class Sides:
    """The runs of side a and of side b, all of the same U units and K classes.

    Raises:
        ValueError: A side is empty, or units or classes differ.
    """

    a: Sequence[UnitSums]
    b: Sequence[UnitSums]

    def __post_init__(self) -> None:
        shapes = {run.values.shape for run in self.runs}
        if not self.a or not self.b or len(shapes) != 1:
            raise ValueError(f"two sides of runs on the same units are needed, not of shapes {shapes}")

    @property
    def runs(self) -> list[UnitSums]:
        """All runs, those of side a first."""
        return [*self.a, *self.b]

    @cached_property
    def values(self) -> Float64:
        """(U, R · C) the sums of all R runs beside each other, C columns each."""
        return np.concatenate([run.values for run in self.runs], axis=1)

    @property
    def num_classes(self) -> int:
        """K."""
        return self.a[0].num_classes

    @property
    def units(self) -> Int64:
        """(4 + K,) see :meth:`UnitSums.score_units`; ground truth is the same for all runs."""
        return self.a[0].score_units()

    def scores(self, sums: Float64) -> tuple[Float64, Float64]:
        """Turn sums (…, R · C) into the scores of side a's and of side b's runs, (…, runs, 4 + K) each."""
        every = self.a[0].scores(sums.reshape(*sums.shape[:-1], len(self.runs), -1))
        return every[..., : len(self.a), :], every[..., len(self.a) :, :]

    def difference(self, sums: Float64) -> Float64:
        """Turn sums (…, R · C) into the difference b - a of the sides' mean scores, (…, 4 + K)."""
        a, b = self.scores(sums)
        return mean_of_known(b, axis=-2) - mean_of_known(a, axis=-2)

    def residuals(self, sums: Float64) -> Float64:
        """Turn sums (…, R · C) into each run's scores less the means of its side, (…, R · (4 + K))."""
        apart = [side - mean_of_known(side, axis=-2)[..., None, :] for side in self.scores(sums)]
        return np.concatenate(apart, axis=-2).reshape(*sums.shape[:-1], -1)
