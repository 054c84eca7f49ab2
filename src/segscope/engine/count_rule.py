"""The rule of a count: classes, ignore id, widths and what the picture's frame is."""

import math
from dataclasses import dataclass
from typing import Literal

from segscope.errors import UsageError

Frame = Literal["boundary", "open"]

BOUNDARY_WIDTH = 0.01
IOU_WIDTH = 0.02
MAX_CLASSES = 65534
RULE_VERSION = 1
"""Raised whenever the same pair of label maps would give other counts than before."""


@dataclass(frozen=True, slots=True)
class CountRule:
    """How pairs of label maps are counted; :func:`segscope.engine.count` says what each field means.

    Raises:
        UsageError: A field is out of its range.

    Example:
        >>> CountRule(num_classes=11, ignore=255).name
        'segscope 1: boundary width 0.01, IoU width 0.02, frame boundary'
    """

    num_classes: int
    ignore: int | None = None
    boundary_width: float = BOUNDARY_WIDTH
    iou_width: float = IOU_WIDTH
    frame: Frame = "boundary"
    edges: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.num_classes <= MAX_CLASSES:
            raise UsageError(f"num_classes is {self.num_classes}: give 1 … {MAX_CLASSES}.")
        for name in ("boundary_width", "iou_width"):
            if not 0 <= getattr(self, name) <= 1:
                raise UsageError(
                    f"{name} is {getattr(self, name)}: give a share of the picture's diagonal, 0 … 1."
                )
        if self.frame not in ("boundary", "open"):
            raise UsageError(f"frame is {self.frame!r}: give 'boundary' or 'open'.")

    @property
    def name(self) -> str:
        """What scores carry, so that only scores of one rule are compared."""
        return rule_name(self.boundary_width, self.iou_width, self.frame)

    def disc_radius(self, shape: tuple[int, ...]) -> int:
        """Width of boundary errors in pixels for a picture (H, W); may be 0."""
        return _pixels(self.boundary_width, shape)

    def square_radius(self, shape: tuple[int, ...]) -> int:
        """Width of the bands of Boundary IoU and trimap IoU in pixels; at least 1."""
        return max(1, _pixels(self.iou_width, shape))


def rule_name(
    boundary_width: float = BOUNDARY_WIDTH, iou_width: float = IOU_WIDTH, frame: Frame = "boundary"
) -> str:
    """Name the rule that these options make."""
    return (
        f"segscope {RULE_VERSION}: boundary width {boundary_width:g}, IoU width {iou_width:g}, frame {frame}"
    )


def _pixels(share: float, shape: tuple[int, ...]) -> int:
    """Turn a share of the diagonal into whole pixels, halves to even."""
    return round(share * math.sqrt(shape[0] ** 2 + shape[1] ** 2))
