"""One climb and one descent."""

import math

from segscope.config.catalogue.schedules import OneCycleOptions
from segscope.train.schedules.base import Schedule


class OneCycle(Schedule):
    """The rates of torch's ``OneCycleLR`` in two phases; the momentum is left as it is.

    Source: Smith & Topin, Super-Convergence, 2019. As torch has it, the top lies at the update
    ``pct_start * total - 1``, and between two updates where that is no whole number.

    Args:
        options: Share of the climb, and the rates at both ends.
        total: Updates of the whole schedule.

    Example:
        >>> schedule = OneCycle(OneCycleOptions(pct_start=0.4, div_factor=10, anneal="linear"), total=10)
        >>> [round(schedule.factor(update), 2) for update in range(10)]
        [0.1, 0.4, 0.7, 1.0, 0.83, 0.67, 0.5, 0.33, 0.17, 0.0]
    """

    def __init__(self, options: OneCycleOptions, total: int) -> None:
        self.first = 1 / options.div_factor
        self.final = self.first / options.final_div_factor
        self.peak = max(options.pct_start * total - 1, 0.0)
        self.last = max(total - 1, 1)
        self.is_cosine = options.anneal == "cos"

    def factor(self, update: int) -> float:
        """Give the factor on the climb up to the peak, or on the descent from it."""
        if update < self.peak:
            return self._between(self.first, 1.0, update / self.peak)
        return self._between(1.0, self.final, min((update - self.peak) / (self.last - self.peak), 1.0))

    def _between(self, start: float, end: float, share: float) -> float:
        if self.is_cosine:
            share = (1 - math.cos(math.pi * share)) / 2
        return start + (end - start) * share
