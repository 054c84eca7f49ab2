"""Which class is taken for which: the flows of wrong pixels, ranked by what they cost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from segscope.analysis.evidence import Evidence
from segscope.analysis.words import fine_percent
from segscope.engine.image_counts import NO_CLASS, Int64


@dataclass(frozen=True, slots=True)
class Confusion:
    """The pixels of one class that were predicted as one other class.

    Attributes:
        true_class: Index of the true class.
        predicted_class: Index of the predicted class, -1 where the prediction is no class.
        pixels: How many pixels.
        share_of_class: Of the true class's pixels, 0 … 1.
        share_of_lost_iou: Of the true class's wrong pixels (false and missed), 0 … 1. Every wrong
            pixel costs the class 1 / union, so these shares divide 1 - IoU exactly.
        images: In how many images it occurs.
        border_pixels: Of ``pixels``, those along borders that are otherwise right.
        whole_pixels: Of ``pixels``, those by whole segments; the rest are parts of objects.
        lost_miou: Points of mIoU that these pixels cost the two classes, to first order.
    """

    true_class: int
    predicted_class: int
    pixels: int
    share_of_class: float
    share_of_lost_iou: float
    images: int
    border_pixels: int
    whole_pixels: int
    lost_miou: float

    def describe(self, names: Sequence[str]) -> str:
        """Put the flow in a sentence.

        Args:
            names: The classes by their indices.

        Example:
            >>> flow = Confusion(0, 1, 410, 0.041, 0.31, 12, 100, 250, 0.02)
            >>> flow.describe(["Paper", "General trash"])
            "Paper → General trash: 4.1% of Paper's pixels, 31% of its lost IoU, in 12 images"
        """
        true = names[self.true_class]
        predicted = "no class" if self.predicted_class == NO_CLASS else names[self.predicted_class]
        images = f"in {self.images} image{'' if self.images == 1 else 's'}"
        return (
            f"{true} → {predicted}: {fine_percent(self.share_of_class)} of {true}'s pixels, "
            f"{fine_percent(self.share_of_lost_iou)} of its lost IoU, {images}"
        )


def rank_confusions(evidence: Evidence, limit: int | None = None) -> tuple[Confusion, ...]:
    """List the flows from true to predicted class, the costliest first.

    Args:
        evidence: The validation.
        limit: How many at most; None for all.

    Example:
        >>> from segscope.engine.class_set import ClassSet
        >>> from segscope.engine import count
        >>> from segscope.engine.count_tables import CountTables
        >>> truth = np.array([[0, 0, 1, 1]], dtype=np.uint8)
        >>> prediction = np.array([[0, 0, 1, 0]], dtype=np.uint8)
        >>> tables = CountTables.from_counts(["a"], [count(truth, prediction, num_classes=2)])
        >>> flow, = rank_confusions(Evidence(tables, ClassSet(("floor", "paper"))))
        >>> flow.true_class, flow.predicted_class, flow.pixels, flow.share_of_class
        (1, 0, 1, 0.5)
    """
    wrong = evidence.tables.wrong
    keys = wrong[:, 0] * (evidence.tables.num_classes + 1) + wrong[:, 1] + 1
    flows, flow_of_row = np.unique(keys, return_inverse=True)
    pixels = _sum(flow_of_row, wrong[:, 4], len(flows))
    border = _sum(flow_of_row, wrong[:, 4] * evidence.at_border, len(flows))
    whole = _sum(flow_of_row, wrong[:, 4] * evidence.whole, len(flows))
    images = _images_per_flow(flow_of_row, evidence.tables.wrong_image, len(flows))
    true, predicted = np.divmod(flows, evidence.tables.num_classes + 1)
    predicted = predicted - 1
    lost = pixels * (evidence.per_union[true] + evidence.per_union[predicted]) / max(evidence.active, 1)
    order = np.lexsort((predicted, true, -lost))[:limit]

    def records() -> Iterator[Confusion]:
        for flow in order:
            t, n = int(true[flow]), int(pixels[flow])
            yield Confusion(
                true_class=t,
                predicted_class=int(predicted[flow]),
                pixels=n,
                share_of_class=n / int(evidence.truth[t]),
                share_of_lost_iou=n / int(evidence.fp[t] + evidence.fn[t]),
                images=int(images[flow]),
                border_pixels=int(border[flow]),
                whole_pixels=int(whole[flow]),
                lost_miou=float(lost[flow]),
            )

    return tuple(records())


def _sum(index: Int64, values: Int64, length: int) -> Int64:
    total = np.zeros(length, dtype=np.int64)
    np.add.at(total, index, values)
    return total


def _images_per_flow(flow_of_row: Int64, image_of_row: Int64, flows: int) -> Int64:
    images = int(image_of_row.max(initial=0)) + 1
    # sorted by hand: numpy's unique() hashes whole numbers, which takes ten times as long here
    pairs = np.sort(flow_of_row * images + image_of_row)
    first = np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]
    return np.bincount(pairs[first] // images, minlength=flows).astype(np.int64)
