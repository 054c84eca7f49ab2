"""Which outputs of a model are parts of one class, and how they become that class again."""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Subclasses:
    """The outputs of a model that is trained on sub-classes of one class.

    The first part keeps the place of its class, the others follow behind the last class: with one part,
    outputs and classes are the same.

    Attributes:
        num_classes: C of the data set.
        parent: Index of the class that is split.
        parts: K; 1 = nothing is split.

    Example:
        >>> Subclasses(num_classes=4, parent=1, parts=3).outputs
        (1, 4, 5)
    """

    num_classes: int
    parent: int = 0
    parts: int = 1

    @property
    def num_outputs(self) -> int:
        """How many outputs the model has: C - 1 + K."""
        return self.num_classes - 1 + self.parts

    @property
    def outputs(self) -> tuple[int, ...]:
        """The outputs of the parts, in order."""
        return (self.parent, *range(self.num_classes, self.num_outputs))

    def merge_logits(self, logits: Tensor) -> Tensor:
        """Give the logits of the classes: softmax then gives the class the sum of its parts' probabilities.

        Taking the best part and then its class is another rule: parts of .22, .22 and .22 lose against
        another class of .34, although their sum wins.

        Args:
            logits: (B, C - 1 + K, H, W) float.

        Returns:
            (B, C, H, W) of the same number type; ``logits`` itself where nothing is split.

        Example:
            >>> parts = Subclasses(num_classes=2, parent=1, parts=2)
            >>> parts.merge_logits(torch.zeros(1, 3, 1, 1)).softmax(1).flatten().tolist()
            [0.333..., 0.666...]
        """
        if self.parts == 1:
            return logits
        parent, classes = self.parent, self.num_classes
        # Slices, not an index: an index would be copied to the device at every call.
        own = torch.cat([logits[:, parent : parent + 1], logits[:, classes:]], dim=1)
        merged = own.float().logsumexp(dim=1, keepdim=True).to(logits.dtype)
        return torch.cat([logits[:, :parent], merged, logits[:, parent + 1 : classes]], dim=1)

    def merge_labels(self, labels: Tensor) -> Tensor:
        """Give labels of the classes for labels of the outputs; ignored pixels stay ignored.

        Example:
            >>> Subclasses(num_classes=2, parent=1, parts=2).merge_labels(torch.tensor([0, 1, 2, 255]))
            tensor([  0,   1,   1, 255])
        """
        if self.parts == 1:
            return labels
        is_part = (labels >= self.num_classes) & (labels < self.num_outputs)
        return torch.where(is_part, self.parent, labels)
