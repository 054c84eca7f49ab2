"""Annotations: an outline becomes COCO polygons where it can, and a run-length mask where it cannot."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from pycocotools import mask as coco_mask

from segscope.data.recycling.frame import Pose, cover
from segscope.data.recycling.shapes import Outline, Ring

Segmentation = list[list[float]] | dict[str, Any]


@dataclass(frozen=True)
class Annotation:
    """The geometry of one annotated object, as COCO has it.

    Attributes:
        segmentation: Polygons, or a run-length mask with compressed or plain counts.
        area: Pixels that the segmentation covers.
        bbox: Left, top, width, height in pixels.
    """

    segmentation: Segmentation
    area: int
    bbox: tuple[float, float, float, float]


def annotate(outline: Outline, pose: Pose, size: tuple[int, int], compressed: bool) -> Annotation | None:
    """Trace an object that lies in a picture of ``size`` (width, height).

    Args:
        outline: What the object covers.
        pose: Where it lies.
        size: Width and height of the picture.
        compressed: Whether a run-length mask is written as a string or as a list of counts.

    Returns:
        The annotation, clipped to the picture, or None where nothing of it lies inside.
    """
    segmentation = _polygons(outline, pose, size) if outline.as_polygons else _runs(outline, pose, size)
    if not segmentation:
        return None
    width, height = size
    runs = coco_mask.frPyObjects(segmentation, height, width)
    merged = coco_mask.merge(runs) if isinstance(runs, list) else runs
    area = int(coco_mask.area(merged))
    if area == 0:
        return None
    left, top, across, down = (float(value) for value in coco_mask.toBbox(merged))
    if isinstance(segmentation, dict) and compressed:
        segmentation = {"size": [height, width], "counts": merged["counts"].decode("ascii")}
    return Annotation(segmentation, area, (left, top, across, down))


def _polygons(outline: Outline, pose: Pose, size: tuple[int, int]) -> list[list[float]]:
    rings = (clip(pose.to_picture(part), size) for part in outline.parts)
    return [[round(float(value), 2) for value in ring.ravel()] for ring in rings if len(ring) >= 3]


def _runs(outline: Outline, pose: Pose, size: tuple[int, int]) -> dict[str, Any]:
    """Give the mask as COCO's column-wise run lengths, which start with the zeros."""
    width, height = size
    columns = (cover((0, 0, width, height), pose, outline) > 0.5).T.ravel()
    ends = np.flatnonzero(np.diff(columns)) + 1
    counts = np.diff(np.concatenate([[0], ends, [columns.size]])).tolist()
    return {"size": [height, width], "counts": [0, *counts] if columns[0] else counts}


def clip(ring: Ring, size: tuple[int, int]) -> Ring:
    """Cut a ring to the picture's rectangle (Sutherland and Hodgman, 1974)."""
    for axis, sign, limit in ((0, 1.0, 0.0), (0, -1.0, -size[0]), (1, 1.0, 0.0), (1, -1.0, -size[1])):
        depth = ring[:, axis] * sign - limit
        if (depth < 0).any():
            ring = _clip_side(ring, depth)
    return ring


def _clip_side(ring: Ring, depth: Ring) -> Ring:
    """Cut off the points whose depth inside one side of the picture is negative."""
    kept = []
    for here, there, inside, beyond in zip(
        ring, np.roll(ring, -1, axis=0), depth, np.roll(depth, -1), strict=True
    ):
        if inside >= 0:
            kept.append(here)
        if (inside >= 0) != (beyond >= 0):
            kept.append(here + (there - here) * (inside / (inside - beyond)))
    return np.array(kept).reshape(-1, 2)
