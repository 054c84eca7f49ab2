"""Scores of one validation, computed from its counts and from nothing else.

A score of a class that occurs neither in ground truth nor in prediction is NaN, and takes part in no
mean. IoU, Dice, precision and recall are the usual ratios of pixels pooled over the split; Boundary IoU
is that of Cheng et al. (CVPR 2021), error shares those of Bernhard et al. (WACV 2024). Scores "per image"
are the means that Wang et al. (*Revisiting Evaluation Metrics for Semantic Segmentation*, NeurIPS 2023) call
I (over images of the mean over their classes) and C (of one class over the images that it occurs in).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine.count_rule import rule_name
from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import EDGE_COLUMNS, ERROR_KINDS, Int64

Float64 = NDArray[np.float64]

CLASS_SCORES = (
    "iou", "dice", "precision", "recall", "boundary_iou", "boundary_f1", "trimap_iou", "iou_per_image",
)  # fmt: skip
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
        false_shares: (3, K) false positives by error kind (order of
            :data:`~segscope.engine.image_counts.ERROR_KINDS`), as shares of the union.
        missed_shares: (3, K) false negatives likewise; IoU and all six shares sum to 1.
        miou: Mean IoU: of ``iou`` over the classes that occur in ground truth or prediction.
        miou_per_image: Mean over images of the mean IoU over the classes that occur in that image.
        mdice_per_image: The same of the Dice coefficient.
        mean_boundary_iou_per_image: The same of the Boundary IoU.
        pixel_accuracy: Share of all counted pixels that are right.
        mean_dice: Mean of ``dice`` over the classes that ``miou`` is the mean of.
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
    false_shares: Float64
    missed_shares: Float64
    miou: float
    miou_per_image: float
    mdice_per_image: float
    mean_boundary_iou_per_image: float
    pixel_accuracy: float
    mean_dice: float
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
        tp, fp, fn = (tables.pooled(name) for name in ("tp", "fp", "fn"))
        union = tp + fp + fn
        iou = _ratio(tp, union)
        dice = _ratio(2 * tp, 2 * tp + fp + fn)
        common, either = (tables.pooled(f"biou_{part}") for part in ("intersection", "union"))
        boundary_iou = _ratio(common, either)
        boundary_f1 = _boundary_f1(tables)
        trimap_iou = _ratio(tables.pooled("trimap_intersection"), tables.pooled("trimap_union"))
        return cls(
            rule=rule_name() if rule is None else rule,
            images=len(tables.images),
            iou=iou,
            dice=dice,
            precision=_ratio(tp, tp + fp),
            recall=_ratio(tp, tp + fn),
            boundary_iou=boundary_iou,
            boundary_f1=boundary_f1,
            trimap_iou=trimap_iou,
            iou_per_image=_class_means(tables, _row_iou(tables)),
            false_shares=np.stack([_ratio(tables.pooled(f"fp_{kind}"), union) for kind in ERROR_KINDS]),
            missed_shares=np.stack([_ratio(tables.pooled(f"fn_{kind}"), union) for kind in ERROR_KINDS]),
            miou=_mean(iou),
            miou_per_image=_mean(image_miou(tables)),
            mdice_per_image=_mean(_image_means(tables, _row_dice(tables))),
            mean_boundary_iou_per_image=_mean(_image_means(tables, _row_boundary_iou(tables))),
            pixel_accuracy=float(_ratio(tp.sum(), (tp + fn).sum())),
            mean_dice=_mean(dice),
            mean_boundary_iou=_mean(boundary_iou),
            mean_boundary_f1=_mean(boundary_f1),
            mean_trimap_iou=_mean(trimap_iou),
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
            "boundary_iou_per_image": self.mean_boundary_iou_per_image,
            "pixel_accuracy": self.pixel_accuracy,
            "dice": self.mean_dice,
            "boundary_iou": self.mean_boundary_iou,
            "boundary_f1": self.mean_boundary_f1,
            "trimap_iou": self.mean_trimap_iou,
        }
        plain_means = dict(zip(means, _plain(np.array(list(means.values()))), strict=True))
        return {"rule": self.rule, "images": self.images, **plain_means, "per_class": per_class}


def image_miou(tables: CountTables) -> Float64:
    """Give (N,) the mean IoU of each image over the classes that occur in it; NaN where none does."""
    return _image_means(tables, _row_iou(tables))


def _row_iou(tables: CountTables) -> Float64:
    """(R,) IoU of each counted class in its image; rows are classes that occur, so none is NaN."""
    return _ratio(tables.columns["tp"], tables.columns["tp"] + tables.fp + tables.fn)


def _row_dice(tables: CountTables) -> Float64:
    twice = 2 * tables.columns["tp"]
    return _ratio(twice, twice + tables.fp + tables.fn)


def _row_boundary_iou(tables: CountTables) -> Float64:
    """(R,) Boundary IoU; NaN where a class fills its image and so has no boundary."""
    return _ratio(tables.columns["biou_intersection"], tables.columns["biou_union"])


def _image_means(tables: CountTables, rows: Float64) -> Float64:
    return _means_by(tables.image, rows, len(tables.images))


def _class_means(tables: CountTables, rows: Float64) -> Float64:
    return _means_by(tables.class_index, rows, tables.num_classes)


def _means_by(index: Int64, values: Float64, length: int) -> Float64:
    known = ~np.isnan(values)
    total = np.bincount(index[known], weights=values[known], minlength=length)
    return _ratio(total, np.bincount(index[known], minlength=length))


def _ratio(part: NDArray[Any], whole: NDArray[Any]) -> Float64:
    ratio: Float64 = np.full(np.shape(whole), np.nan)
    np.divide(part, whole, out=ratio, where=np.asarray(whole) > 0)
    return ratio


def _mean(values: Float64) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def _plain(values: Float64) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _boundary_f1(tables: CountTables) -> Float64:
    true, found, predicted, right = (tables.pooled(name).astype(np.float64) for name in EDGE_COLUMNS)
    # 2PR / (P + R) with P = right / predicted and R = found / true, without a division by zero
    both, apart = right * found, right * true + found * predicted
    return np.where(true + predicted > 0, 2 * both / np.where(apart > 0, apart, 1), np.nan)
