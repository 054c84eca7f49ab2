"""The rate falls when the score stops growing."""

import math
from typing import Any

from segscope.config.catalogue.schedules import PlateauOptions
from segscope.train.schedules.base import Schedule


class Plateau(Schedule):
    """The rates of torch's ``ReduceLROnPlateau`` in mode ``max`` with a relative threshold.

    Args:
        options: When and how far the rate falls.
        total: Updates of the whole schedule; it does not matter here.

    Example:
        >>> schedule = Plateau(PlateauOptions(factor=0.5, patience=1), total=100)
        >>> rates = []
        >>> for update, score in enumerate([0.4, 0.5, 0.5, 0.5, 0.6]):
        ...     schedule.observe(score, update)
        ...     rates.append(schedule.factor(update + 1))
        >>> rates
        [1.0, 1.0, 1.0, 0.5, 0.5]
    """

    def __init__(self, options: PlateauOptions, total: int) -> None:
        del total
        self.options = options
        self.current = 1.0
        self.best = -math.inf
        self.without_gain = 0
        self.cooling = 0

    def factor(self, update: int) -> float:
        """Give the factor that the scores so far have led to."""
        del update
        return self.current

    def observe(self, score: float, update: int) -> None:
        """Count a validation as gain or not, and lower the rate where patience ends; NaN is no gain."""
        del update
        if score > self.best * (1 + self.options.threshold):
            self.best = score
            self.without_gain = 0
        else:
            self.without_gain += 1
        if self.cooling > 0:
            self.cooling -= 1
            self.without_gain = 0
        if self.without_gain > self.options.patience:
            self.current = max(self.current * self.options.factor, self.options.min_factor)
            self.cooling = self.options.cooldown
            self.without_gain = 0

    def state_dict(self) -> dict[str, Any]:
        """Give what the scores so far have led to."""
        return {
            "current": self.current,
            "best": self.best,
            "without_gain": self.without_gain,
            "cooling": self.cooling,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` gave."""
        self.current = state["current"]
        self.best = state["best"]
        self.without_gain = state["without_gain"]
        self.cooling = state["cooling"]
