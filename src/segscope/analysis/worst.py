"""The images to look at first: overall, of a class, of an error kind, of a confused pair.

Images are ranked by what they take from the pooled score, not by their own score: every wrong pixel
costs a class 1 / union, so an image's loss of IoU is its wrong pixels of the class over the split's
union, and the losses of all images add up to 1 - IoU. An image with one tiny object that was missed
has IoU 0, and yet is seldom the one to open first.
"""

from dataclasses import dataclass

import numpy as np

from segscope.analysis.evidence import Evidence, Float64, Mask
from segscope.engine.image_counts import ERROR_KINDS, Int64


@dataclass(frozen=True, slots=True)
class WorstImage:
    """One image with what it costs.

    Attributes:
        image: The sample id.
        pixels: Wrong pixels of the kind that was asked for.
        lost: Points of the pooled score that these pixels cost: of mIoU for the overall list and
            for pairs, of the class's IoU for a class or one of its error kinds.
    """

    image: str
    pixels: int
    lost: float


def worst_images(evidence: Evidence, limit: int = 3) -> tuple[WorstImage, ...]:
    """List the images that cost the most mIoU over all classes."""
    every = np.ones(len(evidence.tables.wrong), dtype=bool)
    return worst_of_rows(evidence, every, limit)


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
    wrong = evidence.tables.wrong
    missed, false = wrong[:, 0] == class_index, wrong[:, 1] == class_index
    if kind is not None:
        code = ERROR_KINDS.index(kind)
        missed, false = missed & (wrong[:, 2] == code), false & (wrong[:, 3] == code)
    cost = np.full(len(wrong), evidence.per_union[class_index])
    return _rank(evidence, missed | false, cost, limit)


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
    return _rank(evidence, chosen, evidence.lost_miou_per_pixel, limit)


def _rank(evidence: Evidence, chosen: Mask, cost: Float64, limit: int) -> tuple[WorstImage, ...]:
    images = evidence.tables.wrong_image[chosen]
    pixels: Int64 = np.zeros(len(evidence.tables.images), dtype=np.int64)
    np.add.at(pixels, images, evidence.tables.wrong[chosen, 4])
    lost = np.bincount(
        images, weights=cost[chosen] * evidence.tables.wrong[chosen, 4], minlength=len(evidence.tables.images)
    )
    order = np.lexsort((np.arange(len(pixels)), -lost))[:limit]
    return tuple(
        WorstImage(evidence.tables.images[i], int(pixels[i]), float(lost[i])) for i in order if pixels[i] > 0
    )
