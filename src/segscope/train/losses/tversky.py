"""The Tversky loss: Dice with separate weights for false and for missed pixels."""

from torch import Tensor

from segscope.config.catalogue.loss_options import TverskyOptions
from segscope.train.losses.base import LossContext
from segscope.train.losses.overlap import OverlapLoss


class Tversky(OverlapLoss):
    """One minus the Tversky index; alpha = beta = 0.5 is Dice, alpha = beta = 1 is Jaccard.

    Args:
        options: Weights of false and missed pixels, smoothing.
        context: Classes and ignore value.

    Example:
        >>> import torch
        >>> from segscope.train.targets import Targets
        >>> loss = Tversky(TverskyOptions(alpha=0, beta=1, smooth=0), LossContext(2, 255, (0, 0)))
        >>> targets = Targets(torch.tensor([[[0, 1]]]))
        >>> float(loss(torch.zeros(1, 2, 1, 2), targets))  # one minus the recall
        0.5
    """

    def __init__(self, options: TverskyOptions, context: LossContext) -> None:
        super().__init__(options.smooth, context)
        self.alpha = options.alpha
        self.beta = options.beta

    def parts(self, true: Tensor, false: Tensor, missed: Tensor) -> tuple[Tensor, Tensor]:
        """Give the overlap, and it plus the weighted false and missed pixels."""
        return true, true + self.alpha * false + self.beta * missed
