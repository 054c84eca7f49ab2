"""A validation's figures as plain values: what ``segscope diagnose --json`` writes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from segscope.analysis.confusions import Confusion
from segscope.analysis.diagnosis import Diagnosis
from segscope.analysis.evidence import Evidence
from segscope.analysis.gains import Gain, rank_gains
from segscope.analysis.label_suspects import LabelSuspect
from segscope.analysis.object_errors import ObjectErrors
from segscope.analysis.worst import WorstImage
from segscope.engine.class_set import ClassSet
from segscope.engine.count_rule import Frame
from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.engine.image_counts import ERROR_KINDS, NO_CLASS
from segscope.engine.scores import CLASS_SCORES


def export_diagnosis(
    tables: CountTables, diagnosis: Diagnosis, class_set: ClassSet, *, frame: Frame
) -> dict[str, Any]:
    """Give scores with intervals, pooled counts, confusions, gains and worst images, classes by name.

    Args:
        tables: The counts.
        diagnosis: What is known of them.
        class_set: The classes.
        frame: The rule's frame.

    Returns:
        Values ready for JSON; a score that does not exist is None. ``confusion`` has the true class in
        rows and the predicted class in columns, ``unpredicted`` the pixels whose prediction is no class.
        ``gains`` has one entry for each class and error kind with a wrong pixel, ``pair_gains`` one for
        each two classes that are taken for each other, both with the greatest gain first.
    """
    matrix, unpredicted = tables.confusion()
    means = diagnosis.scores.to_dict()
    for key in ("rule", "images", "per_class"):
        del means[key]
    gains = rank_gains(Evidence(tables, class_set))
    names = class_set.names
    return {
        "images": len(tables.images),
        "classes": list(names),
        "ignore": class_set.ignore_id,
        "frame": frame,
        "rule": diagnosis.scores.rule,
        "scores": means,
        "intervals": diagnosis.intervals.to_dict(),
        "per_class": _class_figures(tables, diagnosis, class_set),
        "confusion": matrix.tolist(),
        "unpredicted": unpredicted.tolist(),
        "flows": [_flow(flow, names) for flow in diagnosis.confusions],
        "gains": [_kind_gain(gain, class_set) for gain in gains if gain.repair in ERROR_KINDS],
        "pair_gains": [_pair_gain(gain, class_set) for gain in gains if gain.repair not in ERROR_KINDS],
        "worst_images": _worst(diagnosis.worst_images),
        "worst_by_kind": _worst_by_kind(diagnosis.worst_by_kind),
        "worst_of_pairs": [
            {"classes": [names[index] for index in pair.classes], "images": _worst(pair.images)}
            for pair in diagnosis.worst_of_pairs
        ],
        "label_suspects": [_suspect(suspect, names) for suspect in diagnosis.label_suspects],
    }


def _class_figures(tables: CountTables, diagnosis: Diagnosis, class_set: ClassSet) -> list[dict[str, Any]]:
    figures: list[dict[str, Any]] = [
        {"class": name, "class_id": file_id}
        for name, file_id in zip(class_set.names, class_set.ids, strict=True)
    ]
    scores = diagnosis.scores
    columns = {name: [_number(value) for value in getattr(scores, name).tolist()] for name in CLASS_SCORES}
    columns |= {name: tables.pooled(name).tolist() for name in TABLE_COLUMNS if name != "ignore"}
    for name, values in columns.items():
        for entry, value in zip(figures, values, strict=True):
            entry[name] = value
    for entry, known in zip(figures, diagnosis.classes, strict=True):
        entry["interval"] = diagnosis.intervals.plain(known.interval)
        entry["intervals"] = diagnosis.intervals.plain_of_class(known.index)
        entry["worst"] = _worst(known.worst)
        entry["worst_by_kind"] = _worst_by_kind(known.worst_by_kind)
        entry["by_size"] = _objects(diagnosis.sizes, known.index)
        entry["by_place"] = _objects(diagnosis.places, known.index)
        if diagnosis.calibration_error:
            entry["calibration_error"] = _number(diagnosis.calibration_error[known.index])
    return figures


def _flow(flow: Confusion, names: Sequence[str]) -> dict[str, Any]:
    named = asdict(flow) | {"words": flow.describe(names)}
    del named["true_class"], named["predicted_class"]
    predicted = None if flow.predicted_class == NO_CLASS else names[flow.predicted_class]
    return {"true": names[flow.true_class], "predicted": predicted, **named}


def _worst(images: Sequence[WorstImage]) -> list[dict[str, Any]]:
    return [asdict(image) for image in images]


def _worst_by_kind(kinds: Mapping[str, Sequence[WorstImage]]) -> dict[str, list[dict[str, Any]]]:
    return {kind: _worst(images) for kind, images in kinds.items()}


def _objects(rows: Sequence[ObjectErrors], index: int) -> dict[str, dict[str, Any]]:
    """Give the groups of one class: {group: its figures}."""
    return {
        row.group: {key: value for key, value in asdict(row).items() if key not in ("class_index", "group")}
        | {"recall": _number(row.recall), "precision": _number(row.precision)}
        for row in rows
        if row.class_index == index
    }


def _suspect(suspect: LabelSuspect, names: Sequence[str]) -> dict[str, Any]:
    plain = asdict(suspect)
    for key in ("labelled_class", "predicted_class"):
        plain[key] = None if plain[key] is None else names[plain[key]]
    return plain


def _kind_gain(gain: Gain, class_set: ClassSet) -> dict[str, Any]:
    name = class_set.names[gain.classes[0]]
    return {"class": name, "error": gain.repair, "pixels": gain.pixels, "miou_gain": gain.gain}


def _pair_gain(gain: Gain, class_set: ClassSet) -> dict[str, Any]:
    names = [class_set.names[index] for index in gain.classes]
    return {"classes": names, "pixels": gain.pixels, "miou_gain": gain.gain}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
