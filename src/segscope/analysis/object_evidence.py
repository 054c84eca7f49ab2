"""What the objects of a validation tell, gathered part by part: memory holds one part at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from segscope.analysis.label_suspects import LabelSuspect, rank_label_suspects
from segscope.analysis.object_errors import (
    PLACE_NAMES,
    SIZE_NAMES,
    ObjectErrors,
    errors_by_place,
    errors_by_size,
)
from segscope.engine.image_counts import Int64
from segscope.engine.object_tables import ObjectTables


@dataclass(frozen=True, slots=True)
class ObjectEvidence:
    """What is known of the objects.

    Attributes:
        truth_counts: Objects of the ground truth by class, K numbers.
        sizes: What became of the objects of each class by their size.
        places: The same by whether they touch the picture's frame.
        suspects: Places where a sure model contradicts the label, the likeliest wrong first.
    """

    truth_counts: tuple[int, ...]
    sizes: tuple[ObjectErrors, ...]
    places: tuple[ObjectErrors, ...]
    suspects: tuple[LabelSuspect, ...]


def gather_objects(
    parts: Iterable[ObjectTables],
    *,
    background: int | None,
    suspects: int,
    confusion: Int64 | None = None,
) -> ObjectEvidence:
    """Go once through the objects of a validation.

    Args:
        parts: At least one; the objects of one image lie in one part.
        background: The class that is no object, for the suspects.
        suspects: How many of them at most.
        confusion: Of the whole validation, as :func:`rank_label_suspects` takes it.

    Example:
        >>> from segscope.engine import list_objects
        >>> truth = np.zeros((40, 40), dtype=np.uint8)
        >>> truth[10:20, 10:20] = 1
        >>> objects = list_objects(truth, truth, num_classes=2)
        >>> parts = [ObjectTables.from_objects(["a"], 2, [objects])] * 3
        >>> gather_objects(parts, background=0, suspects=5).truth_counts
        (3, 3)
    """
    counts: list[Int64] = []
    sizes: list[ObjectErrors] = []
    places: list[ObjectErrors] = []
    ranked: list[LabelSuspect] = []
    for part in parts:
        counts.append(part.truth_counts())
        sizes.extend(errors_by_size(part))
        places.extend(errors_by_place(part))
        ranked.extend(rank_label_suspects(part, confusion=confusion, background=background, limit=suspects))
        ranked = sorted(ranked, key=lambda suspect: suspect.rank)[:suspects]
    total = np.sum(counts, axis=0)
    return ObjectEvidence(
        tuple(total.tolist()), _added(sizes, SIZE_NAMES), _added(places, PLACE_NAMES), tuple(ranked)
    )


def _added(rows: Iterable[ObjectErrors], groups: Sequence[str]) -> tuple[ObjectErrors, ...]:
    """Add up the rows of each class and group, in the order of the classes, then of the groups."""
    sums: dict[tuple[int, str], ObjectErrors] = {}
    for row in rows:
        key = (row.class_index, row.group)
        sums[key] = row if key not in sums else _sum(sums[key], row)
    return tuple(sums[key] for key in sorted(sums, key=lambda key: (key[0], groups.index(key[1]))))


def _sum(a: ObjectErrors, b: ObjectErrors) -> ObjectErrors:
    numbers = [field.name for field in fields(ObjectErrors) if field.name not in ("class_index", "group")]
    added = {name: getattr(a, name) + getattr(b, name) for name in numbers}
    return ObjectErrors(a.class_index, a.group, **added)
