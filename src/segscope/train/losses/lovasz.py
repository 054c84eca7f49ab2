"""The Lovász-softmax loss."""

import torch
from torch import Tensor

from segscope.config.catalogue.technique import NoOptions
from segscope.train.losses.base import LossContext, full_precision
from segscope.train.losses.pixel_loss import counted_mass
from segscope.train.losses.set_loss import SetLoss
from segscope.train.targets import Targets


class Lovasz(SetLoss):
    """The convex extension of one minus the IoU, averaged over the classes of the batch's labels.

    Of predictions that are certain (each probability 0 or 1) it is exactly one minus the mean IoU of
    those classes over the batch.

    Args:
        options: None to set.
        context: Classes and ignore value.

    Example:
        >>> loss = Lovasz(NoOptions(), LossContext(2, 255, (0, 0)))
        >>> certain = torch.tensor([[[[99.0, 99.0, -99.0]], [[-99.0, -99.0, 99.0]]]])
        >>> targets = Targets(torch.tensor([[[0, 1, 1]]]))
        >>> float(loss(certain, targets))  # both classes have IoU 1/2
        0.5
    """

    def __init__(self, options: NoOptions, context: LossContext) -> None:  # noqa: ARG002
        super().__init__(context)

    def total(self, logits: Tensor, targets: Targets) -> Tensor:
        """Give the batch's loss; 0 where no pixel counts."""
        probability = full_precision(logits).softmax(dim=1)
        labels = targets.labels.flatten()
        mass = counted_mass(targets, self.ignore).flatten().to(probability.dtype)
        losses, occurs = [], []
        # One class at a time: its arrays fit into a CPU's cache.
        for index, of_class in enumerate(probability.unbind(dim=1)):
            truth = (labels == index) * mass
            errors = (truth.sign() - of_class.flatten()).abs()
            losses.append((errors * _slopes(errors.detach(), truth, mass)).sum())
            occurs.append(truth.sum() > 0)
        present = torch.stack(occurs)
        return (torch.stack(losses) * present).sum() / present.sum().clamp(min=1)


@torch.no_grad()
def _slopes(errors: Tensor, truth: Tensor, mass: Tensor) -> Tensor:
    """Give by how much the Jaccard loss of a class grows with each pixel's error.

    With the pixels ranked by falling error, it is the difference that the next one makes to the loss of
    those before it. The paper's algorithm 1 subtracts neighbouring values of the loss, which differ in
    their last digits alone where there are many pixels; these are the same differences in closed form.

    Args:
        errors: (N,) errors, 0 … 1.
        truth: (N,) mass of the pixels that are of the class.
        mass: (N,) mass of all pixels; one without mass changes nothing.

    Returns:
        (N,), in the order of the pixels; their sum is 1 for a class that occurs.
    """
    order = _descending_order(errors)
    ranked_truth = truth.index_select(0, order)
    ranked_other = mass.index_select(0, order) - ranked_truth
    all_truth = truth.sum()
    intersection = all_truth - ranked_truth.cumsum(0)
    union = all_truth + ranked_other.cumsum(0)
    missed = ranked_truth / union.clamp(min=1e-12)
    false = ranked_other * intersection / (union * (union - ranked_other)).clamp(min=1e-12)
    return torch.empty_like(errors).scatter_(0, order, missed + false)


def _descending_order(errors: Tensor) -> Tensor:
    """Give the places of the errors from the largest to the smallest."""
    if errors.device.type != "cpu" or errors.dtype != torch.float32:
        return errors.argsort(descending=True)
    # numpy sorts whole numbers with vector instructions, eight times as fast as torch sorts anything.
    # The bits of a float that is not negative are ordered like the float; the place goes below them.
    keys = (errors.view(torch.int32).long() << 32) | torch.arange(len(errors))
    keys.numpy().sort()
    return (keys & 0xFFFFFFFF).flip(0)
