"""The counts of one pair, computed the slow and obvious way: the definition, pixel by pixel.

Written from the definitions alone (Bernhard et al., WACV 2024; Cheng et al., CVPR 2021; the fine print
in :mod:`segscope.engine.counting`), to be read beside them. One class after the other, discs by trying
every offset, components by flood fill. No code is shared with the engine.
"""

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Offsets = list[tuple[int, int]]
BOUNDARY, EXTENT, SEGMENT, NO_KIND = 0, 1, 2, -1
NEIGHBOURS = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]


def twin_counts(
    truth: NDArray[Any],
    prediction: NDArray[Any],
    *,
    num_classes: int,
    ignore: int | None = None,
    boundary_width: float = 0.01,
    iou_width: float = 0.02,
    frame: str = "boundary",
    edges: bool = True,
) -> dict[str, NDArray[np.int64]]:
    """Give every array of ``ImageCounts`` by its name."""
    diagonal = math.hypot(*truth.shape)
    disc = disc_offsets(round(boundary_width * diagonal))
    radius = max(1, round(iou_width * diagonal))
    void = np.zeros(truth.shape, dtype=bool) if ignore is None else truth == ignore
    no_class = np.zeros(truth.shape, dtype=bool) if ignore is None else prediction == ignore
    columns: dict[str, list[int]] = {}
    fn_kinds = np.full(truth.shape, NO_KIND)
    fp_kinds = np.full(truth.shape, NO_KIND)
    for index in range(num_classes):
        is_true = (truth == index) & ~void
        is_predicted = (prediction == index) & ~no_class
        missed, false = class_kinds(is_true, is_predicted, disc)
        fn_kinds = np.where(missed != NO_KIND, missed, fn_kinds)
        fp_kinds = np.where(false != NO_KIND, false, fp_kinds)
        row = {
            "ignore": void,
            "tp": is_true & is_predicted,
            "tn": ~is_true & ~is_predicted & ~void,
            "fp_boundary": (false == BOUNDARY) & ~void,
            "fn_boundary": missed == BOUNDARY,
            "fp_extent": (false == EXTENT) & ~void,
            "fn_extent": missed == EXTENT,
            "fp_segment": (false == SEGMENT) & ~void,
            "fn_segment": missed == SEGMENT,
            **band_masks(is_true, is_predicted, ~void, radius, frame == "boundary"),
            **edge_masks(is_true, is_predicted, ~void, disc, edges),
        }
        for name, mask in row.items():
            columns.setdefault(name, []).append(int(mask.sum()))
    counts = {name: np.array(values) for name, values in columns.items()}
    return counts | pair_counts(truth, prediction, void, no_class, num_classes, fn_kinds, fp_kinds)


def class_kinds(is_true: Mask, is_predicted: Mask, disc: Offsets) -> tuple[NDArray[Any], NDArray[Any]]:
    """Give the kinds of the missed and of the false pixels of one class; -1 elsewhere."""
    tp, tn = is_true & is_predicted, ~is_true & ~is_predicted
    missed, false = np.full((2, *is_true.shape), NO_KIND)
    for kinds, wrong, whole in (
        (missed, is_true & ~is_predicted, is_true),
        (false, is_predicted & ~is_true, is_predicted),
    ):
        if not wrong.any():
            continue
        for component in components(whole):
            kind = EXTENT if any(tp[pixel] for pixel in component) else SEGMENT
            for pixel in component:
                if wrong[pixel]:
                    kinds[pixel] = kind
        naive = wrong & near(tp, disc) & near(tn, disc)
        for component in components(wrong & near(naive, disc)) if len(disc) > 1 else ():
            around = {(y + dy, x + dx) for y, x in component for dy, dx in NEIGHBOURS}
            inside = [(y, x) for y, x in around if 0 <= y < tp.shape[0] and 0 <= x < tp.shape[1]]
            if any(tp[pixel] for pixel in inside) and any(tn[pixel] for pixel in inside):
                for pixel in component:
                    kinds[pixel] = BOUNDARY
    return missed, false


def band_masks(
    is_true: Mask, is_predicted: Mask, counted: Mask, radius: int, closed: bool
) -> dict[str, Mask]:
    """Give what Boundary IoU and trimap IoU of one class count."""
    square = square_offsets(radius)
    true_band, predicted_band = (interior_band(mask, square, closed) for mask in (is_true, is_predicted))
    open_band = interior_band(is_true, square, False)
    outside = near(is_true, square) & ~is_true
    return {
        "biou_intersection": true_band & predicted_band & counted,
        "biou_union": (true_band | predicted_band) & counted,
        "trimap_intersection": open_band & is_predicted & counted,
        "trimap_union": (open_band | (outside & is_predicted)) & counted,
    }


