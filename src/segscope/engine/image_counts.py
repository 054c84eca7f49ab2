"""The counts of one image: the integers that every score is computed from."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]

COUNT_COLUMNS = (
    "ignore",
    "tp",
    "tn",
    "fp_boundary",
    "fn_boundary",
    "fp_extent",
    "fn_extent",
    "fp_segment",
    "fn_segment",
    "biou_intersection",
    "biou_union",
    "trimap_intersection",
    "trimap_union",
    "edge_truth",
    "edge_truth_near",
    "edge_prediction",
    "edge_prediction_near",
)
EDGE_COLUMNS = COUNT_COLUMNS[-4:]
"""Pixels of a class beside another one, of which the boundary F1 is made."""
ERROR_KINDS = ("boundary", "extent", "segment")
"""Names of the error kinds, in the order of their codes 0, 1, 2 in :attr:`ImageCounts.wrong`."""

NO_CLASS = -1
"""The predicted class of a pixel whose prediction is no class; its ``fp_kind`` is also -1."""


@dataclass(frozen=True, slots=True)
class ImageCounts:
    """Counts per class for one (ground truth, prediction) pair; K classes.

    All arrays are int64. The first seventeen have shape (K,) and hold pixels of the class; error
    kinds follow Bernhard et al. (WACV 2024), Boundary IoU follows Cheng et al. (CVPR 2021), the edges
    Csurka et al. (BMVC 2013).

    Attributes:
        ignore: Ignored pixels of the image (the same for every class).
        tp: True positives.
        tn: True negatives.
        fp_boundary: Predicted as the class, wrongly, along a border that is otherwise right.
        fn_boundary: Of the class, missed, along a border that is otherwise right.
        fp_extent: Wrong pixels of a predicted component that also holds true positives.
        fn_extent: Missed pixels of a ground-truth component that was partly found.
        fp_segment: Pixels of predicted components without any true positive.
        fn_segment: Pixels of ground-truth components of which nothing was found.
        biou_intersection: Intersection of the interior boundary bands.
        biou_union: Union of the interior boundary bands.
        trimap_intersection: True positives within the band on both sides of the true border.
        trimap_union: Union within that band.
        edge_truth: Pixels of the class with one of their four neighbours in another class.
        edge_truth_near: Of these, those with a predicted one of their class within the boundary width.
        edge_prediction: The same of the prediction.
        edge_prediction_near: Of these, those with a true one of their class within the width.
        confusion: (K, K) pixels by true class (rows) and predicted class (columns).
        unpredicted: (K,) pixels of the class whose prediction is no class.
        wrong: (N, 5) rows (true class, predicted class or -1, fn_kind, fp_kind or -1, pixels), the
            kinds as indices of :data:`ERROR_KINDS`; sorted, one row for each combination.
    """

    ignore: Int64
    tp: Int64
    tn: Int64
    fp_boundary: Int64
    fn_boundary: Int64
    fp_extent: Int64
    fn_extent: Int64
    fp_segment: Int64
    fn_segment: Int64
    biou_intersection: Int64
    biou_union: Int64
    trimap_intersection: Int64
    trimap_union: Int64
    edge_truth: Int64
    edge_truth_near: Int64
    edge_prediction: Int64
    edge_prediction_near: Int64
    confusion: Int64
    unpredicted: Int64
    wrong: Int64

    @property
    def num_classes(self) -> int:
        """How many classes were counted."""
        return len(self.tp)

    @property
    def fp(self) -> Int64:
        """False positives of all kinds, (K,)."""
        return self.fp_boundary + self.fp_extent + self.fp_segment

    @property
    def fn(self) -> Int64:
        """False negatives of all kinds, (K,)."""
        return self.fn_boundary + self.fn_extent + self.fn_segment

    def __eq__(self, other: object) -> bool:
        """Two counts are equal when every array is."""
        if not isinstance(other, ImageCounts):
            return NotImplemented
        return all(np.array_equal(_get(self, f.name), _get(other, f.name)) for f in fields(self))

    __hash__ = None  # type: ignore[assignment]


def _get(counts: ImageCounts, name: str) -> NDArray[Any]:
    array: NDArray[Any] = getattr(counts, name)
    return array
