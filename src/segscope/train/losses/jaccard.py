"""The soft Jaccard loss over the classes that occur in the batch."""

from torch import Tensor

from segscope.config.catalogue.loss_options import JaccardOptions
from segscope.train.losses.base import LossContext
from segscope.train.losses.overlap import OverlapLoss


class Jaccard(OverlapLoss):
    """One minus the soft intersection over union.

    Args:
        options: Smoothing in pixels.
        context: Classes and ignore value.

    Example:
        >>> import torch
        >>> from segscope.train.targets import Targets
        >>> loss = Jaccard(JaccardOptions(smooth=0), LossContext(2, 255, (0, 0)))
        >>> targets = Targets(torch.tensor([[[0, 1]]]))
        >>> round(float(loss(torch.zeros(1, 2, 1, 2), targets)), 6)  # half of a pixel in a union of 1.5
        0.666667
    """

    def __init__(self, options: JaccardOptions, context: LossContext) -> None:
        super().__init__(options.smooth, context)

    def parts(self, true: Tensor, false: Tensor, missed: Tensor) -> tuple[Tensor, Tensor]:
        """Give intersection and union."""
        return true, true + false + missed
