"""Brightness, contrast and saturation."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.config.catalogue.augmentation_options import ColourOptions
from segscope.data.sample import Picture
from segscope.engine.class_set import LabelMap
from segscope.train.augmentations.base import MIDDLE_GREY, AugmentationContext, Draw, fill_colour

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
        factors = np.float32(contrast), np.float32(brightness)
        if picture.dtype == np.uint8:
            recoloured = _spread(np.arange(256, dtype=np.float32), np.float32(MIDDLE_GREY), *factors)[picture]
        else:
            middle = fill_colour(picture).astype(np.float32)
            recoloured = _spread(picture.astype(np.float32), middle, *factors)
        if picture.shape[2] != 3 or self.options.saturation == 0:
            return _to_integers(recoloured, picture.dtype), label_map
        grey: NDArray[np.float32] = (recoloured @ _LUMA)[..., None]
        mixed: NDArray[np.float32] = grey + np.float32(saturation) * (recoloured - grey)
        return _to_integers(mixed, picture.dtype), label_map


def _spread(
    levels: NDArray[np.float32], middle: Any, contrast: np.float32, brightness: np.float32
) -> NDArray[np.float32]:
    spread: NDArray[np.float32] = ((levels - middle) * contrast + middle) * brightness
    return spread


def _to_integers(values: NDArray[np.float32], dtype: np.dtype[Any]) -> Picture:
    rounded: Picture = np.clip(np.rint(values), 0, np.iinfo(dtype).max).astype(dtype)
    return rounded
