"""Brightness, contrast and saturation."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.config.catalogue.augmentation_options import ColourOptions
from segscope.data.sample import Picture
from segscope.engine.class_set import LabelMap
from segscope.train.augmentations.base import AugmentationContext, Draw, fill_level

_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)


class ColourJitter:
    """Draw a factor for each of brightness, contrast and saturation; labels stay as they are.

    Args:
        options: Half-widths of the factors around 1.
        context: Not needed; every augmentation takes it.
    """

    def __init__(self, options: ColourOptions, context: AugmentationContext) -> None:
        del context
        self.options = options

    def __call__(self, picture: Picture, label_map: LabelMap, draw: Draw) -> tuple[Picture, LabelMap]:
        """Give the recoloured picture; saturation changes three-channel pictures alone."""
        widths = (self.options.brightness, self.options.contrast, self.options.saturation)
        brightness, contrast, saturation = (1 + draw.rng.uniform(-width, width) for width in widths)
        middle = np.float32(fill_level(picture.dtype))
        levels = np.arange(np.iinfo(picture.dtype).max + 1, dtype=np.float32)
        levels = ((levels - middle) * np.float32(contrast) + middle) * np.float32(brightness)
        if picture.shape[2] != 3 or self.options.saturation == 0:
            return _to_integers(levels, picture.dtype)[picture], label_map
        recoloured = levels[picture]
        grey: NDArray[np.float32] = (recoloured @ _LUMA)[..., None]
        mixed: NDArray[np.float32] = grey + np.float32(saturation) * (recoloured - grey)
        return _to_integers(mixed, picture.dtype), label_map


def _to_integers(values: NDArray[np.float32], dtype: np.dtype[Any]) -> Picture:
    rounded: Picture = np.clip(np.rint(values), 0, np.iinfo(dtype).max).astype(dtype)
    return rounded
