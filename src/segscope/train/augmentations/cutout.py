"""Square holes."""

import numpy as np

from segscope.config.catalogue.augmentation_options import CutoutOptions
from segscope.data.sample import Picture
from segscope.engine.class_set import LabelMap
from segscope.train.augmentations.base import AugmentationContext, Draw
from segscope.train.augmentations.holes import dig


class Cutout:
    """Hide squares whose centres are drawn evenly, so that a square may reach out of the picture.

    After DeVries & Taylor, "Improved regularization of convolutional neural networks with Cutout", 2017.

    Args:
        options: How many holes, how large, and what becomes of the labels below.
        context: Says the ignore value.
    """

    def __init__(self, options: CutoutOptions, context: AugmentationContext) -> None:
        self.options = options
        self.ignore = context.class_set.ignore

    def __call__(self, picture: Picture, label_map: LabelMap, draw: Draw) -> tuple[Picture, LabelMap]:
        """Give the sample with its holes, or the sample itself."""
        options, rng = self.options, draw.rng
        if rng.random() >= options.probability:
            return picture, label_map
        height, width = label_map.shape
        side = max(round(options.size * min(height, width)), 1)
        holes = np.zeros((height, width), dtype=np.bool_)
        for _ in range(options.holes):
            top, left = int(rng.integers(height)) - side // 2, int(rng.integers(width)) - side // 2
            holes[max(top, 0) : max(top + side, 0), max(left, 0) : max(left + side, 0)] = True
        return dig(picture, label_map, holes, options.label, self.ignore)
