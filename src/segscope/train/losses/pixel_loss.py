"""What losses share that are a weighted mean over pixels."""

from typing import ClassVar

import torch
from torch import Tensor
from torch.nn import functional

from segscope.config.catalogue.loss_options import ClassWeightOptions
from segscope.train.losses.base import Loss, LossContext, full_precision
from segscope.train.losses.class_weights import class_weights
from segscope.train.targets import Targets


def counted_mass(targets: Targets, ignore: int) -> Tensor:
    """Give how much each pixel counts: its own weight, 0 where it is ignored.

    Returns:
        (B, H, W) float32.
    """
    counts = targets.labels != ignore
    # Indexing by a mask would make a GPU wait for the count; products with the mask do not.
    return counts.float() if targets.weights is None else counts * targets.weights.float()


def labels_without_ignore(targets: Targets, ignore: int) -> Tensor:
    """Give labels that can be used as indices: class 0 where the pixel is ignored."""
    return torch.where(targets.labels != ignore, targets.labels, 0)


class PixelLoss(Loss):
    """Base of the losses that are a mean over pixels by the sum of their weights.

    A pixel's weight is its own (``Targets.weights``) times that of its class; an ignored pixel has none.

    Args:
        options: Class weights.
        context: Classes, their pixels and the ignore value.
    """

    additive: ClassVar[bool] = True

    def __init__(self, options: ClassWeightOptions, context: LossContext) -> None:
        super().__init__()
        self.ignore = context.ignore
        weights = class_weights(options.class_weights, context, options.effective_beta)
        self.register_buffer("class_weights", weights)

    def mass(self, targets: Targets) -> Tensor:
        """Give each pixel's weight: (B, H, W) float32."""
        mass = counted_mass(targets, self.ignore)
        weights = self.class_weights
        if isinstance(weights, Tensor):
            mass = mass * weights[labels_without_ignore(targets, self.ignore)]
        return mass

    def normaliser(self, targets: Targets) -> Tensor:
        """Sum the weights of the pixels."""
        return self.mass(targets).sum()

    def total(self, logits: Tensor, targets: Targets) -> Tensor:
        """Sum the weighted losses of the pixels."""
        return (self.pixel_losses(full_precision(logits), targets) * self.mass(targets)).sum()

    def pixel_losses(self, logits: Tensor, targets: Targets) -> Tensor:
        """Give each pixel's loss before it is weighted, by default its cross-entropy.

        Args:
            logits: (B, K, H, W) float32 or float64.
            targets: Labels (B, H, W).

        Returns:
            (B, H, W), finite at ignored pixels, too.
        """
        return functional.cross_entropy(logits, targets.labels, ignore_index=self.ignore, reduction="none")
