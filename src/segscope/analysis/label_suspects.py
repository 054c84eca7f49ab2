"""Labels that a confident model contradicts in a whole-segment way: the first to be looked at.

An object of the ground truth is a suspect when (nearly) none of it was found and the model is sure of
what it sees there instead; a predicted object is one when nothing of its class is labelled there and
the model is sure. Along borders and inside objects a disagreement says little about the label. The idea
is confident learning's (Northcutt et al., JAIR 2021), applied to whole objects in place of pixels.
How suspects are scored is in :mod:`segscope.analysis.suspicion`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from segscope.analysis.evidence import Float64, Mask
from segscope.analysis.suspicion import Contradiction, suspicion
from segscope.engine.image_counts import Int64
from segscope.engine.object_tables import ObjectTable, ObjectTables
from segscope.engine.objects import OBJECT_COLUMNS
from segscope.engine.reliability import LEVELS

MOST_FOUND = 0.1
"""An object of which a larger share was found is a matter of extent, not of its label."""
LEAST_PIXELS = 64
SAME_PLACE = 0.5
"""A labelled and a predicted suspect whose boxes overlap by this much are one contradiction."""
Box = tuple[int, int, int, int]

CLASS, PIXELS, RIGHT, SURE = (
    OBJECT_COLUMNS.index(name) for name in ("class_index", "pixels", "right", "wrong_confidence")
)
BOX = slice(OBJECT_COLUMNS.index("top"), OBJECT_COLUMNS.index("end_column") + 1)


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
        doubt: Mean confidence of the contradiction over its pixels, 0 … 1.
        score: What suspects are ranked by, 0 … 1: :func:`~segscope.analysis.suspicion.suspicion`.
    """

    image: str
    labelled_class: int | None
    predicted_class: int | None
    box: Box
    pixels: int
    doubt: float
    score: float

    @property
    def rank(self) -> tuple[float, str, Box]:
        """Sorts suspects, the likeliest wrong label first."""
        return -self.score, self.image, self.box


def rank_label_suspects(
    tables: ObjectTables,
    *,
    confusion: Int64 | None = None,
    background: int | None = None,
    least_pixels: int = LEAST_PIXELS,
    limit: int | None = None,
) -> tuple[LabelSuspect, ...]:
    """List the places where a confident model contradicts the label of a whole object.

    Args:
        tables: The objects of a validation whose confidences were recorded.
        confusion: (K, K) pixels that this model takes for another class, away from borders, truth in
            rows (:func:`~segscope.analysis.suspicion.confusion_inside`): what it confuses anyway is less
            suspect. None where it is not known.
        background: The class that is no object: a hole in an object that the model fills, and a gap
            that it leaves, are no suspects by themselves.
        least_pixels: Smaller objects are left out.
        limit: How many at most; None for all.

    Returns:
        The likeliest wrong label first.

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
    if confusion is None:
        confusion = np.zeros((tables.num_classes,) * 2, dtype=np.int64)
    truth, predicted = (_large(table, least_pixels) for table in (tables.truth, tables.predicted))
    in_doubt = np.union1d(*(side.image[_is_contradicted(side.rows)] for side in (truth, predicted)))
    suspects = [
        _suspect(tables.images[image], place, confusion)
        for image in in_doubt.tolist()  # a part of a validation names thousands of images that it has not
        for place in _contradicted_places(_of_image(truth, image), _of_image(predicted, image), background)
        if {place.labelled_class, place.predicted_class} - {None, background}
    ]
    suspects.sort(key=lambda suspect: suspect.rank)
    return tuple(suspects[:limit])


@dataclass(frozen=True, slots=True)
class _Place:
    """A contradicted object, a row of ``OBJECT_COLUMNS``, with what the other side says of its place."""

    row: Int64
    labelled_class: int | None
    predicted_class: int | None
    label: int | None
    seen: int | None
    explained: float = 0.0


def _large(table: ObjectTable, least_pixels: int) -> ObjectTable:
    """Give the objects that are large enough, image by image; stored ones come as threads were done."""
    order = np.argsort(table.image, kind="stable")
    large = order[table.column("pixels")[order] >= least_pixels]
    return ObjectTable(table.image[large], table.rows[large])


def _of_image(table: ObjectTable, image: int) -> Int64:
    """Give the rows of one image; they lie beside each other, in the order of the images."""
    start, end = np.searchsorted(table.image, [image, image + 1])
    return table.rows[start:end]


def _is_contradicted(rows: Int64) -> Mask:
    chosen: Mask = (rows[:, RIGHT] <= MOST_FOUND * rows[:, PIXELS]) & (rows[:, SURE] > 0)
    return chosen


def _contradicted_places(truth: Int64, predicted: Int64, background: int | None) -> Iterator[_Place]:
    """Find those of one image; a labelled and a predicted object in the same place are one."""
    predicted = predicted[_is_contradicted(predicted)]
    overlaps = _box_iou(truth[:, BOX], predicted[:, BOX])
    alone = np.ones(len(predicted), dtype=bool)
    for index in np.flatnonzero(_is_contradicted(truth)).tolist():
        label = int(truth[index, CLASS])
        best, overlap = _best(np.where(alone, overlaps[index], 0.0))
        if overlap >= SAME_PLACE:
            alone[best] = False
            seen = int(predicted[best, CLASS])
            yield _Place(truth[index], label, seen, label, seen)
        else:
            yield _Place(truth[index], label, None, label, background)
    if background is not None:
        overlaps[truth[:, CLASS] == background] = 0.0
    for index in np.flatnonzero(alone).tolist():
        seen = int(predicted[index, CLASS])
        best, overlap = _best(overlaps[:, index])
        if overlap > 0:
            beneath = truth[best]
            explained = overlap * beneath[RIGHT] / beneath[PIXELS]
            yield _Place(predicted[index], None, seen, int(beneath[CLASS]), seen, float(explained))
        else:
            yield _Place(predicted[index], None, seen, background, seen)


def _best(overlaps: Float64) -> tuple[int, float]:
    """Give the first of the highest, or (-1, 0.0) where there is none."""
    if not len(overlaps):
        return -1, 0.0
    best = int(overlaps.argmax())
    return best, float(overlaps[best])


def _suspect(image: str, place: _Place, confusion: Int64) -> LabelSuspect:
    pixels, right, sure = (int(place.row[column]) for column in (PIXELS, RIGHT, SURE))
    doubt = sure / (pixels * (LEVELS - 1))
    of = Contradiction(pixels, pixels - right, doubt, place.label, place.seen, place.explained)
    top, left, end_row, end_column = place.row[BOX].tolist()
    return LabelSuspect(
        image=image,
        labelled_class=place.labelled_class,
        predicted_class=place.predicted_class,
        box=(top, left, end_row, end_column),
        pixels=pixels,
        doubt=doubt,
        score=suspicion(of, confusion),
    )


def _box_iou(a: Int64, b: Int64) -> Float64:
    """Intersection over union of (N, 4) and (M, 4) boxes: (N, M)."""
    first, second = a[:, None], b[None]
    sides = np.minimum(first[..., 2:], second[..., 2:]) - np.maximum(first[..., :2], second[..., :2])
    both = np.maximum(sides, 0).prod(axis=2)
    areas = (first[..., 2:] - first[..., :2]).prod(axis=2) + (second[..., 2:] - second[..., :2]).prod(axis=2)
    shares: Float64 = both / (areas - both)
    return shares
