"""Labels that a confident model contradicts in a whole-segment way: the first to be looked at.

An object of the ground truth is a suspect when (nearly) none of it was found and the model is sure of
what it sees there instead; a predicted object is one when nothing of its class is labelled there and
the model is sure. Along borders and inside objects a disagreement says little about the label. The idea
is confident learning's (Northcutt et al., JAIR 2021), applied to whole objects in place of pixels.
"""

from dataclasses import dataclass, replace

import numpy as np

from segscope.engine.image_counts import Int64
from segscope.engine.object_tables import ObjectTable, ObjectTables
from segscope.engine.reliability import LEVELS

MOST_FOUND = 0.1
"""An object of which a larger share was found is a matter of extent, not of its label."""
LEAST_PIXELS = 64
SAME_PLACE = 0.5
"""A labelled and a predicted suspect whose boxes overlap by this much are one contradiction."""
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class LabelSuspect:
    """One place where the label may be wrong.

    Attributes:
        image: The sample id.
        labelled_class: The class of the labelled object; None where the model sees an object, and the
            ground truth has none of that class there.
        predicted_class: The class of the object that the model sees; None where it sees no one object
            in its place.
        box: (top, left, end row, end column) in pixels; the ends are one past its last pixels.
        pixels: Its area.
        doubt: Mean confidence of the contradiction over its pixels, 0 … 1; suspects are ranked by it.
    """

    image: str
    labelled_class: int | None
    predicted_class: int | None
    box: Box
    pixels: int
    doubt: float

    @property
    def rank(self) -> tuple[float, str, Box]:
        """Sorts suspects, the surest first."""
        return -self.doubt, self.image, self.box


def rank_label_suspects(
    tables: ObjectTables,
    *,
    background: int | None = None,
    least_pixels: int = LEAST_PIXELS,
    limit: int | None = None,
) -> tuple[LabelSuspect, ...]:
    """List the places where a confident model contradicts the label of a whole object, the surest first.

    Args:
        tables: The objects of a validation whose confidences were recorded.
        background: The class that is no object: a hole in an object that the model fills, and a gap
            that it leaves, are no suspects by themselves.
        least_pixels: Smaller objects are left out.
        limit: How many at most; None for all.

    Example:
        >>> import numpy as np
        >>> from segscope.engine import list_objects
        >>> truth = np.zeros((40, 40), dtype=np.uint8)
        >>> truth[10:20, 10:20] = 1
        >>> guess, sure = np.where(truth == 1, 2, 0).astype(np.uint8), np.full((40, 40), 230, np.uint8)
        >>> objects = list_objects(truth, guess, sure, num_classes=3)
        >>> (suspect,) = rank_label_suspects(ObjectTables.from_objects(["a"], 3, [objects]))
        >>> suspect.labelled_class, suspect.predicted_class, suspect.box, round(suspect.doubt, 2)
        (1, 2, (10, 10, 20, 20), 0.9)
    """
    labelled = _contradicted(tables, tables.truth, least_pixels, labelled=True)
    predicted = _contradicted(tables, tables.predicted, least_pixels, labelled=False)
    suspects = [
        suspect
        for suspect in _joined(labelled, predicted)
        if {suspect.labelled_class, suspect.predicted_class} - {None, background}
    ]
    suspects.sort(key=lambda suspect: suspect.rank)
    return tuple(suspects[:limit])


def _contradicted(
    tables: ObjectTables, table: ObjectTable, least_pixels: int, *, labelled: bool
) -> list[LabelSuspect]:
    pixels, right, sure = (table.column(name) for name in ("pixels", "right", "wrong_confidence"))
    chosen = (pixels >= least_pixels) & (right <= MOST_FOUND * pixels) & (sure > 0)
    rows = zip(table.rows[chosen], table.image[chosen], strict=True)
    return [_suspect(tables.images[image], row, labelled=labelled) for row, image in rows]


def _suspect(image: str, row: Int64, *, labelled: bool) -> LabelSuspect:
    class_index, pixels, _, _, top, left, end_row, end_column, sure = (int(value) for value in row)
    return LabelSuspect(
        image=image,
        labelled_class=class_index if labelled else None,
        predicted_class=None if labelled else class_index,
        box=(top, left, end_row, end_column),
        pixels=pixels,
        doubt=sure / (pixels * (LEVELS - 1)),
    )


def _joined(labelled: list[LabelSuspect], predicted: list[LabelSuspect]) -> list[LabelSuspect]:
    """Make one suspect of a labelled and a predicted object in the same place."""
    alone: dict[str, list[LabelSuspect]] = {}
    for suspect in predicted:
        alone.setdefault(suspect.image, []).append(suspect)
    joined = []
    for suspect in labelled:
        others = alone.get(suspect.image, [])
        overlaps = [_box_iou(suspect.box, other.box) for other in others]
        best = int(np.argmax(overlaps)) if overlaps else -1
        if best >= 0 and overlaps[best] >= SAME_PLACE:
            joined.append(replace(suspect, predicted_class=others.pop(best).predicted_class))
        else:
            joined.append(suspect)
    return joined + [suspect for others in alone.values() for suspect in others]


def _box_iou(a: Box, b: Box) -> float:
    height = min(a[2], b[2]) - max(a[0], b[0])
    width = min(a[3], b[3]) - max(a[1], b[1])
    both = max(height, 0) * max(width, 0)
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return both / (areas - both)