def edge_masks(
    is_true: Mask, is_predicted: Mask, counted: Mask, disc: Offsets, wanted: bool
) -> dict[str, Mask]:
    """Give what the boundary F1 of one class counts."""
    beside = [(-1, 0), (1, 0), (0, -1), (0, 1)]
    true, predicted = (
        mask & counted & moved(counted & ~mask, beside, any_of=True, outside=False) & wanted
        for mask in (is_true, is_predicted)
    )
    return {
        "edge_truth": true,
        "edge_truth_near": true & near(predicted, disc),
        "edge_prediction": predicted,
        "edge_prediction_near": predicted & near(true, disc),
    }


def pair_counts(
    truth: NDArray[Any],
    prediction: NDArray[Any],
    void: Mask,
    no_class: Mask,
    num_classes: int,
    fn_kinds: NDArray[Any],
    fp_kinds: NDArray[Any],
) -> dict[str, NDArray[np.int64]]:
    """Give confusion, unpredicted and the wrong rows, one pixel after the other."""
    confusion = np.zeros((num_classes, num_classes), dtype=np.int64)
    unpredicted = np.zeros(num_classes, dtype=np.int64)
    wrong: Counter[tuple[int, int, int, int]] = Counter()
    for pixel in np.ndindex(*truth.shape):
        true, predicted = int(truth[pixel]), int(prediction[pixel])
        if void[pixel]:
            continue
        if no_class[pixel]:
            unpredicted[true] += 1
            wrong[true, -1, int(fn_kinds[pixel]), -1] += 1
            continue
        confusion[true, predicted] += 1
        if true != predicted:
            wrong[true, predicted, int(fn_kinds[pixel]), int(fp_kinds[pixel])] += 1
    rows = [(*key, pixels) for key, pixels in sorted(wrong.items())]
    return {
        "confusion": confusion,
        "unpredicted": unpredicted,
        "wrong": np.array(rows, dtype=np.int64).reshape(-1, 5),
    }


def disc_offsets(radius: int) -> Offsets:
    """Offsets whose distance, rounded to whole pixels, is at most the radius."""
    return [(dy, dx) for dy, dx in square_offsets(radius) if round(math.hypot(dy, dx)) <= radius]


def square_offsets(radius: int) -> Offsets:
    """Offsets of the (2 radius + 1)² square."""
    steps = range(-radius, radius + 1)
    return [(dy, dx) for dy in steps for dx in steps]


def near(mask: Mask, offsets: Offsets) -> Mask:
    """Pixels from which one of the offsets leads to a pixel of the mask."""
    height, width = mask.shape
    inside = [(dy, dx) for dy, dx in offsets if abs(dy) < height and abs(dx) < width]
    return moved(mask, inside, any_of=True, outside=False)


def interior_band(mask: Mask, square: Offsets, closed: bool) -> Mask:
    """Pixels of the mask from which the square reaches a pixel that is not of it."""
    return mask & ~moved(mask, square, any_of=False, outside=not closed)


def moved(mask: Mask, offsets: Offsets, *, any_of: bool, outside: bool) -> Mask:
    """For each pixel, any (or all) of the mask's values at the offsets; ``outside`` beyond the picture."""
    height, width = mask.shape
    reach = max(abs(step) for offset in offsets for step in offset)
    padded = np.pad(mask, reach, constant_values=outside)
    result = np.full(mask.shape, not any_of)
    for dy, dx in offsets:
        there = padded[reach + dy : reach + dy + height, reach + dx : reach + dx + width]
        result = result | there if any_of else result & there
    return result


def components(mask: Mask) -> Iterator[list[tuple[int, int]]]:
    """Yield the 8-connected components as lists of pixels, by flood fill."""
    left = {(int(y), int(x)) for y, x in np.argwhere(mask)}
    while left:
        component = [left.pop()]
        for y, x in component:  # grows while it is walked
            for dy, dx in NEIGHBOURS:
                if (y + dy, x + dx) in left:
                    left.remove((y + dy, x + dx))
                    component.append((y + dy, x + dx))
        yield component
