"""Polygons from untrusted files: checked here, turned into runs by pycocotools.

pycocotools hangs on NaN, crashes on coordinates of 1e9, and takes four numbers for a box. What passes
these checks is finite, near the picture and of bounded length.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from segscope.data.coco.problems import RecordError
from segscope.data.coco.rle import parse_rle
from segscope.data.coco.runs import Extent, Runs
from segscope.data.coco.values import shown

_LEAST_NUMBERS = 6
_STEPS_PER_PIXEL = 5  # pycocotools walks the outline in fifths of a pixel, and keeps each step in memory
_MOST_STEPS = 20_000_000


@dataclass(frozen=True, eq=False)
class Polygons:
    """The outlines of one annotation; their union is its mask.

    Attributes:
        height: Rows of the image.
        width: Columns of the image.
        rings: One (2·P,) float64 array x0, y0, x1, y1 … a ring, in pixels, P at least 3.
    """

    height: int
    width: int
    rings: tuple[NDArray[np.float64], ...]

    def runs(self) -> Runs:
        """Rasterise as pycocotools does."""
        # A list whose first member has more than four numbers is what pycocotools takes for polygons.
        parts = coco_mask.frPyObjects(list(self.rings), self.height, self.width)
        union = coco_mask.merge(parts)
        return parse_rle(
            {"size": list(union["size"]), "counts": union["counts"].decode("ascii")}, self.height, self.width
        )

    @cached_property
    def _extent(self) -> Extent:
        points = np.concatenate(self.rings).reshape(-1, 2)
        (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        return left, top, right, bottom

    def extent(self) -> Extent:
        """Give the box around all points."""
        return self._extent

    def over_edge(self) -> float:
        """Give how far the outlines reach over the picture's edge, in pixels; 0 where they do not."""
        left, top, right, bottom = self._extent
        return max(-left, -top, right - self.width, bottom - self.height, 0.0)

    def is_thin(self) -> bool:
        """Tell whether the outlines enclose less than about a pixel, so that the mask may be empty."""
        return sum(abs(_enclosed(ring)) for ring in self.rings) < 1.0


def parse_polygons(rings: list[Any], height: int, width: int) -> Polygons:
    """Check the rings of one annotation.

    Args:
        rings: At least one list x0, y0, x1, y1 … in pixels.
        height: Rows of the image.
        width: Columns of the image.

    Returns:
        Rings that pycocotools can rasterise.

    Raises:
        RecordError: A ring is not a list of numbers, too short, or not near the picture.

    Example:
        >>> parse_polygons([[0, 0, 4, 0, 4, 2, 0, 2]], 8, 8).runs().area
        8
    """
    polygons = Polygons(height, width, tuple(_parse_ring(ring) for ring in rings))
    left, top, right, bottom = polygons.extent()
    if right < 0 or bottom < 0 or left > width or top > height:
        raise RecordError("polygon-outside", _outside(polygons, "wholly outside"))
    if left < -width or top < -height or right > 2 * width or bottom > 2 * height:
        raise RecordError("polygon-outside", _outside(polygons, "far outside"))
    steps = _outline_steps(polygons)
    if steps > _MOST_STEPS:
        raise RecordError(
            "polygon-length",
            f"its outline is {steps / _STEPS_PER_PIXEL:.3g} px long in a {width}×{height} image",
        )
    return polygons


def _parse_ring(ring: Any) -> NDArray[np.float64]:
    if not isinstance(ring, list):
        raise RecordError(
            "segmentation-kind", f"its segmentation holds {shown(ring)} in place of a list of numbers"
        )
    if not set(map(type, ring)) <= {int, float}:
        wrong = next(value for value in ring if type(value) not in (int, float))
        raise RecordError("polygon-numbers", f"its polygon holds {shown(wrong)}")
    if len(ring) < _LEAST_NUMBERS or len(ring) % 2:
        raise RecordError("polygon-points", f"its polygon has {len(ring)} numbers")
    try:
        points = np.array(ring, dtype=np.float64)
    except OverflowError as error:
        raise RecordError("polygon-numbers", "its polygon holds a number beyond all floats") from error
    if not np.isfinite(points).all():
        raise RecordError("polygon-numbers", "its polygon holds NaN or an infinite number")
    return points


def _outside(polygons: Polygons, where: str) -> str:
    left, top, right, bottom = polygons.extent()
    return (
        f"its polygon lies {where}: x {left:.6g} … {right:.6g}, y {top:.6g} … {bottom:.6g} "
        f"in a {polygons.width}×{polygons.height} image"
    )


def _outline_steps(polygons: Polygons) -> float:
    """Bound the steps that pycocotools takes along rings whose points lie near the picture."""
    points = sum(len(ring) for ring in polygons.rings) / 2
    bound = points * 3 * max(polygons.height, polygons.width) * _STEPS_PER_PIXEL
    if bound <= _MOST_STEPS:
        return bound
    length = 0.0
    for ring in polygons.rings:
        corners = ring.reshape(-1, 2)
        length += float(np.abs(corners - np.roll(corners, 1, axis=0)).max(axis=1).sum())
    return length * _STEPS_PER_PIXEL + points


def _enclosed(ring: NDArray[np.float64]) -> float:
    x, y = ring[0::2], ring[1::2]
    closing = x[-1] * y[0] - y[-1] * x[0]
    return float(np.dot(x[:-1], y[1:]) - np.dot(y[:-1], x[1:]) + closing) / 2
