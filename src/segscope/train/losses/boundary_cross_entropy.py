"""Cross-entropy that weighs the pixels near class edges more."""

import torch
from torch import Tensor

from segscope.config.catalogue.loss_options import BoundaryCrossEntropyOptions
from segscope.train.losses.base import LossContext
from segscope.train.losses.nearness import edge_nearness
from segscope.train.losses.pixel_loss import PixelLoss
from segscope.train.targets import Targets


class BoundaryCrossEntropy(PixelLoss):
    """Mean cross-entropy by the weight 1 + strength * B, B the nearness to the nearest class edge.

    The weights come from the labels alone, so accumulation is exact. Small and thin classes are near an
    edge with most of their pixels: this loss weighs classes, too.

    Args:
        options: Strength and distance, and class weights.
        context: Classes and ignore value.

    Example:
        >>> options = BoundaryCrossEntropyOptions(strength=1, distance=1, nearness="band")
        >>> loss = BoundaryCrossEntropy(options, LossContext(2, 255, (0, 0)))
        >>> loss.mass(Targets(torch.tensor([[[0, 1, 1, 1, 255]]])))
        tensor([[[2., 2., 2., 1., 0.]]])
    """

    def __init__(self, options: BoundaryCrossEntropyOptions, context: LossContext) -> None:
        super().__init__(options, context)
        self.strength = options.strength
        self.distance = options.distance
        self.shape = options.nearness

    def mass(self, targets: Targets) -> Tensor:
        """Give each pixel's weight: its own, times its class's, times that of the edges."""
        with torch.no_grad():
            nearness = edge_nearness(targets, self.ignore, self.distance, self.shape)
            return super().mass(targets) * (1 + self.strength * nearness)
