"""Half a cosine."""

import math

from segscope.config.catalogue.schedules import CosineOptions
from segscope.train.schedules.base import Schedule, share_done


class Cosine(Schedule):
    """From the top at the first update to the final rate at the last, and no rise after it.

    Source: Loshchilov & Hutter, SGDR, ICLR 2017, without restarts.

    Args:
        options: The final factor.
        total: Updates of the whole schedule.

    Example:
        >>> schedule = Cosine(CosineOptions(), total=5)
        >>> [round(schedule.factor(update), 3) for update in range(5)]
        [1.0, 0.854, 0.5, 0.146, 0.0]
    """

    def __init__(self, options: CosineOptions, total: int) -> None:
        self.final = options.final
        self.total = total

    def factor(self, update: int) -> float:
        """Give final + (1 - final)(1 + cos πs) / 2 for the share s that is done."""
        share = share_done(update, self.total)
        return self.final + (1 - self.final) * (1 + math.cos(math.pi * share)) / 2
