"""All pictures of a validation in an order: by what they cost, by their own IoU, by size, by name.

The lists of a diagnosis name the worst few; a page walks through all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from segscope.analysis.evidence import Evidence, Float64
from segscope.analysis.worst import costs_of_all, costs_of_class
from segscope.engine.image_counts import ERROR_KINDS, NO_CLASS, Int64
from segscope.engine.scores import image_miou
from segscope.errors import UsageError

PictureOrder = Literal["lost", "iou", "pixels", "name"]


@dataclass(frozen=True, slots=True)
class PictureFilter:
    """Which pictures, and which of their wrong pixels.

    Attributes:
        class_index: Pictures that hold the class in ground truth or prediction; None for all pictures.
        kind: Pictures with errors of this kind; None for all kinds.
        predicted: With a class: pictures in which it is taken for this one; -1 for no class.
    """

    class_index: int | None = None
    kind: str | None = None
    predicted: int | None = None

    def check(self, num_classes: int) -> None:
        """Refuse what names no class.

        Raises:
            UsageError: A class does not exist, or a predicted class is given without a class.
        """
        if self.class_index is not None and not 0 <= self.class_index < num_classes:
            raise UsageError(f"there is no class {self.class_index}: the run has {num_classes} classes.")
        if self.predicted is None:
            return
        if self.class_index is None:
            raise UsageError("name the class that is taken for another one, too.")
        if not NO_CLASS <= self.predicted < num_classes:
            raise UsageError(f"there is no class {self.predicted}: the run has {num_classes} classes.")


@dataclass(frozen=True, slots=True, eq=False)
class RankedPictures:
    """Pictures in their order, (M,) each.

    Attributes:
        image: Places in the validation's images.
        lost: Points of mIoU, or of the class's IoU, that the wrong pixels asked for cost.
        wrong: These pixels.
        iou: Mean IoU of the picture alone, or the class's IoU in it; NaN where it has none.
        pixels: Counted pixels, or ground-truth pixels of the class.
    """

    image: Int64
    lost: Float64
    wrong: Int64
    iou: Float64
    pixels: Int64


def rank_pictures(
    evidence: Evidence, chosen: PictureFilter = PictureFilter(), order: PictureOrder = "lost"
) -> RankedPictures:
    """Put the pictures of a validation in an order.

    Args:
        evidence: The validation.
        chosen: Which pictures.
        order: ``lost``: the costliest first; ``iou``: the lowest first, those without one last;
            ``pixels``: the largest first; ``name``: by sample id.

    Raises:
        UsageError: The filter names what does not exist.

    Example:
        >>> from segscope.engine import count
        >>> from segscope.engine.class_set import ClassSet
        >>> from segscope.engine.count_tables import CountTables
        >>> truth = np.array([[0, 0, 1, 1]], dtype=np.uint8)
        >>> guesses = [truth, np.array([[0, 1, 1, 0]], dtype=np.uint8)]
        >>> tables = CountTables.from_counts(["a", "b"], [count(truth, g, num_classes=2) for g in guesses])
        >>> evidence = Evidence(tables, ClassSet(("floor", "paper")))
        >>> rank_pictures(evidence).image.tolist()
        [1, 0]
        >>> found = rank_pictures(evidence, PictureFilter(class_index=1, predicted=0))
        >>> found.image.tolist(), found.wrong.tolist(), found.lost.round(3).tolist()
        ([1], [1], [0.2])
    """
    chosen.check(evidence.tables.num_classes)
    rows, cost = _rows(evidence, chosen)
    tables = evidence.tables
    count = len(tables.images)
    image, pixels = tables.wrong_image[rows], tables.wrong[rows, 4]
    lost = np.bincount(image, weights=cost * pixels, minlength=count).astype(np.float64, copy=False)
    wrong = np.bincount(image, weights=pixels, minlength=count).astype(np.int64)
    iou, size = _figures(evidence, chosen.class_index)
    own = _own(evidence, chosen, wrong)
    keys: dict[str, Float64 | Int64] = {"lost": -lost, "iou": iou, "pixels": -size}
    key = keys[order] if order in keys else _places_by_name(tables.images)
    at = own[np.argsort(key[own], kind="stable")]  # NaN is sorted last
    return RankedPictures(at, lost[at], wrong[at], iou[at], size[at])


def _places_by_name(names: Sequence[str]) -> Int64:
    """(N,) the place of each name among all, sorted."""
    places = np.empty(len(names), dtype=np.int64)
    places[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    return places


def _rows(evidence: Evidence, chosen: PictureFilter) -> tuple[Int64, Float64]:
    """Give the rows of wrong pixels that are asked for, and what a pixel of each costs."""
    if chosen.class_index is None:
        return costs_of_all(evidence, chosen.kind)
    rows, cost = costs_of_class(evidence, chosen.class_index, chosen.kind)
    if chosen.predicted is None:
        return rows, cost
    wrong = evidence.tables.wrong[rows]
    kept = (wrong[:, 0] == chosen.class_index) & (wrong[:, 1] == chosen.predicted)
    if chosen.kind is not None:
        kept &= wrong[:, 2] == ERROR_KINDS.index(chosen.kind)
    return rows[kept], cost[kept]


def _figures(evidence: Evidence, class_index: int | None) -> tuple[Float64, Int64]:
    """Give (N,) the IoU and the pixels of each picture, or of one class in it."""
    tables, count = evidence.tables, len(evidence.tables.images)
    size = np.zeros(count, dtype=np.int64)
    found = tables.columns["tp"] + tables.fn
    if class_index is None:
        np.add.at(size, tables.image, found)
        return image_miou(tables), size
    rows = np.flatnonzero(tables.class_index == class_index)
    iou = np.full(count, np.nan)
    iou[tables.image[rows]] = tables.columns["tp"][rows] / (found + tables.fp)[rows]
    size[tables.image[rows]] = found[rows]
    return iou, size


def _own(evidence: Evidence, chosen: PictureFilter, wrong: Int64) -> Int64:
    """Give the places of the pictures that are asked for."""
    tables = evidence.tables
    if chosen.kind is not None or chosen.predicted is not None:
        return np.flatnonzero(wrong)
    if chosen.class_index is None:
        return np.arange(len(tables.images))
    return np.unique(tables.image[tables.class_index == chosen.class_index])
