"""Boundary × wrong pixel: the cross-entropy turned towards wrong pixels near class edges."""

import torch
from torch import Tensor

from segscope.config.catalogue.loss_options import BoundaryWrongOptions
from segscope.train.losses.base import LossContext
from segscope.train.losses.nearness import edge_nearness
from segscope.train.losses.pixel_loss import labels_without_ignore
from segscope.train.losses.reweighted import ReweightedCrossEntropy
from segscope.train.targets import Targets


class BoundaryWrong(ReweightedCrossEntropy):
    """Mean cross-entropy by the weight w = 1 + strength * B * H.

    B is the nearness to the nearest class edge (:func:`~segscope.train.losses.nearness.edge_nearness`),
    H the wrongness: (1 - p)^gamma with p the true class's probability (soft), or 1 where another class is
    predicted (hard). H carries no gradient, and the sum of w * CE is divided by the sum of w: dividing by
    the number of pixels would raise the learning rate in secret.

    Strength 0 is the cross-entropy; gamma 0 is the cross-entropy weighed by edges alone.

    Args:
        options: Strength, distance, wrongness, and class weights.
        context: Classes and ignore value.

    Example:
        >>> loss = BoundaryWrong(BoundaryWrongOptions(), LossContext(2, 255, (0, 0)))
        >>> logits = torch.tensor([[[[2.0, 0.0]], [[0.0, 0.0]]]])  # right, and undecided
        >>> float(loss(logits, Targets(torch.tensor([[[0, 1]]]))))  # the mean of both is 0.41
        0.497...
    """

    def __init__(self, options: BoundaryWrongOptions, context: LossContext) -> None:
        super().__init__(options, context)
        self.strength = options.strength
        self.distance = options.distance
        self.shape = options.nearness
        self.wrongness = options.wrongness
        self.gamma = options.gamma
        self.spread = options.spread
        self.num_classes = context.num_classes

    def factors(self, logits: Tensor, losses: Tensor, targets: Targets) -> Tensor:
        """Give 1 + strength * B * H of each pixel, or its mean over the pixel's class."""
        nearness = edge_nearness(targets, self.ignore, self.distance, self.shape)
        if self.wrongness == "hard":
            wrongness = (logits.argmax(dim=1) != targets.labels).to(losses.dtype)
        else:
            wrongness = (-torch.expm1(-losses)).clamp(min=0) ** self.gamma
        factors = 1 + self.strength * nearness * wrongness
        return factors if self.spread == "pixel" else self._spread_over_class(factors, targets)

    def _spread_over_class(self, factors: Tensor, targets: Targets) -> Tensor:
        """Give every pixel of a class the class's mean factor, so that each class keeps its weight."""
        labels = labels_without_ignore(targets, self.ignore)
        mass = self.mass(targets).to(factors.dtype)
        zeros = factors.new_zeros(self.num_classes)
        weighted = zeros.index_add(0, labels.flatten(), (factors * mass).flatten())
        plain = zeros.index_add(0, labels.flatten(), mass.flatten())
        return (weighted / plain.clamp(min=1e-12))[labels]
