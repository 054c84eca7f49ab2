"""Which class a pixel is labelled with, and whether it is kept."""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Labelled:
    """Pseudo-labels of a batch, before ignored pixels are written as such.

    Attributes:
        labels: (B, H, W) int64 class indices.
        confidence: (B, H, W) float32, the probability of that class.
        kept: (B, H, W) bool, whether it reaches its class's threshold.
    """

    labels: Tensor
    confidence: Tensor
    kept: Tensor


@dataclass(frozen=True)
class Rule:
    """One threshold a class: a pixel gets the class that reaches most of its own threshold.

    The label is the class of the greatest probability ÷ threshold, kept where that is at least 1 (Zou et al.,
    ECCV 2018); with equal thresholds it is the most probable class, kept from that probability on.

    Attributes:
        thresholds: (K,) probabilities; 0 keeps everything.
        dropped: Classes of which nothing is kept; their pixels go to no other class.

    Example:
        >>> rule = Rule((0.9, 0.5))
        >>> found = rule(torch.tensor([[[[0.6]], [[0.4]]]]))
        >>> found.labels.item(), found.kept.item()
        (1, False)
    """

    thresholds: tuple[float, ...]
    dropped: tuple[int, ...] = ()

    def __call__(self, probabilities: Tensor) -> Labelled:
        """Label a batch.

        Args:
            probabilities: (B, K, H, W) float32.
        """
        scale = self._divisors.to(probabilities.device)
        reached, labels = (probabilities / scale).max(dim=1)
        confidence = probabilities.gather(1, labels[:, None])[:, 0]
        kept = reached >= 1
        for index in self.dropped:
            kept &= labels != index
        return Labelled(labels, confidence, kept)

    @cached_property
    def _divisors(self) -> Tensor:
        return torch.tensor(self.thresholds, dtype=torch.float32).clamp(min=_LEAST)[None, :, None, None]
