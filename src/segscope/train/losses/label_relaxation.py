"""Label relaxation: near a border, any of the classes that meet there is right."""

from itertools import product
from types import EllipsisType

import torch
from torch import Tensor

from segscope.config.catalogue.loss_options import LabelRelaxationOptions
from segscope.train.losses.base import LossContext
from segscope.train.losses.pixel_loss import PixelLoss, labels_without_ignore
from segscope.train.targets import Targets

Window = tuple[EllipsisType, slice, slice]


class LabelRelaxation(PixelLoss):
    """Mean of -log of the summed probability of the classes in a pixel's window.

    Away from borders it is the cross-entropy. It is the bet against boundary losses: that labels are
    wrong by a pixel at borders, and should not be learned there. Ignored pixels and pixels of another
    source picture bring no class into a window.

    Args:
        options: Size of the window, and class weights.
        context: Classes and ignore value.

    Example:
        >>> loss = LabelRelaxation(LabelRelaxationOptions(), LossContext(3, 255, (0, 0, 0)))
        >>> targets = Targets(torch.tensor([[[0, 0, 1]]]))
        >>> loss.pixel_losses(torch.zeros(1, 3, 1, 3), targets)  # log 3, and twice log 3 - log 2
        tensor([[[1.0986, 0.4055, 0.4055]]])
    """

    def __init__(self, options: LabelRelaxationOptions, context: LossContext) -> None:
        super().__init__(options, context)
        self.radius = options.radius

    def pixel_losses(self, logits: Tensor, targets: Targets) -> Tensor:
        """Give each pixel's relaxed cross-entropy."""
        allowed = self._allowed(logits.shape[1], targets)
        right = logits.masked_fill(~allowed, -torch.inf).logsumexp(dim=1)
        return logits.logsumexp(dim=1) - right

    @torch.no_grad()
    def _allowed(self, num_classes: int, targets: Targets) -> Tensor:
        """Mark the classes of each pixel's window: (B, K, H, W) bool."""
        labels = labels_without_ignore(targets, self.ignore).unsqueeze(1)
        own = labels == torch.arange(num_classes, device=labels.device)[:, None, None]
        allowed = own.clone()
        height, width = labels.shape[2:]
        # An offset as large as the picture finds no pixel.
        down, right = min(self.radius, height - 1), min(self.radius, width - 1)
        for dy, dx in product(range(-down, down + 1), range(-right, right + 1)):
            here = (..., _span(height, dy), _span(width, dx))
            there = (..., _span(height, -dy), _span(width, -dx))
            allowed[here] |= own[there] & self._related(targets, here, there).unsqueeze(1)
        return allowed

    def _related(self, targets: Targets, here: Window, there: Window) -> Tensor:
        """Say where the neighbour counts and comes from the same picture."""
        related = targets.labels[there] != self.ignore
        if targets.origins is not None:
            related &= targets.origins[there] == targets.origins[here]
        return related


def _span(length: int, offset: int) -> slice:
    """The pixels along one axis whose neighbour at the offset lies in the picture."""
    return slice(max(-offset, 0), length - max(offset, 0))
