"""Annotations painted into one label map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.data.coco.annotation import Annotation
from segscope.data.coco.options import Crowd, Overlap
from segscope.data.coco.runs import Runs
from segscope.engine.class_set import LabelMap


@dataclass(frozen=True, slots=True)
class PaintRule:
    """How label maps are painted.

    Attributes:
        base: Label of pixels that nothing covers.
        ignore: Label of ignored pixels.
        dtype: uint8 or uint16.
        overlap: Which annotation has the pixels that two cover.
        crowd: What crowd regions become.
    """

    base: int
    ignore: int
    dtype: np.dtype[Any]
    overlap: Overlap = Overlap.SMALLER_ON_TOP
    crowd: Crowd = Crowd.CLASS


class OverlapError(Exception):
    """Annotations of different labels overlap, and the rule refuses that; never leaves the reader."""

    def __init__(self, labels: tuple[int, int], pixels: int) -> None:
        super().__init__(labels, pixels)
        self.labels = labels
        self.pixels = pixels


def paint_label_map(annotations: Sequence[Annotation], height: int, width: int, rule: PaintRule) -> LabelMap:
    """Paint the annotations of one picture, crowd regions first.

    Args:
        annotations: In the order of the file.
        height: Rows of the picture.
        width: Columns of the picture.
        rule: What decides where they overlap.

    Returns:
        (height, width) C-contiguous label map of ``rule.dtype``.

    Raises:
        OverlapError: The rule is ``refuse`` and two annotations of different labels overlap.
    """
    # COCO's runs go down the columns, so the picture is painted lying on its side and turned at the end.
    columns = np.full((width, height), rule.base, dtype=rule.dtype)
    for crowd in (True, False):
        layer = [(_label(one, rule), one.runs()) for one in annotations if one.crowd is crowd]
        if rule.overlap is Overlap.REFUSE:
            _refuse_overlap(layer, height, width)
        for label, runs in _ordered(layer, rule.overlap):
            runs.paint(columns, label)
    turned: LabelMap = np.ascontiguousarray(columns.T)
    return turned


def paint_instance_map(
    annotations: Sequence[Annotation], height: int, width: int, overlap: Overlap
) -> NDArray[np.int32]:
    """Paint which annotation each pixel of the label map comes from.

    Args:
        annotations: In the order of the file; the first is number 1.
        height: Rows of the picture.
        width: Columns of the picture.
        overlap: The rule of the label map; where that is ``refuse``, any order gives the same.

    Returns:
        (height, width) int32; 0 where no annotation or a crowd region is.
    """
    columns = np.zeros((width, height), dtype=np.int32)
    layer = [(number, one.runs()) for number, one in enumerate(annotations, 1) if not one.crowd]
    for number, runs in _ordered(layer, overlap):
        runs.paint(columns, number)
    return np.ascontiguousarray(columns.T)


def _label(annotation: Annotation, rule: PaintRule) -> int:
    return rule.ignore if annotation.crowd and rule.crowd is Crowd.IGNORE else annotation.label


def _ordered(layer: list[tuple[int, Runs]], overlap: Overlap) -> list[tuple[int, Runs]]:
    """Sort from the lowest to the topmost; sorting is stable, so equal areas keep the file's order."""
    if overlap is Overlap.SMALLER_ON_TOP:
        return sorted(layer, key=lambda painted: -painted[1].area)
    return layer[::-1] if overlap is Overlap.EARLIER_ON_TOP else layer


def _refuse_overlap(layer: list[tuple[int, Runs]], height: int, width: int) -> None:
    owner: NDArray[np.int32] = np.full((width, height), -1, dtype=np.int32)
    for label, runs in layer:
        mask = np.zeros((width, height), dtype=np.bool_)
        runs.paint(mask, 1)
        others = owner[mask & (owner >= 0) & (owner != label)]
        if len(others):
            raise OverlapError((int(others[0]), label), len(others))
        owner[mask] = label
