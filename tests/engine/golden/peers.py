"""The counts that two published tools give for a pair of label maps; their checkouts are not ours.

`beyond-iou <https://github.com/mxbh/beyond-iou>`_ (Bernhard et al., WACV 2024) and `boundary-iou-api
<https://github.com/bowenc0221/boundary-iou-api>`_ (Cheng et al., CVPR 2021), run as they are. Both need
OpenCV; the first needs scipy and tqdm too. Of their packages only the modules that count are imported,
so that their plotting and loading libraries need not be there.
"""

import contextlib
import importlib
import io
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

COLUMNS = {
    "ignore": "ignore",
    "tp": "TP",
    "tn": "TN",
    "fp_boundary": "FP_boundary",
    "fn_boundary": "FN_boundary",
    "fp_extent": "FP_extent",
    "fn_extent": "FN_extent",
    "fp_segment": "FP_segment",
    "fn_segment": "FN_segment",
}


def beyond_iou_counts(
    checkout: Path,
    truth: Ints,
    prediction: Ints,
    *,
    num_classes: int,
    ignore: int,
    boundary_width: float,
    iou_width: float,
) -> dict[str, list[int]]:
    """Give the thirteen columns per class as beyond-iou counts them (``frame="open"``)."""
    evaluator_module = _module_of(checkout, "beyond_iou", "evaluator", without={"result": "Result"})
    with contextlib.redirect_stdout(io.StringIO()):
        evaluator = evaluator_module.Evaluator(
            [str(index) for index in range(num_classes)],
            ignore_index=ignore,
            boundary_width=boundary_width,
            boundary_and_trimap_iou_d=iou_width,
        )
    sample = evaluator.evaluate_sample(prediction, truth)
    codes = evaluator_module.ERROR_CODES
    counts = {ours: (sample["main_results"] == codes[name]).sum((1, 2)) for ours, name in COLUMNS.items()}
    counts["biou_intersection"], counts["biou_union"] = sample["boundary_iou_results"]
    counts["trimap_intersection"], counts["trimap_union"] = sample["trimap_iou_results"]
    return {name: values.tolist() for name, values in counts.items()}


def boundary_iou_counts(
    checkout: Path, truth: Ints, prediction: Ints, *, num_classes: int, ignore: int, iou_width: float
) -> dict[str, list[int]]:
    """Give the two Boundary IoU columns from boundary-iou-api's bands (``frame="boundary"``)."""
    try:
        importlib.import_module("pycocotools.mask")
    except ModuleNotFoundError:  # imported there, and not used by the bands
        _bare_module("pycocotools").__path__ = []
        _bare_module("pycocotools.mask")
    utils = _module_of(checkout, "boundary_iou.utils", "boundary_utils", without={})
    counted = truth != ignore
    counts: dict[str, list[int]] = {"biou_intersection": [], "biou_union": []}
    for index in range(num_classes):
        bands = [
            utils.mask_to_boundary((each == index).astype(np.uint8), iou_width) > 0
            for each in (truth, prediction)
        ]
        counts["biou_intersection"].append(int((bands[0] & bands[1] & counted).sum()))
        counts["biou_union"].append(int(((bands[0] | bands[1]) & counted).sum()))
    return counts


def _module_of(checkout: Path, package: str, module: str, without: dict[str, str]) -> Any:
    """Import one module of a checkout without running its packages' own imports."""
    path = checkout
    for depth, part in enumerate(package.split("."), start=1):
        path = path / part
        _bare_module(".".join(package.split(".")[:depth])).__path__ = [str(path)]
    for name, attribute in without.items():
        setattr(_bare_module(f"{package}.{name}"), attribute, object)
    return importlib.import_module(f"{package}.{module}")


def _bare_module(name: str) -> ModuleType:
    return sys.modules.setdefault(name, ModuleType(name))
