"""The focal loss of the softmax."""

import torch
from torch import Tensor

from segscope.config.catalogue.loss_options import FocalOptions
from segscope.train.losses.base import LossContext
from segscope.train.losses.pixel_loss import PixelLoss
from segscope.train.targets import Targets


class Focal(PixelLoss):
    """Cross-entropy times (1 - p)^gamma, p the true class's probability in the softmax over all classes.

    Other libraries add up binary focal losses of the classes, one against the rest; theirs does not
    become the cross-entropy at gamma 0, this one does. Labels that are wrong are hard, too: the loss
    turns towards them as much as towards what the model should learn.

    Args:
        options: Gamma and class weights.
        context: Classes and ignore value.

    Example:
        >>> loss = Focal(FocalOptions(gamma=2), LossContext(2, 255, (0, 0)))
        >>> targets = Targets(torch.tensor([[[0, 255]]]))
        >>> float(loss(torch.zeros(1, 2, 1, 2), targets))  # (1 - 1/2)^2 ln 2
        0.173...
    """

    def __init__(self, options: FocalOptions, context: LossContext) -> None:
        super().__init__(options, context)
        self.gamma = options.gamma

    def pixel_losses(self, logits: Tensor, targets: Targets) -> Tensor:
        """Give each pixel's focal loss."""
        losses = super().pixel_losses(logits, targets)
        # The slope of x^gamma at 0 is infinite for gamma below 1: certain pixels stop just short of it.
        wrongness = (-torch.expm1(-losses)).clamp(min=1e-7)
        return wrongness**self.gamma * losses
