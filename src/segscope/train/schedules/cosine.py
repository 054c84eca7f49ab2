"""Linear warm-up, then half a cosine."""

import math
from typing import Any

from segscope.config.catalogue.schedules import CosineOptions


class Cosine:
    """The factor on the top rate at each optimiser step.

    Args:
        options: Warm-up share and final factor.
        total_steps: Optimiser steps of the whole run.

    Example:
        >>> schedule = Cosine(CosineOptions(warmup=0.5), total_steps=8)
        >>> [round(schedule.factor(step), 3) for step in range(8)]
        [0.25, 0.5, 0.75, 1.0, 1.0, 0.75, 0.25, 0.0]
    """

    def __init__(self, options: CosineOptions, total_steps: int) -> None:
        self.warmup_steps = round(options.warmup * total_steps)
        self.total_steps = total_steps
        self.final = options.final

    def factor(self, step: int) -> float:
        """Give the factor for a step, counted from 0; the last step has exactly the final factor."""
        if step < self.warmup_steps:
            return (step + 1) / self.warmup_steps
        # From the top at the first step after the warm-up to the end at the last step.
        span = max(self.total_steps - 1 - self.warmup_steps, 1)
        progress = min((step - self.warmup_steps) / span, 1.0)
        return self.final + (1 - self.final) * (1 + math.cos(math.pi * progress)) / 2

    def observe(self, score: float) -> None:
        """Take no notice: the rate depends on the step alone."""

    def state_dict(self) -> dict[str, Any]:
        """Give nothing: there is no state."""
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over nothing."""
