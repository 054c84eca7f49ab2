"""The two tables that a validation keeps: counts per image and class, and the wrong pixels.

They are sparse (a class that an image neither holds nor predicts has no row) and are all that scores,
error shares, confusions and "what a fix would gain" are computed from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from segscope.engine.image_counts import COUNT_COLUMNS, ImageCounts, Int64

TABLE_COLUMNS = tuple(column for column in COUNT_COLUMNS if column != "tn")


@dataclass(frozen=True)
class CountTables:
    """Counts and wrong pixels of all images of one validation.

    Attributes:
        images: The sample ids, in the order of the split; an image may have no row at all.
        num_classes: K.
        image: (R,) int64, index into ``images`` of each counts row.
        class_index: (R,) int64, class of each counts row.
        columns: name → (R,) int64 for each of :data:`TABLE_COLUMNS`.
        wrong_image: (W,) int64, index into ``images`` of each row of wrong pixels.
        wrong: (W, 5) int64, rows as in :attr:`segscope.engine.image_counts.ImageCounts.wrong`.
    """

    images: tuple[str, ...]
    num_classes: int
    image: Int64
    class_index: Int64
    columns: dict[str, Int64]
    wrong_image: Int64
    wrong: Int64

    @classmethod
    def from_counts(cls, images: Sequence[str], counts: Iterable[ImageCounts]) -> "CountTables":
        """Stack the counts of single images.

        Args:
            images: One sample id for each of ``counts``, in the same order.
            counts: At least one; all with the same number of classes.

        Example:
            >>> from segscope.engine import count
            >>> truth = np.zeros((4, 4), dtype=np.uint8)
            >>> tables = CountTables.from_counts(["a"], [count(truth, truth, num_classes=3)])
            >>> tables.class_index, tables.columns["tp"]
            (array([0]), array([16]))
        """
        per_image = list(counts)
        if len(per_image) != len(images):
            raise ValueError(f"{len(images)} image names for {len(per_image)} counts")
        num_classes = per_image[0].num_classes
        present = [np.flatnonzero((c.tp + c.fp + c.fn) > 0) for c in per_image]
        return cls(
            images=tuple(images),
            num_classes=num_classes,
            image=np.repeat(np.arange(len(per_image)), [len(rows) for rows in present]),
            class_index=np.concatenate(present),
            columns={
                name: np.concatenate(
                    [getattr(c, name)[rows] for c, rows in zip(per_image, present, strict=True)]
                )
                for name in TABLE_COLUMNS
            },
            wrong_image=np.repeat(np.arange(len(per_image)), [len(c.wrong) for c in per_image]),
            wrong=np.concatenate([c.wrong for c in per_image]).reshape(-1, 5),
        )

    @property
    def fp(self) -> Int64:
        """(R,) false positives of all kinds."""
        return self.columns["fp_boundary"] + self.columns["fp_extent"] + self.columns["fp_segment"]

    @property
    def fn(self) -> Int64:
        """(R,) missed pixels of all kinds."""
        return self.columns["fn_boundary"] + self.columns["fn_extent"] + self.columns["fn_segment"]

    def column(self, name: str) -> Int64:
        """Give a column, (R,) int64; ``fp`` and ``fn`` are columns here too."""
        return self.fp if name == "fp" else self.fn if name == "fn" else self.columns[name]

    def pooled(self, name: str) -> Int64:
        """Sum a column (see :meth:`column`) over all images: (K,) int64."""
        total = np.zeros(self.num_classes, dtype=np.int64)
        np.add.at(total, self.class_index, self.column(name))
        return total

    def dense(self, name: str) -> Int64:
        """Spread a column (see :meth:`column`) to (N images, K); classes without a row hold 0."""
        spread = np.zeros((len(self.images), self.num_classes), dtype=np.int64)
        spread[self.image, self.class_index] = self.column(name)
        return spread

    def confusion(self) -> tuple[Int64, Int64]:
        """Give the pooled (K, K) confusion, truth in rows, and the (K,) unpredicted pixels."""
        matrix = np.diag(self.pooled("tp"))
        unpredicted = np.zeros(self.num_classes, dtype=np.int64)
        predicted = self.wrong[:, 1] >= 0
        np.add.at(matrix, (self.wrong[predicted, 0], self.wrong[predicted, 1]), self.wrong[predicted, 4])
        np.add.at(unpredicted, self.wrong[~predicted, 0], self.wrong[~predicted, 4])
        return matrix, unpredicted
