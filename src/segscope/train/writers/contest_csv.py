"""The submission of the recycling contest: 256×256 class ids a picture, in one row."""

import csv
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segscope.config.catalogue.outputs import ContestCsvOptions
from segscope.data.coco import CocoIds
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.train.writers.base import Confidence, growing_file, picture_id

FILE_NAME = "submission.csv"
COLUMNS = ("image_id", "PredictionString")
FileIds = NDArray[np.uint8] | NDArray[np.uint16]


class ContestCsv:
    """Writes ``submission.csv``: ``image_id`` (path with ending) and ``PredictionString`` (ids, row by row).

    Args:
        out: The folder; made where it is missing.
        class_set: The classes; the file's ids are those of the class file.
        options: Size of the resized label map.
        ids: Not needed: these files name pictures by their path.
    """

    def __init__(
        self, out: Path, class_set: ClassSet, options: ContestCsvOptions, ids: CocoIds | None = None
    ) -> None:
        del ids
        self.path = out / FILE_NAME
        self.class_set = class_set
        self.size = (options.height, options.width)
        self._files = ExitStack()

    def __enter__(self) -> "ContestCsv":
        stream = self._files.enter_context(growing_file(self.path))
        self._rows = csv.writer(stream, lineterminator="\n")
        self._rows.writerow(COLUMNS)
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Give the file its name, or remove it where an error ended the block."""
        self._files.__exit__(kind, *rest)  # type: ignore[arg-type]

    def add(
        self, name: str, picture: Path, label_map: LabelMap, confidence: Confidence | None = None
    ) -> None:
        """Write one row; see :class:`~segscope.train.writers.base.PredictionWriter`."""
        del confidence
        resized = resize_nearest(self.class_set.decode(label_map), *self.size)
        self._rows.writerow((picture_id(name, picture), " ".join(map(str, resized.ravel().tolist()))))


def resize_nearest(file_ids: FileIds, height: int, width: int) -> FileIds:
    """Resize as OpenCV's ``INTER_NEAREST`` does, which the contest's own script used.

    Row ``i`` of the result is row ``floor(i · H / height)``: at half the size, every second pixel. OpenCV
    multiplies by a rounded quotient, so that at some sizes (such as 186 of 256) a whole ``i · H / height``
    becomes the row before.

    Example:
        >>> resize_nearest(np.arange(16, dtype=np.uint8).reshape(4, 4), 2, 2).tolist()
        [[0, 2], [8, 10]]
    """
    rows = _source_places(file_ids.shape[0], height)
    columns = _source_places(file_ids.shape[1], width)
    resized: FileIds = file_ids[rows[:, None], columns[None, :]]
    return resized


def _source_places(side: int, wanted: int) -> NDArray[np.intp]:
    step = 1 / (wanted / side)  # not side / wanted: the last bit counts
    places: NDArray[np.intp] = np.minimum(np.floor(np.arange(wanted) * step), side - 1).astype(np.intp)
    return places
