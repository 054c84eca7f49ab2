"""Which samples are pictured and outlive pruning: a fixed set, the worst, the worst of each class."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.evidence import Evidence
from segscope.analysis.worst import WorstImage, worst_images, worst_of_class
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from segscope.record.options import RecordOptions


@dataclass(frozen=True, slots=True)
class KeptSamples:
    """The samples of one validation that are looked at first.

    Attributes:
        fixed: The same samples at every validation, so that pictures can be followed over a training.
        worst: The samples that cost the most mIoU.
        worst_of_class: For each class index with any wrong pixel, the samples that cost it the most.
    """

    fixed: tuple[str, ...]
    worst: tuple[WorstImage, ...]
    worst_of_class: dict[int, tuple[WorstImage, ...]]

    @property
    def ids(self) -> tuple[str, ...]:
        """All of them, each once."""
        of_classes = (image.image for images in self.worst_of_class.values() for image in images)
        return tuple(dict.fromkeys((*self.fixed, *(image.image for image in self.worst), *of_classes)))


def choose_fixed(sample_ids: Iterable[str], count: int, seed: int) -> tuple[str, ...]:
    """Choose samples by hash: the same ones whatever the order, and nearly the same when some are added.

    Example:
        >>> choose_fixed(["a", "b", "c"], 2, seed=0) == choose_fixed(["c", "b", "a"], 2, seed=0)
        True
    """

    def rank(sample_id: str) -> bytes:
        return hashlib.sha256(f"{seed}:{sample_id}".encode()).digest()

    return tuple(sorted(sample_ids, key=rank)[:count])


def choose_kept(tables: CountTables, class_set: ClassSet, options: RecordOptions) -> KeptSamples:
    """Choose the samples to keep and to picture from what was counted."""
    evidence = Evidence(tables, class_set)
    worst = {
        index: worst_of_class(evidence, index, options.worst_per_class)
        for index in range(class_set.num_classes)
    }
    return KeptSamples(
        fixed=choose_fixed(tables.images, options.fixed_samples, options.seed),
        worst=worst_images(evidence, options.worst_samples),
        worst_of_class={index: images for index, images in worst.items() if images},
    )


def lowest_classes(candidates: Iterable[int], iou: NDArray[np.float64], limit: int) -> tuple[int, ...]:
    """Give the classes with the lowest IoU, in the order of the classes.

    Args:
        candidates: Class indices.
        iou: (K,) of all classes, 0 … 1; not NaN for any candidate.
        limit: How many classes at most; of equals the first are taken.

    Example:
        >>> lowest_classes([0, 1, 3], np.array([0.9, 0.2, np.nan, 0.5]), limit=2)
        (1, 3)
    """
    return tuple(sorted(sorted(candidates, key=lambda index: (iou[index], index))[:limit]))


def samples_with_class(tables: CountTables, class_index: int, among: Sequence[str]) -> tuple[str, ...]:
    """Give those of some samples in which a class occurs, in ground truth or prediction."""
    rows = tables.image[tables.class_index == class_index]
    having = {tables.images[row] for row in rows}
    return tuple(sample for sample in among if sample in having)
