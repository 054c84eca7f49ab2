"""Predictions as a COCO annotation file with compressed run-length encodings."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from segscope.config.catalogue.outputs import CocoJsonOptions
from segscope.data.coco import CocoIds
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.components import label_components
from segscope.files.atomic import write_atomic
from segscope.store import strict_json
from segscope.train.writers.base import Confidence, make_folder, picture_id

FILE_NAME = "predictions.json"
RESULTS_NAME = "results.json"
_RESULT_KEYS = ("image_id", "category_id", "segmentation", "score")
"""What a result holds. No ``bbox``: ``loadRes`` would take its area for that of the mask."""


class CocoJson:
    """Writes ``predictions.json``: pictures, categories, and a mask an annotation with its ``score``.

    The score is the mean confidence of the mask's pixels, 0 to 1: the mean of the probabilities of the class
    that they were given. Where post-processing gave a pixel its class, its confidence is 0.

    Ids are those of the COCO JSON that listed the pictures, categories being matched by name; then there is
    also ``results.json``, the list that pycocotools' ``loadRes`` takes beside that file. Without one,
    pictures are numbered from 1 and categories have the class file's ids.

    Args:
        out: The folder; made where it is missing.
        class_set: The classes.
        options: A mask for each region or each class, and what is left out.
        ids: The ids of the COCO JSON that listed the pictures; None where none did.
    """

    def __init__(
        self, out: Path, class_set: ClassSet, options: CocoJsonOptions, ids: CocoIds | None = None
    ) -> None:
        self.path = out / FILE_NAME
        self.class_set = class_set
        self.options = options
        self.ids = ids
        self.category_ids = class_set.ids if ids is None else ids.of_classes(class_set)
        self._images: list[dict[str, Any]] = []
        self._annotations: list[dict[str, Any]] = []

    def __enter__(self) -> "CocoJson":
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Write the files, but not where an error ended the block.

        Raises:
            StoreError: One cannot be written.
        """
        if kind is not None:
            return
        make_folder(self.path.parent)
        categories = [
            {"id": category_id, "name": name}
            for category_id, name in zip(self.category_ids, self.class_set.names, strict=True)
        ]
        content = {"images": self._images, "annotations": self._annotations, "categories": categories}
        write_atomic(self.path, strict_json.dumps(content).encode())
        if self.ids is not None:
            results = [{key: one[key] for key in _RESULT_KEYS if key in one} for one in self._annotations]
            write_atomic(self.path.with_name(RESULTS_NAME), strict_json.dumps(results).encode())

    def add(
        self, name: str, picture: Path, label_map: LabelMap, confidence: Confidence | None = None
    ) -> None:
        """Take one prediction; see :class:`~segscope.train.writers.base.PredictionWriter`."""
        image_id = len(self._images) + 1 if self.ids is None else self.ids.images[name]
        height, width = label_map.shape
        self._images.append(
            {"id": image_id, "file_name": picture_id(name, picture), "height": height, "width": width}
        )
        regions = label_components(label_map) if self.options.per_component else label_map
        for region in find_regions(label_map, regions, confidence):
            index = region.class_index
            background = index == self.class_set.background and not self.options.background
            area = sum(region.runs[1::2])
            if background or index >= self.class_set.num_classes or area < self.options.min_pixels:
                continue
            encoded = coco_mask.frPyObjects({"counts": region.runs, "size": [height, width]}, height, width)
            annotation = {
                "id": len(self._annotations) + 1,
                "image_id": image_id,
                "category_id": self.category_ids[index],
                "segmentation": {"size": [height, width], "counts": encoded["counts"].decode("ascii")},
                "area": area,
                "bbox": [float(side) for side in coco_mask.toBbox(encoded)],
                "iscrowd": 0,
            }
            if region.confidence is not None:
                annotation["score"] = round(region.confidence / (255 * area), 5)
            self._annotations.append(annotation)


@dataclass(frozen=True, slots=True)
class Region:
    """Pixels of one class that become one annotation.

    Attributes:
        class_index: The class.
        runs: Run lengths outside and inside in turn, down the columns from the left.
        confidence: Sum of the pixels' confidences, 0 … 255 each; None where unknown.
    """

    class_index: int
    runs: list[int]
    confidence: int | None


def find_regions(
    label_map: LabelMap, regions: NDArray[np.integer[Any]], confidence: Confidence | None = None
) -> list[Region]:
    """Give the regions in order of their number.

    All are encoded in one pass, so that the cost does not grow with their number.

    Args:
        label_map: (H, W) class indices.
        regions: (H, W) numbers; pixels of one number have one class.
        confidence: (H, W) uint8.

    Example:
        >>> label_map = np.array([[0, 1], [0, 1]], dtype=np.uint8)
        >>> sure = np.array([[200, 100], [100, 50]], dtype=np.uint8)
        >>> find_regions(label_map, label_map, sure)
        [Region(class_index=0, runs=[0, 2, 2], confidence=300),
         Region(class_index=1, runs=[2, 2], confidence=150)]
    """
    flat = regions.ravel(order="F")
    starts = np.flatnonzero(np.concatenate([[True], flat[1:] != flat[:-1]]))
    ends = np.append(starts[1:], flat.size)
    order = np.argsort(flat[starts], kind="stable")
    numbers = flat[starts][order]
    firsts = np.flatnonzero(np.concatenate([[True], numbers[1:] != numbers[:-1]]))
    classes = label_map.ravel(order="F")[starts[order][firsts]]
    sums = None
    if confidence is not None:
        sums = np.add.reduceat(confidence.ravel(order="F"), starts, dtype=np.int64)
    found = []
    for index, members in zip(classes.tolist(), np.split(order, firsts[1:]), strict=True):
        edges = np.stack([starts[members], ends[members]], axis=1).ravel()
        counts = np.diff(edges, prepend=0).tolist()
        outside = flat.size - int(edges[-1])
        total = None if sums is None else int(sums[members].sum())
        found.append(Region(index, [*counts, outside] if outside else counts, total))
    return found
