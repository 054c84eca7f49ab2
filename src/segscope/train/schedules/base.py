"""What a learning-rate schedule is."""

from abc import ABC, abstractmethod
from typing import Any


class Schedule(ABC):
    """The factor on the top rate at each update of the weights.

    Updates are counted from 0; a step that fp16 skipped is none. One whose rate depends on the update
    alone overrides :meth:`factor` and nothing else. One that waits for scores keeps what it saw in its
    state, so that a resumed training goes on with the same rates; every rank observes the same score.
    """

    @abstractmethod
    def factor(self, update: int) -> float:
        """Give the factor for an update."""

    def observe(self, score: float, update: int) -> None:  # noqa: B027 - most schedules take no notice
        """Take the monitored score of a validation.

        Args:
            score: Larger is better; NaN where the split has no score.
            update: How many updates were made before the validation.
        """

    def state_dict(self) -> dict[str, Any]:
        """Give plain values for a checkpoint."""
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None:  # noqa: B027 - most schedules have no state
        """Take over what :meth:`state_dict` gave."""


def share_done(update: int, total: int) -> float:
    """Give how far a schedule is: 0 at its first update, exactly 1 at its last and after it.

    Example:
        >>> [share_done(update, 3) for update in range(4)]
        [0.0, 0.5, 1.0, 1.0]
    """
    return min(update / max(total - 1, 1), 1.0)
