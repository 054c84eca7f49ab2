"""What is counted of each sample beside its pixels: its objects, and how reliable its confidences are."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.objects import list_objects
from segscope.engine.reliability import Reliability, count_reliability
from segscope.store import ValidationWriter
from segscope.store.object_files import ObjectsFile

MOST_CLASSES = 1000
"""With more, a table of every class and confidence would outgrow the pictures that it is counted from."""


class SampleDetails:
    """Collects the details of one validation's samples, from several threads.

    Args:
        class_set: The classes.
        objects_path: The file that the objects are written to as they come.
    """

    def __init__(self, class_set: ClassSet, objects_path: Path) -> None:
        self._class_set = class_set
        self._objects = ObjectsFile(objects_path)
        self._reliability: Reliability | None = None
        self._lock = threading.Lock()

    def add(
        self,
        sample_id: str,
        ground_truth: LabelMap,
        prediction: LabelMap,
        confidence: NDArray[np.uint8] | None,
    ) -> None:
        """Count one sample; its label maps have been checked.

        Raises:
            StoreError: The file of objects cannot be written.
        """
        classes, ignore = self._class_set.num_classes, self._class_set.ignore
        self._objects.add(
            sample_id, list_objects(ground_truth, prediction, confidence, num_classes=classes, ignore=ignore)
        )
        if confidence is None or classes > MOST_CLASSES:
            return
        counted = count_reliability(ground_truth, prediction, confidence, num_classes=classes, ignore=ignore)
        with self._lock:
            self._reliability = counted if self._reliability is None else self._reliability + counted

    def close(self, sample_ids: Sequence[str]) -> None:
        """End the file of objects; no sample comes after.

        Args:
            sample_ids: All samples, in the order of the split.

        Raises:
            StoreError: The file cannot be written.
        """
        self._objects.close(sample_ids, self._class_set.num_classes)

    def keep(self, writer: ValidationWriter) -> None:
        """Put what was collected where a validation keeps it.

        Raises:
            StoreError: A file cannot be written.
        """
        if self._objects.path != writer.objects_path:
            self._objects.path.replace(writer.objects_path)
        if self._reliability is not None:
            writer.write_reliability(self._reliability)

    def abandon(self) -> None:
        """Let go of the file of objects."""
        self._objects.abandon()
