"""Mirror images."""

import numpy as np
from numpy.typing import NDArray

from segscope.config.catalogue.augmentations import FlipOptions
from segscope.engine.class_set import LabelMap


class Flip:
    """Mirror picture and label map, each axis with its own probability.

    Args:
        options: The probabilities.
        ignore: Not needed; every augmentation takes it.
    """

    def __init__(self, options: FlipOptions, ignore: int) -> None:
        del ignore
        self.probabilities = (options.vertical, options.horizontal)

    def __call__(
        self, picture: NDArray[np.uint8], label_map: LabelMap, rng: np.random.Generator
    ) -> tuple[NDArray[np.uint8], LabelMap]:
        """Give the sample, mirrored or not."""
        for axis, probability in enumerate(self.probabilities):
            if rng.random() < probability:
                picture, label_map = np.flip(picture, axis), np.flip(label_map, axis)
        return picture, label_map
