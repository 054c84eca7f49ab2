"""A power of the share of updates that is left."""

from segscope.config.catalogue.schedules import PolynomialOptions
from segscope.train.schedules.base import Schedule, share_done


class Polynomial(Schedule):
    """From the top at the first update to the final rate at the last.

    Source: the "poly" policy of ParseNet and DeepLab (Chen et al., TPAMI 2018).

    Args:
        options: Power and final factor.
        total: Updates of the whole schedule.

    Example:
        >>> schedule = Polynomial(PolynomialOptions(power=2), total=5)
        >>> [schedule.factor(update) for update in range(5)]
        [1.0, 0.5625, 0.25, 0.0625, 0.0]
    """

    def __init__(self, options: PolynomialOptions, total: int) -> None:
        self.power = options.power
        self.final = options.final
        self.total = total

    def factor(self, update: int) -> float:
        """Give final + (1 - final)(1 - s)^power for the share s that is done."""
        left: float = (1 - share_done(update, self.total)) ** self.power
        return self.final + (1 - self.final) * left
