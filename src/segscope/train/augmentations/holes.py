"""Holes in a sample: grey pixels, whose labels are ignored or stay."""

import numpy as np
from numpy.typing import NDArray

from segscope.config.catalogue.augmentation_options import HoleLabel
from segscope.data.sample import Picture
from segscope.engine.class_set import LabelMap
from segscope.train.augmentations.base import fill_colour
from segscope.train.augmentations.resampling import with_colour


def dig(
    picture: Picture, label_map: LabelMap, holes: NDArray[np.bool_], label: HoleLabel, ignore: int
) -> tuple[Picture, LabelMap]:
    """Give the sample with its holes, in new arrays.

    Args:
        picture: (H, W, C).
        label_map: (H, W).
        holes: (H, W), True where nothing is to be seen.
        label: What becomes of the labels there.
        ignore: Value of ignored pixels.
    """
    hidden = with_colour(picture, holes, fill_colour(picture))
    if label == "keep":
        return hidden, label_map
    return hidden, np.where(holes, label_map.dtype.type(ignore), label_map)
