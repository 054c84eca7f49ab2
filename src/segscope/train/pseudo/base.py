"""What a method of choosing pseudo-labels is, and what it may ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from segscope.train.pseudo.confidences import ConfidenceCounts


class Survey(Protocol):
    """What can be known of the unlabelled pictures; each answer costs one pass of the teacher."""

    @property
    def names(self) -> Sequence[str]:
        """The pictures."""

    @property
    def num_classes(self) -> int:
        """K."""

    def confidences(self, every: int) -> ConfidenceCounts:
        """Count predicted classes by confidence, on one pixel in ``every``."""

    def reliabilities(self, stages: int) -> Mapping[str, float]:
        """Give each picture's mean IoU of earlier epochs' label maps with the teacher's, 0 … 1."""


@dataclass(frozen=True)
class Selection:
    """What a method chose.

    Attributes:
        thresholds: (K,) least probability of each class.
        pictures: The pictures that are labelled, in the survey's order.
        reliabilities: Picture → how far epochs agree on it; empty where the method does not ask.
        stages: How many checkpoints were compared; 0 where none were.
    """

    thresholds: tuple[float, ...]
    pictures: tuple[str, ...]
    reliabilities: Mapping[str, float] = field(default_factory=dict)
    stages: int = 0

    @property
    def least_reliability(self) -> float:
        """The least reliability of a chosen picture; 0 where all are taken."""
        if len(self.pictures) >= len(self.reliabilities):
            return 0.0
        return min((self.reliabilities[name] for name in self.pictures), default=0.0)


class PseudoMethod(Protocol):
    """Chooses thresholds and pictures."""

    def __call__(self, survey: Survey) -> Selection:
        """Choose, asking the survey no more than is needed."""
