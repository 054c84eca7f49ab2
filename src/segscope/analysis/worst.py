"""The images to look at first: overall, of a class, of an error kind, of a confused pair.

Images are ranked by what they take from the pooled score, not by their own score: every wrong pixel
costs a class 1 / union, so an image's loss of IoU is its wrong pixels of the class over the split's
union, and the losses of all images add up to 1 - IoU. An image with one tiny object that was missed
has IoU 0, and yet is seldom the one to open first.

Of images that show the same picture the costliest is listed, with the names of the others; see
:mod:`segscope.analysis.near_duplicates`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segscope.analysis.evidence import Evidence, Float64, Mask
from segscope.analysis.words import percent
from segscope.engine.image_counts import ERROR_KINDS, Int64

MOST_LOOKED_AT = 24
"""Images of a ranking that are held against each other; a resting camera makes thousands of one picture."""


@dataclass(frozen=True, slots=True)
class WorstImage:
    """One image with what it costs.

    Attributes:
        image: The sample id.
        pixels: Wrong pixels of the kind that was asked for.
        lost: Points of the pooled score that these pixels cost: of mIoU for the overall lists and
            for pairs, of the class's IoU for a class or one of its error kinds.
        reason: The costliest of these errors, in words.
        like: Sample ids that would be listed, too, and show the same picture.
    """

    image: str
    pixels: int
    lost: float
    reason: str = ""
    like: tuple[str, ...] = ()


def worst_images(evidence: Evidence, limit: int = 3, kind: str | None = None) -> tuple[WorstImage, ...]:
    """List the images that cost the most mIoU over all classes, by all errors or by one kind.

    A wrong pixel is of a kind for the class that it is and of another one for the class that it was
    predicted as; with a kind given, it costs what it costs the class that it is of that kind for.

    Args:
        evidence: The validation.
        limit: How many images at most.
        kind: ``boundary``, ``extent``, ``segment``, or None for all.
    """
    return _rank(evidence, *costs_of_all(evidence, kind), limit)


def worst_of_class(
    evidence: Evidence, class_index: int, limit: int = 3, kind: str | None = None
) -> tuple[WorstImage, ...]:
    """List the images that cost one class the most IoU, by all errors or by one kind.

    Args:
        evidence: The validation.
        class_index: The class.
        limit: How many images at most.
        kind: ``boundary``, ``extent``, ``segment``, or None for all.
    """
    return _rank(evidence, *costs_of_class(evidence, class_index, kind), limit)


def costs_of_all(evidence: Evidence, kind: str | None = None) -> tuple[Int64, Float64]:
    """Give the rows of wrong pixels that have a kind for either class, and what a pixel of each costs mIoU.

    Args:
        evidence: The validation.
        kind: ``boundary``, ``extent``, ``segment``, or None for all.

    Returns:
        (R,) places in ``evidence.tables.wrong``, and (R,) points of mIoU.
    """
    wrong = evidence.tables.wrong
    if kind is None:
        return np.arange(len(wrong)), evidence.lost_miou_per_pixel
    code = ERROR_KINDS.index(kind)
    cost = evidence.per_union[wrong[:, 0]] * (wrong[:, 2] == code)
    cost = (cost + evidence.per_union[wrong[:, 1]] * (wrong[:, 3] == code)) / max(evidence.active, 1)
    rows = np.flatnonzero(cost)
    return rows, cost[rows]


def costs_of_class(evidence: Evidence, class_index: int, kind: str | None = None) -> tuple[Int64, Float64]:
    """Give the rows of a class's wrong pixels, and what a pixel of each costs its IoU.

    Args:
        evidence: The validation.
        class_index: The class.
        kind: ``boundary``, ``extent``, ``segment``, or None for all.

    Returns:
        (R,) places in ``evidence.tables.wrong``, and (R,) points of the class's IoU.
    """
    rows = evidence.rows_of_class[class_index]
    if kind is not None:
        wrong, code = evidence.tables.wrong[rows], ERROR_KINDS.index(kind)
        missed = (wrong[:, 0] == class_index) & (wrong[:, 2] == code)
        rows = rows[missed | ((wrong[:, 1] == class_index) & (wrong[:, 3] == code))]
    return rows, np.full(len(rows), evidence.per_union[class_index])


def worst_of_pair(evidence: Evidence, first: int, second: int, limit: int = 3) -> tuple[WorstImage, ...]:
    """List the images in which two classes are taken for each other the most, both ways together."""
    wrong = evidence.tables.wrong
    one_way = (wrong[:, 0] == first) & (wrong[:, 1] == second)
    other_way = (wrong[:, 0] == second) & (wrong[:, 1] == first)
    return worst_of_rows(evidence, one_way | other_way, limit)


def worst_of_rows(evidence: Evidence, chosen: Mask, limit: int = 3) -> tuple[WorstImage, ...]:
    """List the images that cost the most mIoU by the chosen rows of wrong pixels.

    Args:
        evidence: The validation.
        chosen: (W,) bool, the rows of ``evidence.tables.wrong`` that count.
        limit: How many images at most.
    """
    rows = np.flatnonzero(chosen)
    return _rank(evidence, rows, evidence.lost_miou_per_pixel[rows], limit)


def _rank(evidence: Evidence, rows: Int64, cost: Float64, limit: int) -> tuple[WorstImage, ...]:
    """Rank the images of some rows of wrong pixels, given what a pixel of each row costs."""
    images, place = np.unique(evidence.tables.wrong_image[rows], return_inverse=True)
    lost = np.bincount(place, weights=cost * evidence.tables.wrong[rows, 4], minlength=len(images))
    ranked = images[np.lexsort((images, -lost))]
    return tuple(
        _worst_image(evidence, rows, cost, image, like)
        for image, like in _listed_once(evidence, ranked, limit)
    )


def _listed_once(evidence: Evidence, ranked: Int64, limit: int) -> list[tuple[int, list[int]]]:
    """Take images from the top, each with the ones that show the same picture and would be listed, too."""
    duplicates = evidence.duplicates
    if duplicates is None:
        return [(image, []) for image in ranked[:limit].tolist()]
    listed: list[tuple[int, list[int]]] = []
    for image in ranked[: max(limit, MOST_LOOKED_AT)].tolist():
        if len(listed) == limit:
            break
        others = next((others for first, others in listed if duplicates.same(first, image)), None)
        if others is None:
            listed.append((image, []))
        else:
            others.append(image)
    return listed


def _worst_image(
    evidence: Evidence, rows: Int64, cost: Float64, image: int, like: Sequence[int]
) -> WorstImage:
    here = evidence.tables.wrong_image[rows] == image
    pixels, names = evidence.tables.wrong[rows[here], 4], evidence.tables.images
    lost = cost[here] * pixels
    reason, others = _reason(evidence, rows[here], lost), tuple(names[other] for other in like)
    return WorstImage(names[image], int(pixels.sum()), float(lost.sum()), reason, others)


def _reason(evidence: Evidence, rows: Int64, lost: Float64) -> str:
    """Name the costliest flow of the rows, what it is made of, and its share of what the rows cost."""
    wrong = evidence.tables.wrong[rows]
    keys = wrong[:, 0] * (evidence.tables.num_classes + 1) + wrong[:, 1]
    _, flow_of_row = np.unique(keys, return_inverse=True)
    in_flow = flow_of_row == np.bincount(flow_of_row, weights=lost).argmax()
    true, predicted = (evidence.name(int(index)) for index in wrong[in_flow][0, :2])
    border, whole = (
        int(wrong[in_flow & kind[rows], 4].sum()) for kind in (evidence.at_border, evidence.whole)
    )
    pixels = int(wrong[in_flow, 4].sum())
    parts = {"along borders": border, "whole objects": whole, "parts of objects": pixels - border - whole}
    place = max(parts, key=lambda name: parts[name])
    mostly = "" if parts[place] == pixels else "mostly "
    share = float(lost[in_flow].sum() / lost.sum())
    rest = "" if in_flow.all() else f"; {percent(share)} of what it costs"
    return f"{pixels:,} px of {true} taken for {predicted}, {mostly}{place}{rest}"
