"""Cross-entropy whose pixels are weighed by what the model predicts."""

from typing import ClassVar

import torch
from torch import Tensor

from segscope.train.losses.base import full_precision
from segscope.train.losses.pixel_loss import PixelLoss
from segscope.train.targets import Targets


class ReweightedCrossEntropy(PixelLoss):
    """Base: mean cross-entropy by factors that depend on the predictions, and carry no gradient.

    A batch's loss is the sum of factor times loss over the sum of the factors, so that large factors
    move weight between pixels and do not raise the learning rate. This denominator depends on the
    predictions, so the micro-batches of a window cannot share it: each has its own, and the window's
    loss is their mean by the mass of their labels. With equal factors it is exact.
    """

    additive: ClassVar[bool] = False

    def factors(self, logits: Tensor, losses: Tensor, targets: Targets) -> Tensor:
        """Give what each pixel's weight is multiplied by; called without a gradient.

        Args:
            logits: (B, K, H, W) float32 or float64.
            losses: (B, H, W) cross-entropy, so that ``exp(-losses)`` is the true class's probability.
            targets: Labels (B, H, W).

        Returns:
            (B, H, W), not negative; what it is at ignored pixels does not matter.
        """
        raise NotImplementedError

    def total(self, logits: Tensor, targets: Targets) -> Tensor:
        """Give the batch's weighted mean, times the mass of its labels."""
        logits = full_precision(logits)
        losses = self.pixel_losses(logits, targets)
        with torch.no_grad():
            mass = self.mass(targets)
            weights = mass * self.factors(logits.detach(), losses.detach(), targets)
            scale = mass.sum() / weights.sum().clamp(min=1e-12)
        return (weights * losses).sum() * scale
