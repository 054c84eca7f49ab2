"""COCO data sets: polygons and run-length encodings read as label maps.

One file a noun: ``layout`` (which files, which split), ``json_file``, ``categories``, ``images``,
``annotations`` with ``polygons`` and ``rle`` (everything checked before anything is drawn),
``painting`` (overlaps), ``dataset``.
"""

from segscope.data.coco.dataset import CocoDataset
from segscope.data.coco.ids import CocoIds, ids_of
from segscope.data.coco.layout import is_coco
from segscope.data.coco.opening import open_coco
from segscope.data.coco.options import Crowd, Overlap

__all__ = ["CocoDataset", "CocoIds", "Crowd", "Overlap", "ids_of", "is_coco", "open_coco"]
