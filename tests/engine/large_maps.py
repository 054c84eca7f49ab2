"""A scene of any size whose every count is known before it is drawn.

A grid of squares, one object each. By turns an object is found, missed, called another class, or found a
little too low. Run in a process of its own, so that the peak of its memory is that of the count alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segscope.engine import count, list_objects
from segscope.engine.image_counts import ImageCounts
from segscope.engine.objects import ImageObjects

Map = NDArray[np.uint8]
CELLS = 16
CLASSES = 12
IGNORE = 255
SURE = 200
FATES = ("found", "missed", "called another", "too low")


@dataclass(frozen=True)
class Square:
    """One object.

    Attributes:
        class_index: What it is.
        predicted_class: What the prediction calls it; 0, the background, where it is missed.
        fate: One of :data:`FATES`.
        top: Its first row.
        left: Its first column.
    """

    class_index: int
    predicted_class: int
    fate: str
    top: int
    left: int


@dataclass(frozen=True)
class LargeScene:
    """A square picture, its side a multiple of 1024 pixels."""

    side: int

    @property
    def square(self) -> int:
        """Side of an object in pixels."""
        return self.side // CELLS // 2

    @property
    def shift(self) -> int:
        """How much too low an object is found: well inside the width of boundary errors."""
        return self.side // 1024

    @property
    def ignored_columns(self) -> int:
        """How wide the ignored strip at the right is; it meets no object."""
        return self.square // 4

    def squares(self) -> Iterator[Square]:
        """Say what lies where."""
        for row in range(CELLS):
            for column in range(CELLS):
                index = 1 + (row * CELLS + column) % (CLASSES - 1)
                fate = FATES[(row + 3 * column) % len(FATES)]
                predicted = {"missed": 0, "called another": 1 + index % (CLASSES - 1)}.get(fate, index)
                top, left = (number * 2 * self.square + self.square // 2 for number in (row, column))
                yield Square(index, predicted, fate, top, left)

    def draw(self) -> tuple[Map, Map]:
        """Draw ground truth and prediction, every page of them in memory."""
        truth, prediction = (np.full((self.side, self.side), 0, np.uint8) for _ in range(2))
        for one in self.squares():
            low = self.shift if one.fate == "too low" else 0
            columns = slice(one.left, one.left + self.square)
            truth[one.top : one.top + self.square, columns] = one.class_index
            prediction[one.top + low : one.top + low + self.square, columns] = one.predicted_class
        truth[:, -self.ignored_columns :] = IGNORE
        return truth, prediction


@dataclass(frozen=True)
class Counted:
    """What a process counted.

    Attributes:
        counts: Of the pair.
        objects: Of the pair, with a confidence of :data:`SURE` everywhere.
        confusion: (CLASSES, CLASSES), by numpy in strips of rows.
        peak: Most memory that the process ever held, over what it held without the maps, in bytes.
    """

    counts: ImageCounts
    objects: ImageObjects
    confusion: NDArray[np.int64]
    peak: int


def count_scene(side: int) -> Counted:
    """Draw and count a scene."""
    before = _peak_memory()
    truth, prediction = LargeScene(side).draw()
    sure = np.broadcast_to(np.uint8(SURE), truth.shape)  # takes no memory
    counts = count(truth, prediction, num_classes=CLASSES, ignore=IGNORE)
    objects = list_objects(truth, prediction, sure, num_classes=CLASSES, ignore=IGNORE)
    peak = _peak_memory() - before
    return Counted(counts, objects, _confusion_in_strips(truth, prediction), peak)


def _confusion_in_strips(truth: Map, prediction: Map) -> NDArray[np.int64]:
    table = np.zeros(16 * 16, dtype=np.int64)
    for start in range(0, len(truth), 256):
        strips = (one[start : start + 256].ravel() for one in (truth, prediction))
        codes = np.ravel_multi_index(tuple(np.minimum(strip, 15) for strip in strips), (16, 16))
        table += np.bincount(codes, minlength=len(table))
    return table.reshape(16, 16)[:CLASSES, :CLASSES]


def _peak_memory() -> int:
    """Give the peak of the process's resident memory in bytes, as Linux tells it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
