"""Online hard example mining."""

import math

import torch
from torch import Tensor

from segscope.config.catalogue.loss_options import OhemOptions
from segscope.train.losses.base import LossContext
from segscope.train.losses.pixel_loss import counted_mass
from segscope.train.losses.reweighted import ReweightedCrossEntropy
from segscope.train.targets import Targets


class Ohem(ReweightedCrossEntropy):
    """Mean cross-entropy of the pixels whose true class is less probable than a threshold.

    At least a share of the batch's counted pixels is kept, the hardest first, and pixels as hard as the
    last of them, so that something is kept where all are alike. The share is of the pixels that count: a
    fixed number (131,072 in published configs) would keep every pixel of a batch that has fewer,
    which is the plain cross-entropy under another name.

    Args:
        options: Threshold, share and class weights.
        context: Classes and ignore value.

    Example:
        >>> loss = Ohem(OhemOptions(threshold=0.6, min_kept=0.01), LossContext(2, 255, (0, 0)))
        >>> logits = torch.tensor([[[[0.0, 9.0]], [[0.0, 0.0]]]])
        >>> float(loss(logits, Targets(torch.tensor([[[0, 0]]]))))  # the sure pixel is left out
        0.693...
    """

    def __init__(self, options: OhemOptions, context: LossContext) -> None:
        super().__init__(options, context)
        self.threshold = options.threshold
        self.min_kept = options.min_kept

    def factors(self, logits: Tensor, losses: Tensor, targets: Targets) -> Tensor:  # noqa: ARG002
        """Give 1 for the pixels that are kept, else 0."""
        counts = counted_mass(targets, self.ignore) > 0
        hardness = torch.where(counts, losses, -1.0).flatten()
        # How many pixels count is known on the device alone. The most that could be wanted is known
        # here, so the hardest are ranked without waiting for the device.
        most = math.ceil(self.min_kept * hardness.numel())
        wanted = (counts.sum() * self.min_kept).ceil().long().clamp(min=1, max=most)
        least = hardness.topk(most).values.gather(0, wanted.reshape(1) - 1)
        kept = (torch.exp(-losses) < self.threshold) | (losses >= least)
        return kept.to(losses.dtype)
