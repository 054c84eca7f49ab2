"""Cross-entropy over the pixels that count."""

from torch import Tensor
from torch.nn import functional

from segscope.config.catalogue.loss_options import CrossEntropyOptions
from segscope.train.losses.base import LossContext, full_precision
from segscope.train.losses.pixel_loss import PixelLoss
from segscope.train.targets import Targets


class CrossEntropy(PixelLoss):
    """Mean negative log-probability of the true class, by the sum of class weights.

    Args:
        options: Class weights and label smoothing.
        context: Classes and ignore value.

    Example:
        >>> import torch
        >>> loss = CrossEntropy(CrossEntropyOptions(), LossContext(2, 255, (0, 0)))
        >>> targets = Targets(torch.tensor([[[0, 255]]]))
        >>> float(loss(torch.zeros(1, 2, 1, 2), targets))  # ln 2 for the one pixel that counts
        0.693...
    """

    def __init__(self, options: CrossEntropyOptions, context: LossContext) -> None:
        super().__init__(options, context)
        self.label_smoothing = options.label_smoothing

    def total(self, logits: Tensor, targets: Targets) -> Tensor:
        """Sum the weighted negative log-probabilities."""
        logits = full_precision(logits)
        weights = self.class_weights
        # With smoothing each share of the target has its own class's weight, which torch knows to apply.
        loss = functional.cross_entropy(
            logits,
            targets.labels,
            weight=weights.to(logits.dtype) if isinstance(weights, Tensor) else None,
            ignore_index=self.ignore,
            reduction="sum" if targets.weights is None else "none",
            label_smoothing=self.label_smoothing,
        )
        return loss if targets.weights is None else (loss * targets.weights).sum()
