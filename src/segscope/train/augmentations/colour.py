"""Brightness, contrast and saturation."""

import numpy as np
from numpy.typing import NDArray

from segscope.config.catalogue.augmentations import ColourOptions
from segscope.engine.class_set import LabelMap

MIDDLE_GREY = np.float32(128)
_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)


class ColourJitter:
    """Draw a factor for each of brightness, contrast and saturation; labels stay as they are.

    Args:
        options: Half-widths of the factors around 1.
        ignore: Not needed; every augmentation takes it.
    """

    def __init__(self, options: ColourOptions, ignore: int) -> None:
        del ignore
        self.options = options

    def __call__(
        self, picture: NDArray[np.uint8], label_map: LabelMap, rng: np.random.Generator
    ) -> tuple[NDArray[np.uint8], LabelMap]:
        """Give the recoloured picture; saturation changes three-channel pictures alone."""
        widths = (self.options.brightness, self.options.contrast, self.options.saturation)
        brightness, contrast, saturation = (1 + rng.uniform(-width, width) for width in widths)
        levels = np.arange(256, dtype=np.float32)
        levels = ((levels - MIDDLE_GREY) * np.float32(contrast) + MIDDLE_GREY) * np.float32(brightness)
        if picture.shape[2] != 3 or self.options.saturation == 0:
            return _to_bytes(levels)[picture], label_map
        recoloured = levels[picture]
        grey: NDArray[np.float32] = (recoloured @ _LUMA)[..., None]
        mixed: NDArray[np.float32] = grey + np.float32(saturation) * (recoloured - grey)
        return _to_bytes(mixed), label_map


def _to_bytes(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
