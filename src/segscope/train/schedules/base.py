"""What a learning-rate schedule is."""

from typing import Any, Protocol


class Schedule(Protocol):
    """The factor on the top rate at each optimiser step.

    A schedule that waits for scores keeps what it saw in its state, so that a resumed training goes on
    with the same rates; every rank observes the same score.
    """

    def factor(self, step: int) -> float:
        """Give the factor for an optimiser step, counted from 0."""

    def observe(self, score: float) -> None:
        """Take the monitored score of a validation; larger is better."""

    def state_dict(self) -> dict[str, Any]:
        """Give plain values for a checkpoint."""

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` gave."""
