"""What an augmentation of single samples is, and what it may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from segscope.data.sample import Dataset, Picture, Sample
from segscope.engine.class_set import ClassSet, LabelMap


@dataclass(frozen=True, slots=True)
class Draw:
    """What one application of an augmentation is drawn from.

    Attributes:
        rng: Everything random is drawn from it; it depends on seed, epoch and the sample's position
            alone, whatever the workers do.
        progress: Share of the training that was done when the epoch began, 0 … 1.
    """

    rng: np.random.Generator
    progress: float = 0.0


@dataclass(frozen=True, slots=True)
class AugmentationContext:
    """What an augmentation may know of the run's data: the training split, and nothing else.

    Attributes:
        class_set: Names, roles and the ignore value.
        class_pixels: (K,) pixels of each class in the training split; zeros where not counted.
        dataset: Where samples are read from.
        samples: The training split.
    """

    class_set: ClassSet
    class_pixels: tuple[int, ...]
    dataset: Dataset
    samples: Sequence[Sample]


class Augmentation(Protocol):
    """Changes one sample; picture and label map move together."""

    def __call__(self, picture: Picture, label_map: LabelMap, draw: Draw) -> tuple[Picture, LabelMap]:
        """Give the changed (H, W, C) picture and (H, W) label map; the inputs stay unchanged."""


def fill_level(dtype: np.dtype[Any]) -> int:
    """Give the middle grey that stands for "nothing is seen here": 128 of 8 bits, 32768 of 16.

    It is the mean of pictures that are normalised with mean 0.5, as the default encoder's are, and close
    to that of most others; black would be a colour that the encoder reads as something dark.

    Example:
        >>> fill_level(np.dtype(np.uint8))
        128
    """
    return int(np.iinfo(dtype).max) // 2 + 1
