"""Counts of confidences in bins that are fine where it matters: near 0 and near 1.

A bin holds the probabilities whose distance to 0 or to 1, whichever is nearer, agrees in its binary exponent
and in 9 bits behind it: at most 0.2 % wide. So thresholds of 0.9 and of 0.99999 are found alike, and both of
a bin's edges are numbers that float32 holds, so that counting and comparing never disagree.
"""

import math
from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

_KEPT_BITS = 9
_DROPPED_BITS = 23 - _KEPT_BITS
_LEAST = (127 - 24) << _KEPT_BITS  # of 2⁻²⁴, the distance of float32 numbers just below 1
_HALF = ((127 - 1) << _KEPT_BITS) - _LEAST  # bins from 2⁻²⁴ to one half
BINS = 2 * _HALF + 2
"""How many bins there are; the last one holds 1 alone."""


def bins_of(confidence: Tensor) -> Tensor:
    """Give the bin of each probability.

    Args:
        confidence: float32 in 0 … 1, any shape.

    Returns:
        int64 of the same shape, 0 … ``BINS - 1``, greater for greater probabilities.

    Example:
        >>> bins_of(torch.tensor([0.0, 1.0])).tolist() == [0, BINS - 1]
        True
    """
    below = _half_bins(confidence).clamp(min=0)
    # 1 - p is exact for p of one half and more.
    above = 2 * _HALF - _half_bins(1 - confidence).clamp(min=-1)
    return torch.where(confidence < 0.5, below, above)


def _half_bins(distance: Tensor) -> Tensor:
    bits = distance.contiguous().view(torch.int32)
    return (bits >> _DROPPED_BITS).long() - _LEAST


def bin_floor(index: int) -> float:
    """Give the least probability of a bin.

    Example:
        >>> [bin_floor(index) for index in (0, BINS - 1)]
        [0.0, 1.0]
    """
    if index == 0:
        return 0.0
    if index < _HALF:
        return _number((index + _LEAST) << _DROPPED_BITS)
    distance = 2 * _HALF - index
    if distance < 0:
        return 1.0
    if distance >= _HALF:
        return 0.5
    # Between one half and 1, float32 numbers are whole multiples of 2⁻²⁴.
    beyond = _number((distance + 1 + _LEAST) << _DROPPED_BITS) * 2**24
    return 1.0 - (math.ceil(beyond) - 1) / 2**24


@cache
def bin_floors() -> NDArray[np.float64]:
    """Give the least probability of every bin: (BINS,)."""
    return np.array([bin_floor(index) for index in range(BINS)])


def _number(bits: int) -> float:
    return float(np.array([bits], dtype=np.int32).view(np.float32)[0])


class ConfidenceCounts:
    """How often each class is predicted with which confidence.

    Args:
        num_classes: K.

    Example:
        >>> counts = ConfidenceCounts(2)
        >>> counts.add(torch.tensor([[0, 0, 0, 1]]), torch.tensor([[0.6, 0.7, 0.9, 0.8]]))
        >>> counts.predicted.tolist(), 0.69 < counts.threshold(0, 2 / 3) <= 0.7
        ([3, 1], True)
    """

    def __init__(self, num_classes: int) -> None:
        self.counts: NDArray[np.int64] = np.zeros((num_classes, BINS), dtype=np.int64)

    @property
    def predicted(self) -> NDArray[np.int64]:
        """(K,) how often each class is predicted."""
        total: NDArray[np.int64] = self.counts.sum(axis=1)
        return total

    def add(self, labels: Tensor, confidence: Tensor) -> None:
        """Count pixels.

        Args:
            labels: Integer class indices, any shape.
            confidence: float32 probabilities of those classes, of the same shape.
        """
        cells = labels.long().flatten() * BINS + bins_of(confidence).flatten()
        counted = torch.bincount(cells, minlength=self.counts.size)
        self.counts += counted.cpu().numpy().reshape(self.counts.shape)

    def threshold(self, class_index: int, share: float) -> float:
        """Give the confidence that a share of a class's pixels reach.

        Args:
            class_index: The class.
            share: Above 0, at most 1.

        Returns:
            The floor of the bin that holds the pixel at rank ``share`` × pixels, the surest first; 1 for a
            class that is never predicted (Zou et al., ECCV 2018).
        """
        own = self.counts[class_index]
        pixels = int(own.sum())
        if pixels == 0:
            return 1.0
        wanted = max(math.ceil(share * pixels - 1e-9), 1)
        from_the_top = np.cumsum(own[::-1])
        return bin_floor(BINS - 1 - int(np.searchsorted(from_the_top, wanted)))
