"""Ways to rank what should be looked at, and how much of it is really wrong."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from benchmarks.suspect_sets import Audit, Maps, Place
from segscope.analysis.evidence import Evidence
from segscope.analysis.label_suspects import (
    LEAST_PIXELS,
    SAME_PLACE,
    Box,
    LabelSuspect,
    rank_label_suspects,
)
from segscope.analysis.suspicion import confusion_inside
from segscope.data.recycling import RECYCLING_CLASSES
from segscope.engine import count, list_objects
from segscope.engine.count_tables import CountTables
from segscope.engine.object_tables import ObjectTables

EIGHT = np.ones((3, 3), dtype=np.int64)
NUM_CLASSES = RECYCLING_CLASSES.num_classes
SOFTMIN_TEMPERATURE = 0.1  # cleanlab's

Mask = NDArray[np.bool_]


def segscope_rankings(audit: Audit) -> tuple[dict[str, list[Place]], dict[str, list[int]]]:
    """Rank places and images by segscope: label maps and 8-bit confidences are all that it is given."""
    suspects = _suspects(audit)
    by_confidence = sorted(suspects, key=lambda suspect: -suspect.doubt)
    places = [_place(suspect) for suspect in suspects]
    rankings = {"segscope": places, "segscope, by mean confidence alone": [_place(s) for s in by_confidence]}
    return rankings, {"segscope, by its first place": list(dict.fromkeys(place.image for place in places))}


def _suspects(audit: Audit) -> tuple[LabelSuspect, ...]:
    predictions = audit.probabilities.argmax(axis=1).astype(np.uint8)
    confidences = np.rint(audit.probabilities.max(axis=1).astype(np.float32) * 255).astype(np.uint8)
    names = [str(index) for index in range(len(predictions))]
    pairs = list(zip(audit.labels, predictions, strict=True))
    counts = [count(*pair, num_classes=NUM_CLASSES) for pair in pairs]
    objects = [
        list_objects(*pair, sure, num_classes=NUM_CLASSES)
        for pair, sure in zip(pairs, confidences, strict=True)
    ]
    return rank_label_suspects(
        ObjectTables.from_objects(names, NUM_CLASSES, objects),
        confusion=confusion_inside(Evidence(CountTables.from_counts(names, counts), RECYCLING_CLASSES)),
        background=RECYCLING_CLASSES.background,
    )


def _place(suspect: LabelSuspect) -> Place:
    return Place(int(suspect.image), suspect.box)


def cleanlab_rankings(audit: Audit) -> tuple[dict[str, list[Place]], dict[str, list[int]]]:
    """Rank places and images by cleanlab, from all probabilities; empty where it is not installed.

    cleanlab ranks images, and finds the pixels that are issues. Places are made of these in the ways that
    come to mind, so that the best of them is known: its issues' connected regions, by size and by cleanlab's
    mean pixel score; labelled objects by their mean pixel score; and the regions of one label in which it
    finds issues, by the sum of the weights that its softmin gives to pixels.
    """
    if not find_spec("cleanlab"):
        return {}, {}
    labels, probabilities = audit.labels.astype(np.int64), audit.probabilities.astype(np.float32)
    rank, find = import_module("cleanlab.segmentation.rank"), import_module("cleanlab.segmentation.filter")
    image_scores, pixel_scores = rank.get_label_quality_scores(labels, probabilities, verbose=False)
    issues = find.find_label_issues(labels, probabilities, verbose=False, n_jobs=1)
    weights = np.exp(-pixel_scores / SOFTMIN_TEMPERATURE)
    ones = np.ones_like(issues)
    places = {
        "cleanlab's issues, by size": _rank(issues, ones, np.sum),
        "cleanlab's issues, by pixel score": _rank(issues, -pixel_scores, np.mean),
        "labelled objects, by cleanlab's pixel score": _rank(
            audit.labels != RECYCLING_CLASSES.background, -pixel_scores, np.mean, audit.labels
        ),
        "cleanlab's issues in one label, by softmin weight": _rank(issues, weights, np.sum, audit.labels),
    }
    images = {
        "cleanlab, softmin": np.argsort(image_scores, kind="stable").tolist(),
        "cleanlab, number of issues": np.argsort(-issues.mean(axis=(1, 2)), kind="stable").tolist(),
    }
    return places, images


def _rank(
    masks: Mask, values: NDArray[Any], reduce: Callable[..., Any], labels: Maps | None = None
) -> list[Place]:
    """Rank the connected regions of each mask, those of each label by themselves, by their pixels' values."""
    scored = [
        (Place(image, box), float(reduce(values[image][region])))
        for image, mask in enumerate(masks)
        for part in ([mask] if labels is None else [mask & (labels[image] == k) for k in range(NUM_CLASSES)])
        for box, region in _regions(part)
    ]
    return [place for place, _ in sorted(scored, key=lambda entry: -entry[1])]


def _regions(mask: Mask) -> Iterator[tuple[Box, Mask]]:
    numbered, _ = ndimage.label(mask, EIGHT)
    for number, (rows, columns) in enumerate(ndimage.find_objects(numbered), start=1):
        region = numbered == number
        if region.sum() >= LEAST_PIXELS:
            yield (rows.start, columns.start, rows.stop, columns.stop), region


def hits(ranked: Sequence[Place], planted: Sequence[Place]) -> list[bool]:
    """Say of each ranked place whether it is a planted one that none before it was."""
    left = list(planted)
    found = []
    for place in ranked:
        match = next((one for one in left if _same(place, one)), None)
        found.append(match is not None)
        if match is not None:
            left.remove(match)
    return found


def _same(a: Place, b: Place) -> bool:
    height = min(a.box[2], b.box[2]) - max(a.box[0], b.box[0])
    width = min(a.box[3], b.box[3]) - max(a.box[1], b.box[1])
    if a.image != b.image or min(height, width) <= 0:
        return False
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (a.box, b.box))
    return height * width >= SAME_PLACE * (areas - height * width)


def average_precision(found: Sequence[bool], planted: int) -> float:
    """Mean over the planted ones of the precision at each; one that is never found counts 0."""
    right = np.asarray(found, dtype=np.float64)
    precision = right.cumsum() / np.arange(1, len(right) + 1)
    return float((precision * right).sum() / planted)
