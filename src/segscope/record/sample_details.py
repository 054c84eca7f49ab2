"""What is counted of each sample beside its pixels: its objects, and how reliable its confidences are."""

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.object_tables import ObjectTables
from segscope.engine.objects import ImageObjects, list_objects
from segscope.engine.reliability import Reliability, count_reliability
from segscope.store import ValidationWriter

MOST_CLASSES = 1000
"""With more, a table of every class and confidence would outgrow the pictures that it is counted from."""


class SampleDetails:
    """Collects the details of one validation's samples, from several threads.

    Args:
        class_set: The classes.
    """

    def __init__(self, class_set: ClassSet) -> None:
        self._class_set = class_set
        self._objects: dict[str, ImageObjects] = {}
        self._reliability: Reliability | None = None
        self._lock = threading.Lock()

    def add(
        self,
        sample_id: str,
        ground_truth: LabelMap,
        prediction: LabelMap,
        confidence: NDArray[np.uint8] | None,
    ) -> None:
        """Count one sample; its label maps have been checked."""
        classes, ignore = self._class_set.num_classes, self._class_set.ignore
        self._objects[sample_id] = list_objects(
            ground_truth, prediction, confidence, num_classes=classes, ignore=ignore
        )
        if confidence is None or classes > MOST_CLASSES:
            return
        counted = count_reliability(ground_truth, prediction, confidence, num_classes=classes, ignore=ignore)
        with self._lock:
            self._reliability = counted if self._reliability is None else self._reliability + counted

    def write(self, writer: ValidationWriter, sample_ids: Sequence[str]) -> None:
        """Keep the details of all samples, in the order given."""
        objects = [self._objects[sample_id] for sample_id in sample_ids]
        writer.write_objects(ObjectTables.from_objects(sample_ids, self._class_set.num_classes, objects))
        if self._reliability is not None:
            writer.write_reliability(self._reliability)
