"""The seven scores of one class over some pairs of label maps, from their pixels.

IoU, Dice, precision and recall are scikit-learn's, with its word for "undefined"; the three scores of edges
are ratios of the slow twin's masks. No code is shared with the engine's scores.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, jaccard_score, precision_score, recall_score

from tests.engine.slow_twin import band_masks, disc_offsets, edge_masks

VOID = 255
Pair = tuple[NDArray[Any], NDArray[Any]]


def slow_scores(pairs: Sequence[Pair], index: int) -> dict[str, float]:
    """Give the scores of class ``index``, all pairs pooled; NaN where one is not defined."""
    truth = np.concatenate([truth[truth != VOID] for truth, _ in pairs])
    guess = np.concatenate([guess[truth != VOID] for truth, guess in pairs])
    only: dict[str, Any] = {"labels": [index], "average": "macro", "zero_division": np.nan}
    occurs = (truth == index).any() or (guess == index).any()
    iou = jaccard_score(truth, guess, labels=[index], average="macro") if occurs else math.nan
    return {
        "iou": iou,
        "dice": f1_score(truth, guess, **only),
        "precision": precision_score(truth, guess, **only),
        "recall": recall_score(truth, guess, **only),
        **_edge_scores(pairs, index),
    }


def slow_mean(values: Sequence[float]) -> float:
    """Mean of those that are defined; NaN where none is."""
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


def _edge_scores(pairs: Sequence[Pair], index: int) -> dict[str, float]:
    pixels: dict[str, int] = {}
    for truth, guess in pairs:
        diagonal = math.hypot(*truth.shape)
        maps = truth == index, guess == index, truth != VOID
        masks = band_masks(*maps, max(1, round(0.02 * diagonal)), True)
        masks |= edge_masks(*maps, disc_offsets(round(0.01 * diagonal)), True)
        for name, mask in masks.items():
            pixels[name] = pixels.get(name, 0) + int(mask.sum())
    return {
        "boundary_iou": _share(pixels["biou_intersection"], pixels["biou_union"]),
        "boundary_f1": _boundary_f1(pixels),
        "trimap_iou": _share(pixels["trimap_intersection"], pixels["trimap_union"]),
    }


def _boundary_f1(pixels: dict[str, int]) -> float:
    if pixels["edge_truth"] + pixels["edge_prediction"] == 0:
        return math.nan
    recall = _share(pixels["edge_truth_near"], pixels["edge_truth"])
    precision = _share(pixels["edge_prediction_near"], pixels["edge_prediction"])
    right = precision > 0 and recall > 0
    return 2 * precision * recall / (precision + recall) if right else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan
