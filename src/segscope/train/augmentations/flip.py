"""Mirror images."""

import numpy as np

from segscope.config.catalogue.augmentation_options import FlipOptions
from segscope.data.sample import Picture
from segscope.engine.class_set import LabelMap
from segscope.train.augmentations.base import AugmentationContext, Draw


class Flip:
    """Mirror picture and label map, each axis with its own probability.

    Args:
        options: The probabilities.
        context: Not needed; every augmentation takes it.
    """

    def __init__(self, options: FlipOptions, context: AugmentationContext) -> None:
        del context
        self.probabilities = (options.vertical, options.horizontal)

    def __call__(self, picture: Picture, label_map: LabelMap, draw: Draw) -> tuple[Picture, LabelMap]:
        """Give the sample, mirrored or not."""
        for axis, probability in enumerate(self.probabilities):
            if draw.rng.random() < probability:
                picture, label_map = np.flip(picture, axis), np.flip(label_map, axis)
        return picture, label_map
