"""The objects of all images of a validation, in one table a side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segscope.engine.image_counts import Int64
from segscope.engine.objects import OBJECT_COLUMNS, ImageObjects


@dataclass(frozen=True, slots=True, eq=False)
class ObjectTable:
    """Objects of one side, ground truth or prediction.

    Attributes:
        image: (N,) int64, index into the validation's images.
        rows: (N, 9) int64, columns as in :data:`~segscope.engine.objects.OBJECT_COLUMNS`.
    """

    image: Int64
    rows: Int64

    def column(self, name: str) -> Int64:
        """Give one column, (N,).

        Example:
            >>> ObjectTable(np.zeros(1, np.int64), np.array([[2, 9, 4, 0, 0, 0, 3, 3, 0]])).column("right")
            array([4])
        """
        column: Int64 = self.rows[:, OBJECT_COLUMNS.index(name)]
        return column

    @classmethod
    def from_images(cls, images: Sequence[Int64]) -> "ObjectTable":
        """Stack the objects of single images, (N_i, 9) each, in the order of the split."""
        sizes = [len(rows) for rows in images]
        rows = np.concatenate(images) if images else np.zeros((0, len(OBJECT_COLUMNS)), dtype=np.int64)
        return cls(np.repeat(np.arange(len(sizes)), sizes).astype(np.int64), rows)


@dataclass(frozen=True, slots=True, eq=False)
class ObjectTables:
    """Objects of one validation.

    Attributes:
        images: The sample ids, in the order of the split.
        num_classes: K.
        truth: Objects of the ground truth.
        predicted: Predicted objects.
    """

    images: tuple[str, ...]
    num_classes: int
    truth: ObjectTable
    predicted: ObjectTable

    def truth_counts(self) -> Int64:
        """Count the ground truth's objects of each class, (K,)."""
        return np.bincount(self.truth.column("class_index"), minlength=self.num_classes).astype(np.int64)

    @classmethod
    def join(cls, parts: Sequence["ObjectTables"]) -> "ObjectTables":
        """Join parts that name the same images (at least one part), in the order of the images."""
        return cls(
            parts[0].images,
            parts[0].num_classes,
            _join([part.truth for part in parts]),
            _join([part.predicted for part in parts]),
        )

    @classmethod
    def from_objects(
        cls, images: Sequence[str], num_classes: int, objects: Sequence[ImageObjects]
    ) -> "ObjectTables":
        """Stack the objects of single images, in the same order as their names.

        Raises:
            ValueError: There are not as many names as images.
        """
        if len(images) != len(objects):
            raise ValueError(f"{len(images)} image names for the objects of {len(objects)}")
        return cls(
            tuple(images),
            num_classes,
            ObjectTable.from_images([one.truth for one in objects]),
            ObjectTable.from_images([one.predicted for one in objects]),
        )


def _join(tables: Sequence[ObjectTable]) -> ObjectTable:
    image = np.concatenate([table.image for table in tables])
    order = np.argsort(image, kind="stable")
    return ObjectTable(image[order], np.concatenate([table.rows for table in tables])[order])
