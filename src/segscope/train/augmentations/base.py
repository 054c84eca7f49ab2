"""What an augmentation of single samples is, and what it may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from segscope.data.sample import Dataset, Picture, Sample
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.train.unknown.subclasses import Subclasses

MIDDLE_GREY = 128


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
        subclasses: Which of the classes are parts of one, where one is trained in parts.
    """

    class_set: ClassSet
    class_pixels: tuple[int, ...]
    dataset: Dataset
    samples: Sequence[Sample]
    subclasses: Subclasses | None = None

    def parts_of(self, class_index: int) -> tuple[int, ...]:
        """Give the labels of a class: its own index, or those of its parts."""
        if self.subclasses is None or class_index != self.subclasses.parent:
            return (class_index,)
        return self.subclasses.outputs


class Augmentation(Protocol):
    """Changes one sample; picture and label map move together."""

    def __call__(self, picture: Picture, label_map: LabelMap, draw: Draw) -> tuple[Picture, LabelMap]:
        """Give the changed (H, W, C) picture and (H, W) label map; the inputs stay unchanged."""


def fill_colour(picture: Picture) -> NDArray[Any]:
    """Give the colour that stands for "nothing is seen here", and about which contrast is spread.

    In 8 bits it is the middle grey 128: the mean of pictures that are normalised with mean 0.5, as the
    default encoder's are, and close to that of most others; black would be a colour that the encoder
    reads as something dark. Of 16 bits cameras and satellites fill a small part, in which the middle may
    be brighter than anything they ever give: there it is the picture's own mean, channel by channel.

    Returns:
        (C,) in the picture's own type.

    Example:
        >>> fill_colour(np.array([[[100, 7], [300, 9]]], dtype=np.uint16)).tolist()
        [200, 8]
    """
    if picture.dtype == np.uint8:
        return np.full(picture.shape[2], MIDDLE_GREY, np.uint8)
    mean: NDArray[Any] = np.rint(picture.mean(axis=(0, 1))).astype(picture.dtype)
    return mean
