"""Kaggle's run-length table: one row for each picture and class."""

import csv
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segscope.config.catalogue.outputs import KaggleRleOptions
from segscope.data.coco import CocoIds
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.train.writers.base import Confidence, growing_file, picture_id

FILE_NAME = "kaggle-rle.csv"
COLUMNS = ("ImageId", "ClassId", "EncodedPixels")


class KaggleRle:
    """Writes ``kaggle-rle.csv``: picture, class id, and the class's runs.

    Args:
        out: The folder; made where it is missing.
        class_set: The classes; the file's ids are those of the class file.
        options: Which rows are written.
        ids: Not needed: these files name pictures by their path.
    """

    def __init__(
        self, out: Path, class_set: ClassSet, options: KaggleRleOptions, ids: CocoIds | None = None
    ) -> None:
        del ids
        self.path = out / FILE_NAME
        self.class_set = class_set
        self.options = options
        self._files = ExitStack()

    def __enter__(self) -> "KaggleRle":
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
        """Write a row a class; see :class:`~segscope.train.writers.base.PredictionWriter`."""
        del confidence
        for index, class_id in enumerate(self.class_set.ids):
            if index == self.class_set.background and not self.options.background:
                continue
            text = encode_runs(label_map == index)
            if text or self.options.empty_rows:
                self._rows.writerow((picture_id(name, picture), class_id, text))


def encode_runs(mask: NDArray[np.bool_]) -> str:
    """Encode a mask as pairs of start and length, down the columns from the left, counted from 1.

    Args:
        mask: (H, W) bool.

    Example:
        >>> encode_runs(np.array([[1, 0, 1], [1, 0, 0]], dtype=bool))
        '1 2 5 1'
    """
    inside = np.concatenate([[False], mask.ravel(order="F"), [False]])
    changes = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = changes[::2], changes[1::2]
    pairs = np.stack([starts + 1, ends - starts], axis=1)
    return " ".join(map(str, pairs.ravel().tolist()))
