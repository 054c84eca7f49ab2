"""The soft Dice loss over the classes that occur in the batch."""

from typing import ClassVar

import torch
from torch import Tensor

from segscope.config.catalogue.losses import DiceOptions
from segscope.train.losses.base import Loss, LossContext
from segscope.train.targets import Targets


class Dice(Loss):
    """One minus the soft Dice score of each class that occurs in the batch's labels, averaged.

    Sums run over the whole batch, so a class's score is that of the batch and not of one picture.
    A set loss: accumulation averages the micro-batches' losses, which differs from the big batch.

    Args:
        options: Smoothing in pixels.
        context: Classes and ignore value.

    Example:
        >>> loss = Dice(DiceOptions(smooth=0), LossContext(2, 255, (0, 0)))
        >>> sure = torch.tensor([[[[20.0, -20.0]], [[-20.0, 20.0]]]])
        >>> round(float(loss(sure, Targets(torch.tensor([[[0, 1]]])))), 6)
        0.0
    """

    additive: ClassVar[bool] = False

    def __init__(self, options: DiceOptions, context: LossContext) -> None:
        super().__init__()
        self.smooth = options.smooth
        self.num_classes = context.num_classes
        self.ignore = context.ignore

    def normaliser(self, targets: Targets) -> Tensor:
        """Count micro-batches: each weighs the same in a window."""
        return torch.ones((), device=targets.labels.device)

    def total(self, logits: Tensor, targets: Targets) -> Tensor:
        """Give the batch's Dice loss; 0 where no pixel counts."""
        counts = targets.labels != self.ignore
        labels = torch.where(counts, targets.labels, 0)
        mass = counts.float() if targets.weights is None else counts * targets.weights
        probability = logits.float().softmax(dim=1) * mass.unsqueeze(1)
        # Of the K probabilities of a pixel, only that of its true class overlaps with the truth: adding
        # those up by label costs a tenth of a product with a one-hot array.
        of_truth = probability.gather(1, labels.unsqueeze(1)).flatten()
        flat_labels = labels.flatten()
        zeros = probability.new_zeros(self.num_classes)
        true_pixels = zeros.index_add(0, flat_labels, mass.flatten())
        overlap = zeros.index_add(0, flat_labels, of_truth)
        claimed = probability.sum((0, 2, 3))
        score = (2 * overlap + self.smooth) / (claimed + true_pixels + self.smooth)
        present = true_pixels > 0
        # A product instead of a mask keeps the gradient defined (and zero) where nothing counts.
        return ((1 - score) * present).sum() / present.sum().clamp(min=1)
