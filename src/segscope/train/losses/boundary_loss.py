"""The boundary loss: probability mass times signed distance to the class's border."""

import torch
from torch import Tensor

from segscope.config.catalogue.loss_options import BoundaryLossOptions
from segscope.train.losses.base import Loss, LossContext, full_precision
from segscope.train.losses.pixel_loss import counted_mass
from segscope.train.losses.signed_distance import signed_distances
from segscope.train.targets import Targets


class BoundaryLoss(Loss):
    """Mean over pixels and classes of p * phi, phi the signed distance to the class's region.

    It can be negative. Alone it collapses (nothing pulls towards a class in pictures that lack it), so
    it is a term beside Dice or cross-entropy, with a small weight (0.01 in the paper). The seams of mixed
    pictures are borders here: phi must change its sign where the label changes.

    Args:
        options: The largest distance.
        context: Classes and ignore value.

    Example:
        >>> loss = BoundaryLoss(BoundaryLossOptions(), LossContext(2, 255, (0, 0)))
        >>> certain = torch.tensor([[[[99.0, 99.0, 99.0]], [[-99.0, -99.0, -99.0]]]])
        >>> float(loss(certain, Targets(torch.tensor([[[0, 0, 1]]]))))  # (-1 + 0 + 1) / 6
        0.0
    """

    def __init__(self, options: BoundaryLossOptions, context: LossContext) -> None:
        super().__init__()
        self.reach = options.reach
        self.num_classes = context.num_classes
        self.ignore = context.ignore

    def normaliser(self, targets: Targets) -> Tensor:
        """Sum the weights of the pixels that count, once for each class."""
        return counted_mass(targets, self.ignore).sum() * self.num_classes

    def total(self, logits: Tensor, targets: Targets) -> Tensor:
        """Sum p * phi."""
        with torch.no_grad():
            labels = torch.where(targets.labels != self.ignore, targets.labels, -1)
            distances = signed_distances(labels, self.num_classes, self.reach)
            distances *= counted_mass(targets, self.ignore).unsqueeze(1)
        return (full_precision(logits).softmax(dim=1) * distances).sum()
