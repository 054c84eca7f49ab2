"""The figures of the error bars: what the union of each class consists of."""

from collections.abc import Sequence
from dataclasses import dataclass

from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import ERROR_KINDS


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """Pixels of one class over a validation.

    Attributes:
        name: The class.
        true: True positives.
        missed: False negatives by kind, in the order of
            :data:`~segscope.engine.image_counts.ERROR_KINDS`.
        false: False positives by kind, in the same order.
    """

    name: str
    true: int
    missed: tuple[int, int, int]
    false: tuple[int, int, int]

    @property
    def union(self) -> int:
        """All pixels that IoU divides by."""
        return self.true + sum(self.missed) + sum(self.false)

    @property
    def iou(self) -> float:
        """Intersection over union; NaN for a class in neither ground truth nor prediction."""
        return self.true / self.union if self.union else float("nan")


def error_rows(tables: CountTables, class_set: ClassSet) -> Sequence[ErrorRow]:
    """Take the rows of all classes from a validation's counts."""
    true = tables.pooled("tp")
    missed = [tables.pooled(f"fn_{kind}") for kind in ERROR_KINDS]
    false = [tables.pooled(f"fp_{kind}") for kind in ERROR_KINDS]
    return [
        ErrorRow(
            name,
            int(true[index]),
            (int(missed[0][index]), int(missed[1][index]), int(missed[2][index])),
            (int(false[0][index]), int(false[1][index]), int(false[2][index])),
        )
        for index, name in enumerate(class_set.names)
    ]
