"""What a loss is: a total over pixels and a normaliser that depends on the labels alone.

Keeping the two apart is what makes gradient accumulation exact: the gradient of a window of k
micro-batches is the sum of the micro-batches' totals over the window's whole normaliser, just as for
one big batch. A mean of means would weigh pixels of sparse micro-batches more.
"""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor, nn

from segscope.train.targets import Targets


@dataclass(frozen=True, slots=True)
class LossContext:
    """What a loss may know of the data.

    Attributes:
        num_classes: K.
        ignore: Value of ignored pixels in targets.
        class_pixels: (K,) pixels of each class in the training split; zeros where not counted.
    """

    num_classes: int
    ignore: int
    class_pixels: tuple[int, ...]


def full_precision(logits: Tensor) -> Tensor:
    """Give logits in which sums over a batch are exact enough, one class's map after the other in memory.

    Models give their logits with channels last, where a CPU's softmax takes several times as long.

    Args:
        logits: (B, K, H, W) float.

    Returns:
        The same in float32, or in float64 where they are; themselves where nothing has to change.

    Example:
        >>> full_precision(torch.zeros(1, 2, 3, 4, dtype=torch.bfloat16)).dtype
        torch.float32
    """
    return (logits if logits.dtype == torch.float64 else logits.float()).contiguous()


class Loss(nn.Module):
    """Base of all losses.

    Attributes:
        additive: True where the loss of a big batch is the sum of the parts' totals over the sum of
            their normalisers; accumulation is then exact. It is not where predictions of the whole
            batch stand in a denominator (Dice), a ranking (OHEM) or a sum of weights (boundary-wrong).
    """

    additive: ClassVar[bool] = True

    def normaliser(self, targets: Targets) -> Tensor:
        """Give what the total is divided by: a scalar that depends on labels and weights alone.

        Args:
            targets: Labels (B, H, W), and the weights of their pixels.
        """
        raise NotImplementedError

    def total(self, logits: Tensor, targets: Targets) -> Tensor:
        """Give the loss before it is divided: a float32 scalar (float64 for float64 logits).

        Args:
            logits: (B, K, H, W) float.
            targets: Labels (B, H, W), and the weights of their pixels.
        """
        raise NotImplementedError

    def forward(self, logits: Tensor, targets: Targets) -> Tensor:
        """Give the loss of one batch; 0 where nothing in it counts."""
        return self.total(logits, targets) / torch.clamp(self.normaliser(targets), min=1e-12)
