"""The weighted sum of loss terms, over one batch or over a window of micro-batches."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from segscope.train.losses.base import Loss, full_precision
from segscope.train.targets import Targets


class WeightedSum(nn.Module):
    """The run's loss.

    Args:
        terms: (name, weight, loss) of each term.
    """

    def __init__(self, terms: Sequence[tuple[str, float, Loss]]) -> None:
        super().__init__()
        self.names = tuple(name for name, _, _ in terms)
        self.weights = tuple(weight for _, weight, _ in terms)
        self.terms = nn.ModuleList(loss for _, _, loss in terms)

    @property
    def inexact_names(self) -> tuple[str, ...]:
        """Terms for which accumulation differs from the big batch."""
        return tuple(n for n, loss in zip(self.names, self._losses, strict=True) if not loss.additive)

    @property
    def _losses(self) -> list[Loss]:
        return [loss for loss in self.terms if isinstance(loss, Loss)]

    def normalisers(self, window: Sequence[Targets]) -> Tensor:
        """Sum each term's normaliser over a window: (terms,) float32, never 0."""
        sums = [sum(loss.normaliser(targets).float() for targets in window) for loss in self._losses]
        return torch.stack([torch.as_tensor(value) for value in sums]).clamp(min=1e-12)

    def shares(self, logits: Tensor, targets: Targets, normalisers: Tensor) -> Tensor:
        """Give what this micro-batch adds to each term of the window's loss, weighted: (terms,) float32.

        Args:
            logits: (B, K, H, W) float.
            targets: Labels (B, H, W), and the weights of their pixels.
            normalisers: What :meth:`normalisers` gave for the whole window.
        """
        logits = full_precision(logits)  # once for all terms
        shares = [
            weight * loss.total(logits, targets) / normaliser
            for weight, loss, normaliser in zip(self.weights, self._losses, normalisers, strict=True)
        ]
        return torch.stack(shares)

    def forward(self, logits: Tensor, targets: Targets, normalisers: Tensor) -> Tensor:
        """Give this micro-batch's share of the window's loss; the shares add up to the loss."""
        return self.shares(logits, targets, normalisers).sum()
