"""Scores of one validation, computed from its counts and from nothing else.

IoU, Dice, precision and recall are the usual ratios of pixels, Boundary IoU and trimap IoU those of Cheng et
al. (CVPR 2021), boundary F1 that of Csurka et al. (BMVC 2013), error shares those of Bernhard et al. (WACV
2024). Each of the seven has two forms. *Pooled*: the counts of all images are summed first, then divided.
*Per image*: the means that Wang et al. (*Revisiting Evaluation Metrics for Semantic Segmentation*, NeurIPS
2023) call I (over images of the mean over their classes) and C (of one class over the images that it occurs
in).

A score that has nothing to be made from is NaN, and takes part in no mean; the cell of an image and a class
is so left out of both means per image. When that is, says
:func:`~segscope.engine.score_formulas.class_scores`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine.count_rule import rule_name
from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import ERROR_KINDS, Int64
from segscope.engine.score_formulas import SCORE_COLUMNS, SCORE_NAMES, class_scores, ratio

Float64 = NDArray[np.float64]

CLASS_SCORES = (*SCORE_NAMES, *(f"{name}_per_image" for name in SCORE_NAMES))
"""The scores that every class has, as :meth:`Scores.to_dict` names them."""


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
        boundary_f1: Harmonic mean of the shares of predicted edge pixels with a true edge of their class
            within the boundary width, and of true ones with a predicted one (BF; Csurka et al., BMVC 2013);
            NaN where edges were not counted.
        trimap_iou: IoU within the band on both sides of the true border.
        iou_per_image: Mean over the images that a class occurs in, in ground truth or prediction, of its IoU
            there.
        dice_per_image: The same of the Dice coefficient.
        precision_per_image: Mean of the precision over the images that the class is predicted in.
        recall_per_image: Mean of the recall over the images whose ground truth holds the class.
        boundary_iou_per_image: Mean of the Boundary IoU over the images where the class has a boundary.
        boundary_f1_per_image: Mean of the boundary F1 over the images where the class has an edge.
        trimap_iou_per_image: Mean of the trimap IoU over the images where the class has a true border.
        false_shares: (3, K) false positives by error kind (order of
            :data:`~segscope.engine.image_counts.ERROR_KINDS`), as shares of the union.
        missed_shares: (3, K) false negatives likewise; IoU and all six shares sum to 1.
        miou: Mean IoU: of ``iou`` over the classes that occur in ground truth or prediction.
        miou_per_image: Mean over images of the mean IoU over the classes that occur in that image.
        mdice_per_image: The same of the Dice coefficient.
        mean_precision_per_image: Mean over images of the mean precision over the classes predicted there.
        mean_recall_per_image: Mean over images of the mean recall over the classes of their ground truth.
        mean_boundary_iou_per_image: Mean over images of the mean Boundary IoU over the classes that have a
            boundary there.
        mean_boundary_f1_per_image: The same of the boundary F1 and of edges.
        mean_trimap_iou_per_image: The same of the trimap IoU and of true borders.
        pixel_accuracy: Share of all counted pixels that are right.
        mean_dice: Mean of ``dice`` over the classes that ``miou`` is the mean of.
        mean_precision: Mean of ``precision`` over the classes that are predicted anywhere.
        mean_recall: Mean of ``recall`` over the classes of the ground truth.
        mean_boundary_iou: Mean of ``boundary_iou`` over the classes that have a boundary.
        mean_boundary_f1: Mean of ``boundary_f1`` over them.
        mean_trimap_iou: Mean of ``trimap_iou`` over the classes that have a boundary.
    """

    rule: str
    images: int
    iou: Float64
    dice: Float64
    precision: Float64
    recall: Float64
    boundary_iou: Float64
    boundary_f1: Float64
    trimap_iou: Float64
    iou_per_image: Float64
    dice_per_image: Float64
    precision_per_image: Float64
    recall_per_image: Float64
    boundary_iou_per_image: Float64
    boundary_f1_per_image: Float64
    trimap_iou_per_image: Float64
    false_shares: Float64
    missed_shares: Float64
    miou: float
    miou_per_image: float
    mdice_per_image: float
    mean_precision_per_image: float
    mean_recall_per_image: float
    mean_boundary_iou_per_image: float
    mean_boundary_f1_per_image: float
    mean_trimap_iou_per_image: float
    pixel_accuracy: float
    mean_dice: float
    mean_precision: float
    mean_recall: float
    mean_boundary_iou: float
    mean_boundary_f1: float
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
        sums = {name: tables.pooled(name) for name in SCORE_COLUMNS}
        tp, fn = sums["tp"], sums["fn"]
        union = tp + sums["fp"] + fn
        pooled = class_scores(sums)
        rows = class_scores({name: tables.column(name) for name in SCORE_COLUMNS})
        means = {name: _mean(values) for name, values in pooled.items()}
        image_means = {name: _mean(_image_means(tables, values)) for name, values in rows.items()}
        by_class = pooled | {f"{name}_per_image": _class_means(tables, rows[name]) for name in rows}
        return cls(
            rule=rule_name() if rule is None else rule,
            images=len(tables.images),
            **by_class,
            false_shares=np.stack([ratio(tables.pooled(f"fp_{kind}"), union) for kind in ERROR_KINDS]),
            missed_shares=np.stack([ratio(tables.pooled(f"fn_{kind}"), union) for kind in ERROR_KINDS]),
            miou=means["iou"],
            miou_per_image=image_means["iou"],
            mdice_per_image=image_means["dice"],
            mean_precision_per_image=image_means["precision"],
            mean_recall_per_image=image_means["recall"],
            mean_boundary_iou_per_image=image_means["boundary_iou"],
            mean_boundary_f1_per_image=image_means["boundary_f1"],
            mean_trimap_iou_per_image=image_means["trimap_iou"],
            pixel_accuracy=float(ratio(tp.sum(), (tp + fn).sum())),
            mean_dice=means["dice"],
            mean_precision=means["precision"],
            mean_recall=means["recall"],
            mean_boundary_iou=means["boundary_iou"],
            mean_boundary_f1=means["boundary_f1"],
            mean_trimap_iou=means["trimap_iou"],
        )

    def to_dict(self) -> dict[str, Any]:
        """Give plain values ready for JSON, NaN as None; class scores are lists under ``per_class``."""
        per_class: dict[str, list[float | None]] = {
            name: _plain(getattr(self, name)) for name in CLASS_SCORES
        }
        for kind, false, missed in zip(ERROR_KINDS, self.false_shares, self.missed_shares, strict=True):
            per_class[f"fp_{kind}_share"] = _plain(false)
            per_class[f"fn_{kind}_share"] = _plain(missed)
        means = {
            "miou": self.miou,
            "miou_per_image": self.miou_per_image,
            "mdice_per_image": self.mdice_per_image,
            "precision_per_image": self.mean_precision_per_image,
            "recall_per_image": self.mean_recall_per_image,
            "boundary_iou_per_image": self.mean_boundary_iou_per_image,
            "boundary_f1_per_image": self.mean_boundary_f1_per_image,
            "trimap_iou_per_image": self.mean_trimap_iou_per_image,
            "pixel_accuracy": self.pixel_accuracy,
            "dice": self.mean_dice,
            "precision": self.mean_precision,
            "recall": self.mean_recall,
            "boundary_iou": self.mean_boundary_iou,
            "boundary_f1": self.mean_boundary_f1,
            "trimap_iou": self.mean_trimap_iou,
        }
        plain_means = dict(zip(means, _plain(np.array(list(means.values()))), strict=True))
        return {"rule": self.rule, "images": self.images, **plain_means, "per_class": per_class}


def image_miou(tables: CountTables) -> Float64:
    """Give (N,) the mean IoU of each image over the classes that occur in it; NaN where none does."""
    tp = tables.columns["tp"]
    return _image_means(tables, ratio(tp, tp + tables.fp + tables.fn))


def _image_means(tables: CountTables, rows: Float64) -> Float64:
    return _means_by(tables.image, rows, len(tables.images))


def _class_means(tables: CountTables, rows: Float64) -> Float64:
    return _means_by(tables.class_index, rows, tables.num_classes)


def _means_by(index: Int64, values: Float64, length: int) -> Float64:
    known = ~np.isnan(values)
    total = np.bincount(index[known], weights=values[known], minlength=length)
    return ratio(total, np.bincount(index[known], minlength=length))


def _mean(values: Float64) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def _plain(values: Float64) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]
