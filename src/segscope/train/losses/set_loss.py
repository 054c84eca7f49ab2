"""What losses share that score a set of pixels as a whole."""

from typing import ClassVar

from torch import Tensor

from segscope.train.losses.base import Loss, LossContext
from segscope.train.losses.pixel_loss import counted_mass
from segscope.train.targets import Targets


class SetLoss(Loss):
    """Base: a loss of the whole batch, which is no sum over its pixels.

    Accumulation averages the losses of the micro-batches in which a pixel counts; that differs from the
    loss of the big batch.

    Args:
        context: Classes and ignore value.
    """

    additive: ClassVar[bool] = False

    def __init__(self, context: LossContext) -> None:
        super().__init__()
        self.num_classes = context.num_classes
        self.ignore = context.ignore

    def normaliser(self, targets: Targets) -> Tensor:
        """Give 1, so that each micro-batch weighs the same in a window; 0 where no pixel counts."""
        return (counted_mass(targets, self.ignore) > 0).any().float()
