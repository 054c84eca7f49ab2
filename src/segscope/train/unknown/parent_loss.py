"""A loss on the class itself while its sub-classes are trained, so that bad clusters hurt it less."""

from dataclasses import replace

from torch import Tensor

from segscope.config.catalogue.loss_options import CrossEntropyOptions
from segscope.config.catalogue.technique import Options
from segscope.config.catalogue.unknowns import SplitUnknownOptions
from segscope.train.losses.base import Loss, LossContext, full_precision
from segscope.train.losses.cross_entropy import CrossEntropy
from segscope.train.targets import Targets
from segscope.train.unknown.subclasses import Subclasses


class ParentLoss(Loss):
    """Another loss on the merged probabilities and labels.

    After the parent loss of Chang et al., "Weakly-supervised semantic segmentation via sub-category
    exploration", CVPR 2020, and the summed probabilities of Cermelli et al., "Modeling the background for
    incremental learning in semantic segmentation", CVPR 2020.

    Args:
        loss: A loss over the data set's classes.
        subclasses: Which outputs are parts of one.
    """

    def __init__(self, loss: Loss, subclasses: Subclasses) -> None:
        super().__init__()
        self.loss = loss
        self.subclasses = subclasses

    def normaliser(self, targets: Targets) -> Tensor:
        """Give the inner loss's normaliser for the merged labels."""
        return self.loss.normaliser(self._merged(targets))

    def total(self, logits: Tensor, targets: Targets) -> Tensor:
        """Give the inner loss's total for merged logits (in 32 bits) and labels."""
        return self.loss.total(self.subclasses.merge_logits(full_precision(logits)), self._merged(targets))

    def _merged(self, targets: Targets) -> Targets:
        return replace(targets, labels=self.subclasses.merge_labels(targets.labels))


def parent_terms(
    options: Options, subclasses: Subclasses, context: LossContext
) -> list[tuple[str, float, Loss]]:
    """Give what the options add to the loss: (name, weight, loss) of each term, or nothing.

    Args:
        options: Of the catalogue's entry of the unknown class.
        subclasses: Which outputs are parts of one class.
        context: Of the data set's own classes.
    """
    if not isinstance(options, SplitUnknownOptions) or options.parent_weight == 0 or subclasses.parts == 1:
        return []
    loss = CrossEntropy(CrossEntropyOptions(class_weights=options.parent_class_weights), context)
    return [("unknown-parent", options.parent_weight, ParentLoss(loss, subclasses))]
