"""How many pixels object classes exchange away from borders, by image: the input of the confusable test."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segscope.analysis.evidence import Evidence, Float64, Mask
from segscope.engine.image_counts import Int64


@dataclass(frozen=True, slots=True)
class Exchange:
    """Pixels exchanged between the M object classes away from borders.

    Attributes:
        share: (M, M) exchanged pixels over the true class's (row's) pixels.
        whole: (M, M) share of whole segments among the exchanged pixels.
        support: (M, M) images that support the pair: those that exchange a fair part of the class.
        trials: (M,) images that hold the class.
        recall: (M,) share of the class's pixels that are found.
        truth: (N, M) pixels of each class in each image.
        cells: (C, 3) image, true and predicted class of each non-empty cell.
        pixels: (C,) exchanged pixels of each cell.
        supports: (C,) whether the image of the cell supports the pair.
        groups: (N,) number of each image's group; images of unknown group are groups of their own.
    """

    share: Float64
    whole: Float64
    support: Int64
    trials: Int64
    recall: Float64
    truth: Int64
    cells: Int64
    pixels: Int64
    supports: Mask
    groups: Int64

    def supporting_groups(self, true: int, predicted: int) -> int:
        """Count the groups in which an image supports the pair."""
        here = (self.cells[:, 1] == true) & (self.cells[:, 2] == predicted) & self.supports
        return len(np.unique(self.groups[self.cells[here, 0]]))

    def holding_groups(self, true: int) -> int:
        """Count the groups that hold the class."""
        return len(np.unique(self.groups[self.truth[:, true] > 0]))

    def of_pair(self, true: int, predicted: int) -> tuple[Int64, Int64]:
        """Give (N,) exchanged pixels of the pair, and (N,) 1 for each image that supports it."""
        here = (self.cells[:, 1] == true) & (self.cells[:, 2] == predicted)
        pixels, supports = np.zeros((2, len(self.truth)), dtype=np.int64)
        pixels[self.cells[here, 0]] = self.pixels[here]
        supports[self.cells[here, 0]] = self.supports[here]
        return pixels, supports


def count_exchange(evidence: Evidence, groups: Sequence[str | None] | None, image_share: float) -> Exchange:
    """Count what the object classes exchange.

    Args:
        evidence: The validation.
        groups: The group of each image, where known.
        image_share: Share of the class's pixels in an image from which the image supports a pair.
    """
    objects = np.array(evidence.objects, dtype=np.int64)
    size = len(objects)
    cells, pixels, whole = _cells(evidence, objects)
    truth = evidence.truth_per_image[:, objects]
    image, true, predicted = cells.T
    supports = pixels >= image_share * truth[image, true]
    totals, wholes, support = np.zeros((3, size, size), dtype=np.int64)
    np.add.at(totals, (true, predicted), pixels)
    np.add.at(wholes, (true, predicted), whole)
    np.add.at(support, (true, predicted), supports)
    known = np.maximum(truth.sum(axis=0), 1)
    return Exchange(
        share=totals / known[:, None],
        whole=wholes / np.maximum(totals, 1),
        support=support,
        trials=np.count_nonzero(truth, axis=0).astype(np.int64),
        recall=evidence.tp[objects] / known,
        truth=truth,
        cells=cells,
        pixels=pixels,
        supports=supports,
        groups=_number_groups(groups, len(truth)),
    )


def _cells(evidence: Evidence, objects: Int64) -> tuple[Int64, Int64, Int64]:
    """Sum the wrong rows between object classes by (image, true, predicted): cells, pixels, whole pixels."""
    place = np.full(evidence.tables.num_classes + 1, -1)  # last: no class
    place[objects] = np.arange(len(objects))
    wrong = evidence.tables.wrong
    true, predicted = place[wrong[:, 0]], place[wrong[:, 1]]
    inner = (true >= 0) & (predicted >= 0) & ~evidence.at_border
    keys = np.column_stack([evidence.tables.wrong_image, true, predicted])[inner]
    cells, cell_of_row = np.unique(keys, axis=0, return_inverse=True)
    pixels, whole = np.zeros((2, len(cells)), dtype=np.int64)
    np.add.at(pixels, cell_of_row.reshape(-1), wrong[inner, 4])
    np.add.at(whole, cell_of_row.reshape(-1), (wrong[:, 4] * evidence.whole)[inner])
    return cells, pixels, whole


def _number_groups(groups: Sequence[str | None] | None, images: int) -> Int64:
    if groups is None:
        return np.arange(images)
    alone = (f"\0{i}" for i in range(images))  # no group of the user's is named so
    names = [other if group is None else group for group, other in zip(groups, alone, strict=True)]
    return np.unique(np.array(names, dtype=str), return_inverse=True)[1].astype(np.int64)
