"""What is known of one class: its scores, what it loses them to, and where."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segscope.analysis.confusions import Confusion
from segscope.analysis.evidence import Evidence
from segscope.analysis.worst import WorstImage, worst_of_class
from segscope.engine.image_counts import ERROR_KINDS
from segscope.engine.resampling import Interval
from segscope.engine.scores import Scores


@dataclass(frozen=True, slots=True)
class KindShares:
    """Shares of the three error kinds in a class's lost IoU, each 0 … 1; NaN where nothing is lost."""

    boundary: float
    extent: float
    segment: float

    @property
    def total(self) -> float:
        """The sum of the three."""
        return self.boundary + self.extent + self.segment


@dataclass(frozen=True, slots=True)
class ClassDiagnosis:
    """Scores of one class, and what its lost IoU is made of.

    Every wrong pixel, false or missed, costs the class 1 / union; so :attr:`false` and :attr:`missed`
    together divide ``1 - iou`` exactly: their six shares add up to 1.

    Attributes:
        index: The class index.
        name: The class's name.
        iou: Intersection over union over the split; NaN for a class in neither map.
        interval: The 95 % interval of ``iou``; its ``units`` are the images or groups that hold the class.
        precision: Share of what is predicted as the class that is the class; NaN if nothing is.
        recall: Share of the class's pixels that are found; NaN for a class not in the split.
        boundary_iou: Boundary IoU (Cheng et al., CVPR 2021) over the split.
        false: Shares of pixels wrongly predicted as the class, by kind.
        missed: Shares of the class's pixels that were not found, by kind.
        most_confused: The flow of the class's own pixels that takes most of them; None if none is wrong.
        images: Images that hold the class.
        pixels: Its ground-truth pixels.
        predicted_pixels: Pixels predicted as the class.
        objects: Its ground-truth objects, where the data set knows them.
        lost_miou: Points of mIoU between it and IoU 1.
        worst: The images that cost it the most IoU.
        worst_by_kind: The same for each error kind.
    """

    index: int
    name: str
    iou: float
    interval: Interval
    precision: float
    recall: float
    boundary_iou: float
    false: KindShares
    missed: KindShares
    most_confused: Confusion | None
    images: int
    pixels: int
    predicted_pixels: int
    objects: int | None
    lost_miou: float
    worst: tuple[WorstImage, ...]
    worst_by_kind: Mapping[str, tuple[WorstImage, ...]]

    @property
    def lost(self) -> KindShares:
        """Shares of the kinds in the lost IoU, false and missed together; they add up to 1."""
        pairs = zip(
            (self.false.boundary, self.false.extent, self.false.segment),
            (self.missed.boundary, self.missed.extent, self.missed.segment),
            strict=True,
        )
        return KindShares(*(false + missed for false, missed in pairs))


def diagnose_class(
    evidence: Evidence,
    scores: Scores,
    index: int,
    confusions: Sequence[Confusion],
    objects: int | None,
    interval: Interval,
    worst: int,
) -> ClassDiagnosis:
    """Put together what is known of one class.

    Args:
        evidence: The validation.
        scores: Its scores.
        index: The class.
        confusions: All flows of the validation.
        objects: Ground-truth objects of the class, where known.
        interval: Of its IoU.
        worst: How many images each list holds.
    """
    own = [flow for flow in confusions if flow.true_class == index]
    iou = float(scores.iou[index])
    false, missed = _shares(scores, index)
    return ClassDiagnosis(
        index=index,
        name=evidence.name(index),
        iou=iou,
        interval=interval,
        precision=float(scores.precision[index]),
        recall=float(scores.recall[index]),
        boundary_iou=float(scores.boundary_iou[index]),
        false=false,
        missed=missed,
        most_confused=max(own, key=lambda flow: flow.pixels, default=None),
        images=int((evidence.truth_per_image[:, index] > 0).sum()),
        pixels=int(evidence.truth[index]),
        predicted_pixels=int(evidence.tp[index] + evidence.fp[index]),
        objects=objects,
        lost_miou=0.0 if math.isnan(iou) else (1 - iou) / evidence.active,
        worst=worst_of_class(evidence, index, worst),
        worst_by_kind={kind: worst_of_class(evidence, index, worst, kind) for kind in ERROR_KINDS},
    )


def _shares(scores: Scores, index: int) -> tuple[KindShares, KindShares]:
    """Turn the scores' shares of the union into shares of what is lost: (false, missed)."""
    false, missed = scores.false_shares[:, index], scores.missed_shares[:, index]
    lost = float(false.sum() + missed.sum())
    scale = 1 / lost if lost > 0 else math.nan
    return KindShares(*(scale * false).tolist()), KindShares(*(scale * missed).tolist())
