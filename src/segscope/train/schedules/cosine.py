"""Half a cosine, or several."""

import math
from bisect import bisect_right

from segscope.config.catalogue.schedules import CosineOptions
from segscope.train.schedules.base import Schedule, share_done


class Cosine(Schedule):
    """From the top at the first update of a cycle to the final rate at its last; no rise after the last one.

    Source: Loshchilov & Hutter, SGDR, ICLR 2017; cycles of equal length as in Huang et al., Snapshot
    Ensembles, ICLR 2017.

    Args:
        options: The final factor, and how many cycles.
        total: Updates of the whole schedule.

    Example:
        >>> schedule = Cosine(CosineOptions(), total=5)
        >>> [round(schedule.factor(update), 3) for update in range(5)]
        [1.0, 0.854, 0.5, 0.146, 0.0]
    """

    def __init__(self, options: CosineOptions, total: int) -> None:
        self.final = options.final
        # A cycle has one update at least.
        cycles = min(options.cycles, max(total, 1))
        self._begins = [total * cycle // cycles for cycle in range(cycles)]
        self._ends = [*self._begins[1:], total]

    def factor(self, update: int) -> float:
        """Give final + (1 - final)(1 + cos πs) / 2 for the share s of its cycle that is done."""
        cycle = bisect_right(self._begins, update) - 1
        begin, end = self._begins[cycle], self._ends[cycle]
        share = share_done(update - begin, end - begin)
        return self.final + (1 - self.final) * (1 + math.cos(math.pi * share)) / 2
