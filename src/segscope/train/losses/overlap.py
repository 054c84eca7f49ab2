"""What losses share that compare the overlap of soft predictions and labels, class by class."""

from torch import Tensor

from segscope.train.losses.base import LossContext, full_precision
from segscope.train.losses.pixel_loss import counted_mass, labels_without_ignore
from segscope.train.losses.set_loss import SetLoss
from segscope.train.targets import Targets


class OverlapLoss(SetLoss):
    """Base: one minus a score of each class that occurs in the batch's labels, averaged.

    Sums run over the whole batch, so a class's score is that of the batch and not of one picture.

    Args:
        smooth: Added to numerator and denominator of the score, in pixels.
        context: Classes and ignore value.
    """

    def __init__(self, smooth: float, context: LossContext) -> None:
        super().__init__(context)
        self.smooth = smooth

    def parts(self, true: Tensor, false: Tensor, missed: Tensor) -> tuple[Tensor, Tensor]:
        """Give numerator and denominator of the score, without smoothing.

        Args:
            true: (K,) probability mass of each class on its own pixels.
            false: (K,) its mass on pixels of other classes.
            missed: (K,) its pixels, less the mass that they got.
        """
        raise NotImplementedError

    def total(self, logits: Tensor, targets: Targets) -> Tensor:
        """Give the batch's loss; 0 where no pixel counts."""
        labels = labels_without_ignore(targets, self.ignore)
        mass = counted_mass(targets, self.ignore).to(full_precision(logits).dtype)
        probability = full_precision(logits).softmax(dim=1) * mass.unsqueeze(1)
        # Of the K probabilities of a pixel, only that of its true class overlaps with the truth: adding
        # those up by label costs a tenth of a product with a one-hot array.
        of_truth = probability.gather(1, labels.unsqueeze(1)).flatten()
        flat_labels = labels.flatten()
        zeros = probability.new_zeros(self.num_classes)
        pixels = zeros.index_add(0, flat_labels, mass.flatten())
        true = zeros.index_add(0, flat_labels, of_truth)
        claimed = probability.sum((0, 2, 3))
        overlap, size = self.parts(true, claimed - true, pixels - true)
        score = (overlap + self.smooth) / (size + self.smooth).clamp(min=1e-12)
        present = pixels > 0
        # A product instead of a mask keeps the gradient defined (and zero) where nothing counts.
        return ((1 - score) * present).sum() / present.sum().clamp(min=1)
