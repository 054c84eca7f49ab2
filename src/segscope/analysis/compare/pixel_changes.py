"""Pixel by pixel, where both runs keep their label maps: fixed, broken, and wrong on both sides."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from segscope.analysis.compare.sources import RunValidation
from segscope.engine import count_confusion
from segscope.engine.class_set import LabelMap
from segscope.engine.cpus import usable_cpus
from segscope.engine.image_counts import Int64
from segscope.errors import NotComparableError

_BOTH_WRONG, _FIXED, _BROKEN, _STATES = 0, 1, 2, 4


@dataclass(frozen=True, slots=True)
class PixelChanges:
    """Pixels that changed sides between right and wrong, over the images whose label maps are kept.

    Attributes:
        images: How many images both runs keep, and the ground truth of.
        of: How many were validated.
        fixed: Of each class, its pixels (by ground truth) that side a has wrong and side b right.
        broken: That side a has right and side b wrong.
        still_wrong: That both have wrong.
    """

    images: int
    of: int
    fixed: tuple[int, ...]
    broken: tuple[int, ...]
    still_wrong: tuple[int, ...]


def count_pixel_changes(a: RunValidation, b: RunValidation) -> PixelChanges | None:
    """Read what both runs keep, with all processors; None where no image is kept by both.

    Raises:
        NotComparableError: Two label maps of an image differ in size.
        StoreError: A file is damaged.
    """
    images = a.tables.images
    with ThreadPoolExecutor(usable_cpus(), thread_name_prefix="segscope-compare") as pool:
        counted = list(pool.map(lambda image: _count_image(a, b, image), images))
    found = [states for states in counted if states is not None]
    if not found:
        return None
    states = np.sum(found, axis=0)
    columns = (tuple(states[:, state].tolist()) for state in (_FIXED, _BROKEN, _BOTH_WRONG))
    return PixelChanges(len(found), len(images), *columns)


def _count_image(a: RunValidation, b: RunValidation, image: str) -> Int64 | None:
    """Count (K, 4) pixels of each class by what both sides made of them: a right × 2 + b right."""
    truth = a.run.labels.get(a.validation.key.split, image)
    if truth is None:
        truth = b.run.labels.get(b.validation.key.split, image)
    before, after = a.run.prediction(a.validation, image), b.run.prediction(b.validation, image)
    if truth is None or before is None or after is None:
        return None
    for label_map in (before, after):
        if label_map.shape != truth.shape:
            raise NotComparableError(
                f"{a.title} and {b.title} cannot be compared: a label map of {image!r} has "
                f"{_size(label_map)} pixels, and its ground truth {_size(truth)}."
            )
    classes = a.run.class_set.num_classes
    states = ((before == truth) * 2 + (after == truth)).astype(truth.dtype)
    matrix = count_confusion(
        truth, states, num_classes=max(classes, _STATES), ignore=a.run.class_set.ignore
    ).matrix
    return matrix[:classes, :_STATES]


def _size(label_map: LabelMap) -> str:
    return f"{label_map.shape[1]}×{label_map.shape[0]}"
