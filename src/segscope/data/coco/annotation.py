"""One annotation, checked: a label, a shape, and whether it stands for a crowd."""

from dataclasses import dataclass
from typing import Any

from segscope.data.coco.json_file import RepeatedKeyDict
from segscope.data.coco.polygons import Polygons, parse_polygons
from segscope.data.coco.problems import RecordError, quoted
from segscope.data.coco.rle import parse_rle
from segscope.data.coco.runs import Runs
from segscope.data.coco.values import shown


@dataclass(frozen=True, slots=True)
class Annotation:
    """One region of one picture.

    Attributes:
        label: Class index, or the ignore value of the class set.
        crowd: True for a region of many objects (``iscrowd``).
        shape: Its outline or its runs, safe to rasterise.
    """

    label: int
    crowd: bool
    shape: Polygons | Runs

    def runs(self) -> Runs:
        """Rasterise the shape."""
        return self.shape if isinstance(self.shape, Runs) else self.shape.runs()


def parse_shape(segmentation: Any, height: int, width: int) -> Polygons | Runs:
    """Check a ``segmentation``: a list of polygons, or an RLE of either kind.

    Raises:
        RecordError: It is none of these, or one of its parts is not valid.
    """
    if segmentation is None or segmentation in ([], {}, ""):
        raise RecordError("no-segmentation", f"its segmentation is {shown(segmentation)}")
    if isinstance(segmentation, RepeatedKeyDict):
        raise RecordError("duplicate-key", f"its segmentation has {quoted(segmentation.repeated)} twice")
    if isinstance(segmentation, dict):
        return parse_rle(segmentation, height, width)
    if isinstance(segmentation, list):
        return parse_polygons(segmentation, height, width)
    raise RecordError("segmentation-kind", f"its segmentation is {shown(segmentation)}")


def parse_crowd_flag(flag: Any) -> bool:
    """Read ``iscrowd``: 0 or 1, or a JSON boolean; missing means 0.

    Raises:
        RecordError: It is anything else.
    """
    if flag is None:
        return False
    if type(flag) in (int, bool) and flag in (0, 1):
        return bool(flag)
    raise RecordError("crowd-flag", f"its iscrowd is {shown(flag)}")
