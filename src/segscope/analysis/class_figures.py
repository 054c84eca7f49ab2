"""Figures of single classes that the findings compare between classes."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from segscope.analysis.evidence import SEGMENT, Evidence, Float64, Mask
from segscope.analysis.words import join_names, percent
from segscope.engine.image_counts import NO_CLASS, Int64

MISSED_IN_IMAGE = 0.25
"""Share of a class's pixels in one image from which the image counts as missing it."""


@dataclass(frozen=True)
class ClassFigures:
    """Figures by class (K,), and the rows of wrong pixels behind them.

    Attributes:
        evidence: The validation.
        explained: (W,) bool, rows of wrong pixels that confusable pairs explain already.
    """

    evidence: Evidence
    explained: Mask

    @cached_property
    def typical_share(self) -> Float64:
        """Median share of the scored pixels of an image, over the images that hold the class."""
        truth = self.evidence.truth_per_image
        shares = truth / np.maximum(truth.sum(axis=1), 1)[:, None]
        held = (column[column > 0] for column in shares.T)
        return np.array([np.median(column) if len(column) else np.nan for column in held])

    @cached_property
    def missed_share(self) -> Float64:
        """Share of the class's pixels that belong to objects of which nothing was found."""
        share: Float64 = self.evidence.tables.pooled("fn_segment") / np.maximum(self.evidence.truth, 1)
        return share

    @cached_property
    def unexplained_recall(self) -> Float64:
        """Recall, where pixels that a confusable pair explains count as found."""
        tables = self.evidence.tables
        rows = tables.wrong[self.explained]
        explained = np.bincount(rows[:, 0], rows[:, 4], minlength=tables.num_classes)
        recall: Float64 = (self.evidence.tp + explained) / np.maximum(self.evidence.truth, 1)
        return recall

    @cached_property
    def nothing_share(self) -> Float64:
        """Share of the class's pixels that belong to whole objects taken for no named object."""
        tables = self.evidence.tables
        rows = self._missed_rows
        missed = np.bincount(tables.wrong[rows, 0], tables.wrong[rows, 4], minlength=tables.num_classes)
        share: Float64 = missed / np.maximum(self.evidence.truth, 1)
        return share

    @cached_property
    def border_errors(self) -> Int64:
        """False and missed pixels along borders."""
        tables = self.evidence.tables
        return tables.pooled("fp_boundary") + tables.pooled("fn_boundary")

    @cached_property
    def border_share(self) -> Float64:
        """Share of the border errors in the class's lost IoU."""
        share: Float64 = self.border_errors / np.maximum(self.evidence.fp + self.evidence.fn, 1)
        return share

    @cached_property
    def looseness(self) -> Float64:
        """Border errors for each pixel of boundary band that belongs to found objects.

        The bands of missed and invented objects hold no border errors; they are taken off by the
        share of the union that is right. So thin and thick classes, and weak and strong ones, compare.
        """
        bands = self.evidence.tables.pooled("biou_union") * np.nan_to_num(self.evidence.scores.iou)
        looseness: Float64 = self.border_errors / np.maximum(bands, 1)
        return looseness

    @cached_property
    def _missed_images(self) -> Mask:
        """(N, K) whether a fair part (:data:`MISSED_IN_IMAGE`) of the class there was taken for nothing."""
        tables, truth = self.evidence.tables, self.evidence.truth_per_image
        wrong, rows = tables.wrong, self._missed_rows
        missed = np.zeros(truth.shape, dtype=np.int64)
        np.add.at(missed, (tables.wrong_image[rows], wrong[rows, 0]), wrong[rows, 4])
        images: Mask = (truth > 0) & (missed >= MISSED_IN_IMAGE * truth)
        return images

    def missed_images(self, index: int) -> int:
        """Count the images in which a fair part of the class is missed by whole objects."""
        return int(np.count_nonzero(self._missed_images[:, index]))

    def usual_missing(self, index: int) -> float:
        """Give the rate at which images miss the other object classes; at least one image in fifty."""
        others = self.others(index)
        missed = int(np.count_nonzero(self._missed_images[:, others]))
        held = int(np.count_nonzero(self.evidence.truth_per_image[:, others]))
        return max(0.02, missed / max(held, 1))

    def others(self, index: int) -> list[int]:
        """List the other object classes that occur in the ground truth."""
        return [c for c in self.evidence.objects if c != index and self.evidence.truth[c] > 0]

    def missed_rows(self, index: int) -> Mask:
        """Choose rows of whole objects of the class that were taken for no object."""
        rows: Mask = self._missed_rows & (self.evidence.tables.wrong[:, 0] == index)
        return rows

    @cached_property
    def _missed_rows(self) -> Mask:
        wrong = self.evidence.tables.wrong
        rows: Mask = (wrong[:, 2] == SEGMENT) & self._is_nothing(wrong[:, 1])
        return rows

    def invented_rows(self, index: int) -> Mask:
        """Choose rows of whole predicted pieces of the class where no object is."""
        wrong = self.evidence.tables.wrong
        rows: Mask = (wrong[:, 1] == index) & (wrong[:, 3] == SEGMENT) & self._is_nothing(wrong[:, 0])
        return rows

    def _is_nothing(self, classes: Int64) -> Mask:
        """Tell which classes stand for "no named object": background, unknown, no class.

        A class set without a background has no such class; every other class serves, as far as no
        confusable pair explains the pixels.
        """
        roles = (self.evidence.class_set.background, self.evidence.class_set.unknown, NO_CLASS)
        if self.evidence.class_set.background is None:
            return ~self.explained
        return np.isin(classes, [role for role in roles if role is not None])

    def count_pixels(self, rows: Mask) -> int:
        """Count the wrong pixels of the chosen rows."""
        return int(self.evidence.tables.wrong[rows, 4].sum())

    def count_images(self, rows: Mask) -> int:
        """Count the images that the chosen rows lie in."""
        return len(np.unique(self.evidence.tables.wrong_image[rows]))

    def holding(self, index: int) -> int:
        """Count the images that hold the class."""
        return int(np.count_nonzero(self.evidence.truth_per_image[:, index]))

    def taken_for(self, rows: Mask, most: int = 2) -> str:
        """Name the classes that the chosen rows were taken for, the most frequent first."""
        wrong = self.evidence.tables.wrong[rows]
        classes, place = np.unique(wrong[:, 1], return_inverse=True)
        pixels = np.bincount(place, weights=wrong[:, 4])
        order = np.argsort(-pixels, kind="stable")[:most]
        names = [self.evidence.name(int(classes[i])) for i in order]
        shares = pixels[order] / pixels.sum()
        return join_names([f"{name} ({percent(s)})" for name, s in zip(names, shares, strict=True)])
