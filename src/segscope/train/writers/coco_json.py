"""Predictions as a COCO annotation file with compressed run-length encodings."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from segscope.config.catalogue.outputs import CocoJsonOptions
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.components import label_components
from segscope.files.atomic import write_atomic
from segscope.store import strict_json
from segscope.train.writers.base import make_folder, picture_id

FILE_NAME = "predictions.json"


class CocoJson:
    """Writes ``predictions.json``: pictures, categories (the class file's ids), and a mask an annotation.

    Args:
        out: The folder; made where it is missing.
        class_set: The classes.
        options: A mask for each region or each class, and what is left out.
    """

    def __init__(self, out: Path, class_set: ClassSet, options: CocoJsonOptions) -> None:
        self.path = out / FILE_NAME
        self.class_set = class_set
        self.options = options
        self._images: list[dict[str, Any]] = []
        self._annotations: list[dict[str, Any]] = []

    def __enter__(self) -> "CocoJson":
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Write the file, but not where an error ended the block.

        Raises:
            StoreError: It cannot be written.
        """
        if kind is not None:
            return
        make_folder(self.path.parent)
        categories = [
            {"id": class_id, "name": name}
            for class_id, name in zip(self.class_set.ids, self.class_set.names, strict=True)
        ]
        content = {"images": self._images, "annotations": self._annotations, "categories": categories}
        write_atomic(self.path, strict_json.dumps(content).encode())

    def add(self, name: str, picture: Path, label_map: LabelMap) -> None:
        """Take one prediction; see :class:`~segscope.train.writers.base.PredictionWriter`."""
        image_id = len(self._images) + 1
        height, width = label_map.shape
        self._images.append(
            {"id": image_id, "file_name": picture_id(name, picture), "height": height, "width": width}
        )
        regions = label_components(label_map) if self.options.per_component else label_map
        for index, counts in region_runs(label_map, regions):
            background = index == self.class_set.background and not self.options.background
            area = sum(counts[1::2])
            if background or index >= self.class_set.num_classes or area < self.options.min_pixels:
                continue
            encoded = coco_mask.frPyObjects({"counts": counts, "size": [height, width]}, height, width)
            self._annotations.append(
                {
                    "id": len(self._annotations) + 1,
                    "image_id": image_id,
                    "category_id": self.class_set.ids[index],
                    "segmentation": {"size": [height, width], "counts": encoded["counts"].decode("ascii")},
                    "area": area,
                    "bbox": [float(side) for side in coco_mask.toBbox(encoded)],
                    "iscrowd": 0,
                }
            )


def region_runs(label_map: LabelMap, regions: NDArray[np.integer[Any]]) -> list[tuple[int, list[int]]]:
    """Give (class index, run lengths outside and inside in turn) of each region, down the columns.

    All regions are encoded in one pass, so that the cost does not grow with their number.

    Args:
        label_map: (H, W) class indices.
        regions: (H, W) numbers; pixels of one number have one class.

    Example:
        >>> label_map = np.array([[0, 1], [0, 1]], dtype=np.uint8)
        >>> region_runs(label_map, label_map)
        [(0, [0, 2, 2]), (1, [2, 2])]
    """
    flat = regions.ravel(order="F")
    starts = np.flatnonzero(np.concatenate([[True], flat[1:] != flat[:-1]]))
    ends = np.append(starts[1:], flat.size)
    order = np.argsort(flat[starts], kind="stable")
    numbers = flat[starts][order]
    firsts = np.flatnonzero(np.concatenate([[True], numbers[1:] != numbers[:-1]]))
    classes = label_map.ravel(order="F")[starts[order][firsts]]
    found = []
    for index, members in zip(classes.tolist(), np.split(order, firsts[1:]), strict=True):
        edges = np.stack([starts[members], ends[members]], axis=1).ravel()
        counts = np.diff(edges, prepend=0).tolist()
        outside = flat.size - int(edges[-1])
        found.append((index, [*counts, outside] if outside else counts))
    return found
