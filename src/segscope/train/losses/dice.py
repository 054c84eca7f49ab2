"""The soft Dice loss over the classes that occur in the batch."""

from torch import Tensor

from segscope.config.catalogue.loss_options import DiceOptions
from segscope.train.losses.base import LossContext
from segscope.train.losses.overlap import OverlapLoss


class Dice(OverlapLoss):
    """One minus the soft Dice score: twice the overlap over the sum of both areas.

    Args:
        options: Smoothing in pixels.
        context: Classes and ignore value.

    Example:
        >>> import torch
        >>> from segscope.train.targets import Targets
        >>> loss = Dice(DiceOptions(smooth=0), LossContext(2, 255, (0, 0)))
        >>> sure = torch.tensor([[[[20.0, -20.0]], [[-20.0, 20.0]]]])
        >>> round(float(loss(sure, Targets(torch.tensor([[[0, 1]]])))), 6)
        0.0
    """

    def __init__(self, options: DiceOptions, context: LossContext) -> None:
        super().__init__(options.smooth, context)

    def parts(self, true: Tensor, false: Tensor, missed: Tensor) -> tuple[Tensor, Tensor]:
        """Give twice the overlap, and the sum of both areas."""
        return 2 * true, 2 * true + false + missed
