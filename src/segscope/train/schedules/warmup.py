"""Gradual warm-up before any schedule."""

from typing import Any

from segscope.train.schedules.base import Schedule


class Warmup(Schedule):
    """Climbs linearly to where another schedule begins, then follows it.

    Source: Goyal et al., Accurate, Large Minibatch SGD, 2017. Scores of validations before the climb's
    end are not passed on: a rate that still rises says nothing of a plateau.

    Args:
        schedule: What follows.
        updates: Length of the climb, at least 1; its last update has exactly the following schedule's
            first factor.

    Example:
        >>> from segscope.config.catalogue.schedules import CosineOptions
        >>> from segscope.train.schedules.cosine import Cosine
        >>> schedule = Warmup(Cosine(CosineOptions(), total=3), updates=4)
        >>> [schedule.factor(update) for update in range(7)]
        [0.25, 0.5, 0.75, 1.0, 1.0, 0.5, 0.0]
    """

    def __init__(self, schedule: Schedule, updates: int) -> None:
        self.schedule = schedule
        self.updates = updates

    def factor(self, update: int) -> float:
        """Give the factor on the climb or after it."""
        if update < self.updates:
            return self.schedule.factor(0) * ((update + 1) / self.updates)
        return self.schedule.factor(update - self.updates)

    def observe(self, score: float, update: int) -> None:
        """Pass the score of a validation after the climb on."""
        if update >= self.updates:
            self.schedule.observe(score, update - self.updates)

    def state_dict(self) -> dict[str, Any]:
        """Give the following schedule's state."""
        return self.schedule.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over the following schedule's state."""
        self.schedule.load_state_dict(state)
