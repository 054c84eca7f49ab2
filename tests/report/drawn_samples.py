"""Random samples for the tests of the pictures."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet
from segscope.report.panel_sample import PanelSample

Pixels = NDArray[np.uint8]
FindPicture = Callable[[Pixels, Pixels], tuple[int, int]]


@dataclass(frozen=True)
class Drawn:
    """Makes random samples: blocks of classes, so that areas are large enough to have a texture."""

    random: np.random.Generator

    def label_map(self, classes: ClassSet, height: int, width: int, block: int = 1) -> NDArray[Any]:
        values = [*range(classes.num_classes), classes.ignore]
        small = self.random.choice(values, (-(-height // block), -(-width // block)))
        return np.kron(small, np.ones((block, block), dtype=np.int64))[:height, :width].astype(classes.dtype)

    def sample(
        self, classes: ClassSet, size: tuple[int, int] = (48, 64), name: str = "a", block: int = 8
    ) -> PanelSample:
        image = self.random.integers(0, 256, (*size, 3), dtype=np.uint8)
        truth, prediction = (self.label_map(classes, *size, block) for _ in range(2))
        return PanelSample(name, image, truth, prediction)


def predicted(sample: PanelSample) -> NDArray[Any]:
    """The prediction of a sample that has one."""
    assert sample.prediction is not None
    return sample.prediction
