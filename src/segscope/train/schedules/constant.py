"""The top rate throughout."""

from segscope.config.catalogue.schedules import ConstantOptions
from segscope.train.schedules.base import Schedule


class Constant(Schedule):
    """The factor 1 at every update.

    Args:
        options: None of its own.
        total: Updates of the whole schedule.
    """

    def __init__(self, options: ConstantOptions, total: int) -> None:
        del options, total

    def factor(self, update: int) -> float:
        """Give 1."""
        del update
        return 1.0
