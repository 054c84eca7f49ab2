"""What others offer for the engine's work, each where it can be had on this machine."""

import os
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.drawn_pairs import IGNORE, LabelMap
from tests.engine.golden.peers import beyond_iou_counts, boundary_iou_counts

Contender = Callable[[LabelMap, LabelMap], object]


def peers(num_classes: int) -> tuple[dict[str, Contender], list[str]]:
    """Give the peers by name, and a reason for each that is left out."""
    found: dict[str, Contender] = {}
    missing = []
    if find_spec("torchmetrics"):
        found["torchmetrics"] = _torchmetrics(num_classes)
    else:
        missing.append("torchmetrics: not installed")
    if find_spec("mmseg") and find_spec("mmcv"):
        found["mmseg"] = _mmseg(num_classes)
    else:
        missing.append("mmseg: needs mmsegmentation and an mmcv built for this torch")
    for name, variable, make in (
        ("boundary-iou", "SEGSCOPE_BOUNDARY_IOU", _boundary_iou),
        ("beyond-iou", "SEGSCOPE_BEYOND_IOU", _beyond_iou),
    ):
        checkout = os.environ.get(variable)
        if not checkout:
            missing.append(f"{name}: {variable} names no checkout")
        elif not find_spec("cv2"):
            missing.append(f"{name}: OpenCV is not installed")
        else:
            found[name] = make(Path(checkout), num_classes)
    return found, missing


def _torchmetrics(num_classes: int) -> Contender:
    torch = import_module("torch")
    torch.set_num_threads(1)
    metric = import_module("torchmetrics").ConfusionMatrix(
        task="multiclass", num_classes=num_classes, ignore_index=IGNORE, validate_args=False
    )

    def contender(truth: LabelMap, prediction: LabelMap) -> object:
        metric.update(torch.from_numpy(prediction).long(), torch.from_numpy(truth).long())
        return metric

    return contender


def _mmseg(num_classes: int) -> Contender:
    torch = import_module("torch")
    intersect = import_module("mmseg.evaluation.metrics.iou_metric").IoUMetric.intersect_and_union

    def contender(truth: LabelMap, prediction: LabelMap) -> object:
        maps = torch.from_numpy(prediction), torch.from_numpy(truth)
        return intersect(*maps, num_classes, IGNORE)

    return contender


def _boundary_iou(checkout: Path, num_classes: int) -> Contender:
    def contender(truth: LabelMap, prediction: LabelMap) -> object:
        maps = truth.astype(np.int64), prediction.astype(np.int64)
        return boundary_iou_counts(checkout, *maps, num_classes=num_classes, ignore=IGNORE, iou_width=0.02)

    return contender


def _beyond_iou(checkout: Path, num_classes: int) -> Contender:
    def contender(truth: LabelMap, prediction: LabelMap) -> object:
        maps = truth.astype(np.int64), prediction.astype(np.int64)
        options: dict[str, Any] = {"num_classes": num_classes, "ignore": IGNORE}
        return beyond_iou_counts(checkout, *maps, **options, boundary_width=0.01, iou_width=0.02)

    return contender
