"""What moved between two sides: the images, and the error kinds of each class."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import ERROR_KINDS
from segscope.engine.score_formulas import mean_of_known
from segscope.engine.scores import image_miou

Float64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ImageChange:
    """What one image adds to the change of the pooled mIoU.

    Attributes:
        image: The sample id.
        gain: Its part of the change of mIoU, 0 … 1, above 0 where side b is better. The parts of all
            images add up to the change, where the same classes occur on both sides.
        miou_a: Mean IoU of the image alone, on side a.
        miou_b: On side b.
        wrong_a: Wrong pixels on side a; the mean over its runs.
        wrong_b: On side b.
    """

    image: str
    gain: float
    miou_a: float
    miou_b: float
    wrong_a: float
    wrong_b: float


@dataclass(frozen=True, slots=True)
class KindChange:
    """How one kind of error of one class moved.

    Attributes:
        name: The class.
        kind: ``boundary``, ``extent`` or ``segment``.
        lost_a: Points of the class's IoU (0 … 1) that its false and missed pixels of the kind cost side a.
        lost_b: The same for side b.
        fixed: Wrong pixels fewer on side b, summed over the images that have fewer.
        broken: Wrong pixels more on side b, summed over the images that have more. Both are net within
            each image, as the counts do not tell one pixel from another.
    """

    name: str
    kind: str
    lost_a: float
    lost_b: float
    fixed: float
    broken: float


def image_changes(a: Sequence[CountTables], b: Sequence[CountTables], limit: int) -> tuple[ImageChange, ...]:
    """List the images that moved most, in either direction.

    Args:
        a: The tables of side a's runs, all with the images in the same order.
        b: Those of side b's.
        limit: How many at most.
    """
    gain = _mean([_lost(tables) for tables in a]) - _mean([_lost(tables) for tables in b])
    own_a, own_b = (_mean([image_miou(tables) for tables in side]) for side in (a, b))
    wrong_a, wrong_b = (_mean([tables.dense("fn").sum(axis=1) for tables in side]) for side in (a, b))
    order = np.argsort(-np.abs(gain), kind="stable")
    listed = order[_changed(a, b)[order]][:limit].tolist()
    columns = (column.tolist() for column in (gain, own_a, own_b, wrong_a, wrong_b))
    rows = list(zip(a[0].images, *columns, strict=True))
    return tuple(ImageChange(*rows[index]) for index in listed)


def _changed(a: Sequence[CountTables], b: Sequence[CountTables]) -> NDArray[np.bool_]:
    """(N,) whether an image's own counts moved; all parts move a little where the unions of classes do."""
    moved = np.zeros(len(a[0].images), dtype=bool)
    for name in ("tp", "fp"):
        before, after = (_mean([tables.dense(name) for tables in side]) for side in (a, b))
        moved |= (before != after).any(axis=1)
    return moved


def kind_changes(
    a: Sequence[CountTables], b: Sequence[CountTables], names: Sequence[str]
) -> tuple[KindChange, ...]:
    """Tell how each error kind of each class moved, the greatest change first; none for absent classes."""
    changes = []
    for kind in ERROR_KINDS:
        lost_a, lost_b = (_mean([_lost_by_kind(tables, kind) for tables in side]) for side in (a, b))
        wrong_a, wrong_b = (_mean([_wrong_of_kind(tables, kind) for tables in side]) for side in (a, b))
        fixed, broken = (np.maximum(d, 0).sum(axis=0) for d in (wrong_a - wrong_b, wrong_b - wrong_a))
        changes += [
            KindChange(names[i], kind, float(lost_a[i]), float(lost_b[i]), float(fixed[i]), float(broken[i]))
            for i in np.flatnonzero(fixed + broken).tolist()
        ]
    return tuple(sorted(changes, key=lambda change: -abs(np.nan_to_num(change.lost_a - change.lost_b))))


def _mean(values: Sequence[NDArray[np.float64] | NDArray[np.int64]]) -> Float64:
    return mean_of_known(np.stack(values).astype(np.float64), axis=0)


def _lost(tables: CountTables) -> Float64:
    """(N,) points of mIoU that the wrong pixels of each image cost: they add up to 1 - mIoU."""
    wrong = tables.fp + tables.fn
    union = tables.pooled("tp") + tables.pooled("fp") + tables.pooled("fn")
    cost = wrong / union[tables.class_index] / max(int(np.count_nonzero(union)), 1)
    lost = np.zeros(len(tables.images))
    np.add.at(lost, tables.image, cost)
    return lost


def _wrong_of_kind(tables: CountTables, kind: str) -> NDArray[np.int64]:
    return tables.dense(f"fp_{kind}") + tables.dense(f"fn_{kind}")


def _lost_by_kind(tables: CountTables, kind: str) -> Float64:
    """(K,) points of each class's IoU that one kind costs; NaN for a class that does not occur."""
    union = tables.pooled("tp") + tables.pooled("fp") + tables.pooled("fn")
    lost: Float64 = np.full(tables.num_classes, np.nan)
    wrong = tables.pooled(f"fp_{kind}") + tables.pooled(f"fn_{kind}")
    np.divide(wrong, union, out=lost, where=union > 0)
    return lost
