"""Teachers whose probabilities are planted, so that what a method must choose is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from segscope.train.pseudo.confidences import ConfidenceCounts

CLASSES = 4


def planted(truth: np.ndarray, confidence: np.ndarray, label: np.ndarray | None = None) -> Tensor:
    """Give (1, K, H, W) probabilities: ``confidence`` for a label, the rest shared by the other classes."""
    label = truth if label is None else label
    rest = (1 - confidence) / (CLASSES - 1)
    probabilities = np.where(np.arange(CLASSES)[:, None, None] == label, confidence, rest)
    return torch.from_numpy(probabilities[None].astype(np.float32))


def planted_truth(seed: int, size: int = 64) -> np.ndarray:
    """Give a map in which every class occurs, the last one seldom."""
    return np.random.default_rng(seed).choice(CLASSES, (size, size), p=[0.5, 0.3, 0.15, 0.05])


@dataclass(frozen=True)
class PlantedSurvey:
    """Answers from planted probabilities."""

    probabilities: Mapping[str, Tensor]
    planted_reliabilities: Mapping[str, float]
    num_classes: int = CLASSES

    @property
    def names(self) -> Sequence[str]:
        return list(self.probabilities)

    def confidences(self, every: int) -> ConfidenceCounts:
        counts = ConfidenceCounts(self.num_classes)
        for one in self.probabilities.values():
            confidence, labels = one.flatten(2)[:, :, ::every].max(dim=1)
            counts.add(labels, confidence)
        return counts

    def reliabilities(self, stages: int) -> Mapping[str, float]:
        return self.planted_reliabilities
