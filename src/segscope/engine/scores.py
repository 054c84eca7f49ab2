"""Scores of one validation, computed from its counts and from nothing else.

A score of a class that occurs neither in ground truth nor in prediction is NaN, and takes part in no
mean. IoU, Dice, precision and recall are the usual ratios of pixels pooled over the split; Boundary IoU
is that of Cheng et al. (CVPR 2021), error shares those of Bernhard et al. (WACV 2024).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine.count_rule import rule_name
from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import ERROR_KINDS

Float64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Scores of one validation of K classes; arrays are (K,) float64 in 0 … 1, or NaN.

    Attributes:
        rule: Name of the counting rule; scores of different rules are not comparable.
        images: How many images were counted.
        iou: Intersection over union.
        dice: Dice coefficient, also known as F1.
        precision: Share of the predicted pixels that are right; NaN where none was predicted.
        recall: Share of the true pixels that were found; NaN where there are none.
        boundary_iou: IoU of the interior boundary bands.
        trimap_iou: IoU within the band on both sides of the true border.
        false_shares: (3, K) false positives by error kind (order of
            :data:`~segscope.engine.image_counts.ERROR_KINDS`), as shares of the union.
        missed_shares: (3, K) false negatives likewise; IoU and all six shares sum to 1.
        miou: Mean IoU: of ``iou`` over the classes that occur in ground truth or prediction.
        miou_per_image: Mean over images of the mean IoU over the classes that occur in that image.
        pixel_accuracy: Share of all counted pixels that are right.
        mean_boundary_iou: Mean of ``boundary_iou`` over the classes that have a boundary.
        mean_trimap_iou: Mean of ``trimap_iou`` over the classes that have a boundary.
    """

    rule: str
    images: int
    iou: Float64
    dice: Float64
    precision: Float64
    recall: Float64
    boundary_iou: Float64
    trimap_iou: Float64
    false_shares: Float64
    missed_shares: Float64
    miou: float
    miou_per_image: float
    pixel_accuracy: float
    mean_boundary_iou: float
    mean_trimap_iou: float

    @classmethod
    def from_tables(cls, tables: CountTables, rule: str | None = None) -> "Scores":
        """Compute all scores.

        Args:
            tables: The counts of the validation.
            rule: Name of the rule they were counted by (:attr:`segscope.engine.CountRule.name`);
                None = that of the default widths and frame.

        Example:
            >>> from segscope.engine import count
            >>> truth = np.array([[0, 0, 1, 1]], dtype=np.uint8)
            >>> guess = np.array([[0, 1, 1, 1]], dtype=np.uint8)
            >>> tables = CountTables.from_counts(["a"], [count(truth, guess, num_classes=3)])
            >>> scores = Scores.from_tables(tables)
            >>> scores.iou.round(3), round(scores.miou, 3)
            (array([0.5  , 0.667,   nan]), 0.583)
        """
        tp, fp, fn = (tables.pooled(name) for name in ("tp", "fp", "fn"))
        union = tp + fp + fn
        iou = _ratio(tp, union)
        boundary_iou = _ratio(tables.pooled("biou_intersection"), tables.pooled("biou_union"))
        trimap_iou = _ratio(tables.pooled("trimap_intersection"), tables.pooled("trimap_union"))
        return cls(
            rule=rule_name() if rule is None else rule,
            images=len(tables.images),
            iou=iou,
            dice=_ratio(2 * tp, 2 * tp + fp + fn),
            precision=_ratio(tp, tp + fp),
            recall=_ratio(tp, tp + fn),
            boundary_iou=boundary_iou,
            trimap_iou=trimap_iou,
            false_shares=np.stack([_ratio(tables.pooled(f"fp_{kind}"), union) for kind in ERROR_KINDS]),
            missed_shares=np.stack([_ratio(tables.pooled(f"fn_{kind}"), union) for kind in ERROR_KINDS]),
            miou=_mean(iou),
            miou_per_image=_mean(image_miou(tables)),
            pixel_accuracy=float(_ratio(tp.sum(), (tp + fn).sum())),
            mean_boundary_iou=_mean(boundary_iou),
            mean_trimap_iou=_mean(trimap_iou),
        )

    def to_dict(self) -> dict[str, Any]:
        """Give plain values ready for JSON, NaN as None; class scores are lists under ``per_class``."""
        per_class: dict[str, list[float | None]] = {
            name: _plain(getattr(self, name))
            for name in ("iou", "dice", "precision", "recall", "boundary_iou", "trimap_iou")
        }
        for kind, false, missed in zip(ERROR_KINDS, self.false_shares, self.missed_shares, strict=True):
            per_class[f"fp_{kind}_share"] = _plain(false)
            per_class[f"fn_{kind}_share"] = _plain(missed)
        means = {
            "miou": self.miou,
            "miou_per_image": self.miou_per_image,
            "pixel_accuracy": self.pixel_accuracy,
            "boundary_iou": self.mean_boundary_iou,
            "trimap_iou": self.mean_trimap_iou,
        }
        plain_means = dict(zip(means, _plain(np.array(list(means.values()))), strict=True))
        return {"rule": self.rule, "images": self.images, **plain_means, "per_class": per_class}


def image_miou(tables: CountTables) -> Float64:
    """Give (N,) the mean IoU of each image over the classes that occur in it; NaN where none does."""
    images = len(tables.images)
    iou = _ratio(tables.columns["tp"], tables.columns["tp"] + tables.fp + tables.fn)
    total = np.bincount(tables.image, weights=iou, minlength=images)
    return _ratio(total, np.bincount(tables.image, minlength=images))


def _ratio(part: NDArray[Any], whole: NDArray[Any]) -> Float64:
    ratio: Float64 = np.full(np.shape(whole), np.nan)
    np.divide(part, whole, out=ratio, where=np.asarray(whole) > 0)
    return ratio


def _mean(values: Float64) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def _plain(values: Float64) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]
