"""How often kept pseudo-labels are right: counted on pictures with ground truth that no teacher saw."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from segscope.train.pseudo.confidences import BINS, bin_floors, bins_of
from segscope.train.pseudo.rule import Labelled, Rule

Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]
_LEAST = 2.0**-26


@dataclass(frozen=True, slots=True)
class PrecisionCurve:
    """What stricter and laxer thresholds of one kind would give.

    Attributes:
        coverage: (N,) share of the pixels with ground truth that is kept, rising.
        precision: (N,) share of the kept pixels that is right.
    """

    coverage: Float64
    precision: Float64


class PrecisionTally:
    """Counts right and wrong pseudo-labels by class and confidence.

    Args:
        num_classes: K.
    """

    def __init__(self, num_classes: int) -> None:
        self.right: Int64 = np.zeros((num_classes, BINS), dtype=np.int64)
        self.wrong: Int64 = np.zeros((num_classes, BINS), dtype=np.int64)
        self.kept_right: Int64 = np.zeros(num_classes, dtype=np.int64)
        self.kept_wrong: Int64 = np.zeros(num_classes, dtype=np.int64)
        self.left_out = 0
        self.pictures = 0

    def add(self, found: Labelled, truth: Tensor) -> None:
        """Count one picture.

        Args:
            found: Its pseudo-labels, (1, H, W).
            truth: (H, W) int64 ground truth; values from K on are not counted.
        """
        classes = len(self.right)
        counted = (truth < classes)[None]
        labels, kept = found.labels[counted], found.kept[counted]
        right = labels == truth[None][counted]
        cells = labels * BINS + bins_of(found.confidence[counted])
        self.right += _count(cells[right], self.right.size).reshape(self.right.shape)
        self.wrong += _count(cells[~right], self.wrong.size).reshape(self.wrong.shape)
        self.kept_right += _count(labels[kept & right], classes)
        self.kept_wrong += _count(labels[kept & ~right], classes)
        self.pictures += 1

    def leave_out(self, truth: Tensor) -> None:
        """Count a picture that the method would not take: its pixels are covered by nothing."""
        self.left_out += int((truth < len(self.right)).sum())
        self.pictures += 1

    @property
    def pixels(self) -> int:
        """Pixels with ground truth."""
        return int(self.right.sum() + self.wrong.sum()) + self.left_out

    def coverage(self, dropped: Iterable[int] = ()) -> float:
        """Give the share of the pixels that is kept, but for dropped classes; NaN without ground truth."""
        chosen = self._but(dropped)
        kept = self.kept_right[chosen].sum() + self.kept_wrong[chosen].sum()
        return float(kept / self.pixels) if self.pixels else float("nan")

    def precision(self, dropped: Iterable[int] = ()) -> float:
        """Give the share of kept pixels that is right, but for dropped classes; NaN where none is kept."""
        chosen = self._but(dropped)
        right, wrong = self.kept_right[chosen].sum(), self.kept_wrong[chosen].sum()
        return float(right / (right + wrong)) if right + wrong else float("nan")

    def class_precision(self) -> Float64:
        """Give (K,) the share of each class's kept pixels that is right; NaN where none is kept."""
        kept = self.kept_right + self.kept_wrong
        precision = np.full(len(kept), np.nan)
        np.divide(self.kept_right, kept, out=precision, where=kept > 0)
        return precision

    def curve(self, rule: Rule) -> PrecisionCurve:
        """Give precision by coverage where all thresholds are moved together.

        Pixels are ranked by how far their confidence lies above their class's threshold, in log-odds: at 0
        lies the rule itself, and moving on keeps more of every class.

        Args:
            rule: The one whose labels were counted.
        """
        margins = _log_odds(bin_floors())[None] - _log_odds(np.array(rule.thresholds))[:, None]
        chosen = self._but(rule.dropped)
        right, wrong = self.right[chosen].ravel(), self.wrong[chosen].ravel()
        filled = np.flatnonzero(right + wrong)
        order = filled[np.argsort(-margins[chosen].ravel()[filled], kind="stable")]
        all_right = np.cumsum(right[order])
        kept = np.cumsum(right[order] + wrong[order])
        return PrecisionCurve(kept / max(self.pixels, 1), all_right / np.maximum(kept, 1))

    def __add__(self, other: "PrecisionTally") -> "PrecisionTally":
        total = PrecisionTally(len(self.right))
        for name in ("right", "wrong", "kept_right", "kept_wrong", "left_out", "pictures"):
            setattr(total, name, getattr(self, name) + getattr(other, name))
        return total

    def _but(self, dropped: Iterable[int]) -> NDArray[np.bool_]:
        chosen = np.ones(len(self.right), dtype=bool)
        chosen[list(dropped)] = False
        return chosen


def _count(values: Tensor, length: int) -> Int64:
    counted: Int64 = torch.bincount(values, minlength=length).cpu().numpy()
    return counted


def _log_odds(probability: Float64) -> Float64:
    inner = np.clip(probability, _LEAST, 1 - _LEAST)
    odds: Float64 = np.log(inner) - np.log1p(-inner)
    return odds
