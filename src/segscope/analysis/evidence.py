"""What all questions to one validation share: sums over images, and the wrong pixels by flow."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.near_duplicates import NearDuplicates
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import ERROR_KINDS, NO_CLASS, Int64
from segscope.engine.scores import Scores

BOUNDARY, EXTENT, SEGMENT = range(len(ERROR_KINDS))
Float64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Evidence:
    """The tables of one validation with the sums that several questions need, each made once.

    A wrong pixel of true class *t* and predicted class *p* belongs to two classes: it is missed for
    *t* and false for *p*. It lies *at a border* where either kind is ``boundary``, and else belongs
    to a *whole segment* where either kind is ``segment``: a whole object of *t* was not found, or a
    whole predicted piece of *p* has nothing right in it.

    Attributes:
        tables: Counts and wrong pixels.
        class_set: Names and roles.
        duplicates: Tells which images show the same picture; None where that is not asked.
    """

    tables: CountTables
    class_set: ClassSet
    duplicates: NearDuplicates | None = None

    @cached_property
    def scores(self) -> Scores:
        """Scores over all images."""
        return Scores.from_tables(self.tables)

    @cached_property
    def tp(self) -> Int64:
        """(K,) true positives over all images."""
        return self.tables.pooled("tp")

    @cached_property
    def fp(self) -> Int64:
        """(K,) false positives over all images."""
        return self.tables.pooled("fp")

    @cached_property
    def fn(self) -> Int64:
        """(K,) missed pixels over all images."""
        return self.tables.pooled("fn")

    @cached_property
    def truth(self) -> Int64:
        """(K,) ground-truth pixels over all images."""
        return self.tp + self.fn

    @cached_property
    def union(self) -> Int64:
        """(K,) pixels that are of the class, predicted as the class, or both."""
        return self.tp + self.fp + self.fn

    @cached_property
    def truth_per_image(self) -> Int64:
        """(N, K) ground-truth pixels."""
        return self.tables.dense("tp") + self.tables.dense("fn")

    @cached_property
    def active(self) -> int:
        """How many classes occur in ground truth or prediction, the classes that mIoU is the mean of."""
        return int(np.count_nonzero(self.union))

    @cached_property
    def per_union(self) -> Float64:
        """(K + 1,) IoU points that one wrong pixel costs; 0 for absent classes and, last, for no class."""
        cost = np.zeros(len(self.union) + 1)
        cost[:-1] = np.divide(1.0, self.union, out=np.zeros(len(self.union)), where=self.union > 0)
        return cost

    @cached_property
    def lost_miou_per_pixel(self) -> Float64:
        """(W,) mIoU points that one pixel of each wrong row costs: the true and the predicted class's."""
        wrong = self.tables.wrong
        cost = self.per_union[wrong[:, 0]] + self.per_union[wrong[:, 1]]
        return cost / max(self.active, 1)

    @cached_property
    def at_border(self) -> Mask:
        """(W,) whether the pixels of a wrong row lie along a border that is otherwise right."""
        wrong = self.tables.wrong
        rows: Mask = (wrong[:, 2] == BOUNDARY) | (wrong[:, 3] == BOUNDARY)
        return rows

    @cached_property
    def whole(self) -> Mask:
        """(W,) whether the pixels of a wrong row belong to whole segments."""
        wrong = self.tables.wrong
        rows: Mask = ~self.at_border & ((wrong[:, 2] == SEGMENT) | (wrong[:, 3] == SEGMENT))
        return rows

    @cached_property
    def rows_of_class(self) -> tuple[Int64, ...]:
        """K arrays: the rows of wrong pixels that are of a class, or were predicted as it.

        Sorted once; with 150 classes, looking through all rows for each of them takes seconds.
        """
        parts = []
        for column in (0, 1):
            order = np.argsort(self.tables.wrong[:, column], kind="stable")
            bounds = np.arange(self.tables.num_classes + 1)
            starts = np.searchsorted(self.tables.wrong[order, column], bounds)
            parts.append(np.split(order, starts)[1:-1])
        return tuple(np.concatenate(both) for both in zip(*parts, strict=True))

    @cached_property
    def objects(self) -> tuple[int, ...]:
        """Classes that are named objects: neither background nor unknown."""
        roles = {self.class_set.background, self.class_set.unknown}
        return tuple(index for index in range(self.class_set.num_classes) if index not in roles)

    def name(self, class_index: int) -> str:
        """Give the class's name; ``no class`` for pixels whose prediction is none."""
        return "no class" if class_index == NO_CLASS else self.class_set.names[class_index]
