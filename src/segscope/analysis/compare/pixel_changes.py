"""Pixel by pixel, where the runs keep their label maps: fixed, broken, and wrong on both sides.

With several runs a side a pixel is right in some of them. What is told is then the mean over all pairs of
a run of A and a run of B: of a pixel that *r* of *R* runs of A and *s* of *S* runs of B have right,
(1 - r / R) · s / S is fixed. Trainings of one recipe change each other's pixels, too; how many is told
beside it, for only what goes beyond it is the change's.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.compare.sides import Fold
from segscope.analysis.compare.sources import RunValidation
from segscope.engine import count_confusion
from segscope.engine.class_set import LabelMap
from segscope.engine.cpus import usable_cpus
from segscope.engine.image_counts import Int64
from segscope.errors import NotComparableError

_WIDE_IGNORE = 65535
Float64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PixelChanges:
    """Pixels that changed sides between right and wrong, over the images whose label maps are kept.

    Attributes:
        images: How many images all runs keep, and the ground truth of.
        of: How many were validated.
        fixed: Of each class, its pixels (by ground truth) that side a has wrong and side b right; whole
            numbers for single runs, the mean over all pairs of runs for several.
        broken: That side a has right and side b wrong.
        still_wrong: That both have wrong.
        chance: Of each class, its pixels that one run has wrong and another one *of the same side* right,
            the mean over the ordered pairs of both sides; None for single runs.
    """

    images: int
    of: int
    fixed: tuple[float, ...]
    broken: tuple[float, ...]
    still_wrong: tuple[float, ...]
    chance: tuple[float, ...] | None = None


def count_pixel_changes(folds: Sequence[Fold]) -> PixelChanges | None:
    """Read what the runs keep, with all processors; None where no image is kept by all of them.

    Args:
        folds: Runs that were validated on the same images, as many a side in every fold.

    Raises:
        NotComparableError: Two label maps of an image differ in size.
        StoreError: A file is damaged.
    """
    counted: list[Int64 | None] = []
    with ThreadPoolExecutor(usable_cpus(), thread_name_prefix="segscope-compare") as pool:
        for fold in folds:
            counted += pool.map(partial(_count_image, fold), fold.images)
    found = [states for states in counted if states is not None]
    if not found:
        return None
    states, (a, b) = np.sum(found, axis=0), (len(folds[0].a), len(folds[0].b))
    right = np.stack(np.divmod(np.arange((a + 1) * (b + 1)), b + 1)) / [[a], [b]]
    fixed, broken = states @ ((1 - right[0]) * right[1]), states @ (right[0] * (1 - right[1]))
    chance = _changed_by_chance(states, right, (a, b))
    return PixelChanges(
        images=len(found),
        of=len(counted),
        fixed=_plain(fixed),
        broken=_plain(broken),
        still_wrong=_plain(states @ ((1 - right[0]) * (1 - right[1]))),
        chance=None if chance is None else _plain(chance),
    )


def _changed_by_chance(states: Int64, right: Float64, runs: tuple[int, int]) -> Float64 | None:
    """(K,) pixels that differ between two runs of one side, one way; the mean over both sides' pairs."""
    pairs = [number * (number - 1) for number in runs]
    if not any(pairs):
        return None
    differ = sum(number**2 * share * (1 - share) for number, share in zip(runs, right, strict=True))
    mean: Float64 = (states @ differ) / sum(pairs)
    return mean


def _count_image(fold: Fold, image: str) -> Int64 | None:
    """Count (K, states) pixels of each class; a state is A's right runs × (B's runs + 1) + B's right runs."""
    truth = next((found for m in (*fold.a, *fold.b) if (found := _truth(m, image)) is not None), None)
    if truth is None:
        return None
    right = np.zeros(truth.shape, dtype=np.uint16)
    for members, weight in ((fold.a, len(fold.b) + 1), (fold.b, 1)):
        for member in members:
            prediction = member.run.prediction(member.validation, image)
            if prediction is None:
                return None
            if prediction.shape != truth.shape:
                raise _other_size(member, image, prediction, truth)
            right += (prediction == truth) * np.uint16(weight)
    return _by_class(truth, right, fold)


def _truth(member: RunValidation, image: str) -> LabelMap | None:
    return member.run.labels.get(member.validation.key.split, image)


def _by_class(truth: LabelMap, right: NDArray[np.uint16], fold: Fold) -> Int64:
    class_set, states = fold.a[0].run.class_set, (len(fold.a) + 1) * (len(fold.b) + 1)
    # 16 bits throughout: with many runs a state may have the value of an ignored pixel's 8 bits
    wide = truth.astype(np.uint16)
    wide[truth == class_set.ignore] = _WIDE_IGNORE
    size = max(class_set.num_classes, states)
    matrix = count_confusion(wide, right, num_classes=size, ignore=_WIDE_IGNORE).matrix
    return matrix[: class_set.num_classes, :states]


def _other_size(
    member: RunValidation, image: str, label_map: LabelMap, truth: LabelMap
) -> NotComparableError:
    sizes = [f"{array.shape[1]}×{array.shape[0]}" for array in (label_map, truth)]
    return NotComparableError(
        f"{member.title} cannot be compared: its label map of {image!r} has {sizes[0]} pixels, and its "
        f"ground truth {sizes[1]}."
    )


def _plain(pixels: Float64) -> tuple[float, ...]:
    """Give whole numbers as such, for they are counts of single runs."""
    return tuple(int(value) if float(value).is_integer() else float(value) for value in pixels.tolist())
