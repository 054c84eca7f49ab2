"""A validation's figures as plain values: what ``segscope diagnose --json`` writes."""

import math
from typing import Any

from segscope.analysis.evidence import Evidence
from segscope.analysis.gains import Gain, rank_gains
from segscope.engine.class_set import ClassSet
from segscope.engine.count_rule import Frame
from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.engine.image_counts import ERROR_KINDS
from segscope.engine.scores import Scores

_CLASS_SCORES = ("iou", "dice", "precision", "recall", "boundary_iou", "trimap_iou")


def export_diagnosis(
    tables: CountTables, scores: Scores, class_set: ClassSet, *, frame: Frame
) -> dict[str, Any]:
    """Give scores, pooled counts, the confusion, and what each repair would gain.

    Args:
        tables: The counts.
        scores: Their scores.
        class_set: The classes.
        frame: The rule's frame.

    Returns:
        Values ready for JSON; a score that does not exist is None. ``confusion`` has the true class in
        rows and the predicted class in columns, ``unpredicted`` the pixels whose prediction is no class.
        ``gains`` has one entry for each class and error kind with a wrong pixel, ``pair_gains`` one for
        each two classes that are taken for each other, both with the greatest gain first.
    """
    matrix, unpredicted = tables.confusion()
    means = scores.to_dict()
    for key in ("rule", "images", "per_class"):
        del means[key]
    gains = rank_gains(Evidence(tables, class_set))
    return {
        "images": len(tables.images),
        "classes": list(class_set.names),
        "ignore": class_set.ignore_id,
        "frame": frame,
        "rule": scores.rule,
        "scores": means,
        "per_class": _class_figures(tables, scores, class_set),
        "confusion": matrix.tolist(),
        "unpredicted": unpredicted.tolist(),
        "gains": [_kind_gain(gain, class_set) for gain in gains if gain.repair in ERROR_KINDS],
        "pair_gains": [_pair_gain(gain, class_set) for gain in gains if gain.repair not in ERROR_KINDS],
    }


def _class_figures(tables: CountTables, scores: Scores, class_set: ClassSet) -> list[dict[str, Any]]:
    figures: list[dict[str, Any]] = [
        {"class": name, "class_id": file_id}
        for name, file_id in zip(class_set.names, class_set.ids, strict=True)
    ]
    columns = {name: [_number(value) for value in getattr(scores, name).tolist()] for name in _CLASS_SCORES}
    columns |= {name: tables.pooled(name).tolist() for name in TABLE_COLUMNS if name != "ignore"}
    for name, values in columns.items():
        for entry, value in zip(figures, values, strict=True):
            entry[name] = value
    return figures


def _kind_gain(gain: Gain, class_set: ClassSet) -> dict[str, Any]:
    name = class_set.names[gain.classes[0]]
    return {"class": name, "error": gain.repair, "pixels": gain.pixels, "miou_gain": gain.gain}


def _pair_gain(gain: Gain, class_set: ClassSet) -> dict[str, Any]:
    names = [class_set.names[index] for index in gain.classes]
    return {"classes": names, "pixels": gain.pixels, "miou_gain": gain.gain}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
