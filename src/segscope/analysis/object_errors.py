"""Errors of each class by the size and the place of its objects.

An object is an 8-connected component of its class. Sizes are areas in pixels at the label map's own
resolution; the default bounds are COCO's (Lin et al., *Microsoft COCO*, ECCV 2014): small below 32²,
medium below 96², large from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segscope.engine.image_counts import Int64
from segscope.engine.object_tables import ObjectTable, ObjectTables

SIZE_BOUNDS = (32**2, 96**2)
SIZE_NAMES = ("small", "medium", "large")
PLACE_NAMES = ("inside", "at the frame")


@dataclass(frozen=True, slots=True)
class ObjectErrors:
    """What became of the objects of one class in one group: a size, or a place.

    Attributes:
        class_index: The class.
        group: ``small``, ``medium``, ``large``; or ``at the frame``, ``inside``.
        objects: Objects of the ground truth.
        missed: Those of them of which no pixel was found.
        pixels: Their pixels.
        found: Those of them that were found.
        predicted: Predicted objects of this group, by their own size and place.
        invented: Those of them without a true pixel.
        predicted_pixels: Their pixels.
        right: Those of them that are right.
    """

    class_index: int
    group: str
    objects: int
    missed: int
    pixels: int
    found: int
    predicted: int
    invented: int
    predicted_pixels: int
    right: int

    @property
    def recall(self) -> float:
        """Share of the pixels that were found; NaN without any."""
        return self.found / self.pixels if self.pixels else float("nan")

    @property
    def precision(self) -> float:
        """Share of the predicted pixels that are right; NaN without any."""
        return self.right / self.predicted_pixels if self.predicted_pixels else float("nan")


def errors_by_size(
    tables: ObjectTables, bounds: Sequence[int] = SIZE_BOUNDS, names: Sequence[str] = SIZE_NAMES
) -> tuple[ObjectErrors, ...]:
    """Group the objects of each class by their areas.

    Args:
        tables: The objects of a validation.
        bounds: Ascending areas in pixels; an object of exactly a bound belongs above it.
        names: One more than bounds.

    Returns:
        A row for each class and size that has an object on either side, by class, then by size.

    Raises:
        ValueError: The number of names does not fit, or the bounds do not ascend.
    """
    if len(names) != len(bounds) + 1 or list(bounds) != sorted(set(bounds)):
        raise ValueError(
            f"{len(names)} names for the bounds {tuple(bounds)}: give one more, ascending bounds"
        )
    edges = np.asarray(bounds, dtype=np.int64)

    def size_of(table: ObjectTable) -> Int64:
        return np.searchsorted(edges, table.column("pixels"), side="right").astype(np.int64)

    return _group(tables, size_of(tables.truth), size_of(tables.predicted), names)


def errors_by_place(tables: ObjectTables) -> tuple[ObjectErrors, ...]:
    """Group the objects of each class by whether they touch the picture's frame, as cut-off objects do.

    Returns:
        As :func:`errors_by_size`, with the groups ``inside`` and ``at the frame``.
    """
    truth, predicted = (table.column("at_frame") for table in (tables.truth, tables.predicted))
    return _group(tables, truth, predicted, PLACE_NAMES)


def _group(
    tables: ObjectTables, truth_group: Int64, predicted_group: Int64, names: Sequence[str]
) -> tuple[ObjectErrors, ...]:
    shape = (tables.num_classes, len(names))
    truth = _sum(tables.truth, truth_group, shape)
    predicted = _sum(tables.predicted, predicted_group, shape)
    return tuple(
        ObjectErrors(
            int(index),
            names[group],
            *(int(values[index, group]) for values in truth),
            *(int(values[index, group]) for values in predicted),
        )
        for index, group in np.argwhere((truth[0] > 0) | (predicted[0] > 0))
    )


def _sum(table: ObjectTable, group: Int64, shape: tuple[int, int]) -> tuple[Int64, Int64, Int64, Int64]:
    """Give (K, groups) objects, objects without a right pixel, pixels and right pixels."""
    counted = table.column("pixels") > 0  # a predicted object may lie wholly on ignored pixels
    cells = (table.column("class_index")[counted], group[counted])
    pixels, right = table.column("pixels")[counted], table.column("right")[counted]
    sums = np.zeros((4, *shape), dtype=np.int64)
    for total, values in zip(sums, (np.ones_like(pixels), right == 0, pixels, right), strict=True):
        np.add.at(total, cells, values)
    return sums[0], sums[1], sums[2], sums[3]
