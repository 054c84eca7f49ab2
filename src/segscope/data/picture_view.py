"""How a picture of any channels and bits is shown to people."""

import numpy as np
from numpy.typing import NDArray

from segscope.data.sample import Picture

DARK, BRIGHT = 2.0, 98.0
"""Percentiles of a band that are shown as black and as full light, where it has 16 bits."""


def rgb_view(picture: Picture) -> NDArray[np.uint8]:
    """Give an 8-bit RGB picture to look at.

    One channel is shown grey, two as red and cyan, of more than three the first three. 16-bit bands are
    stretched each from its 2nd to its 98th percentile, since cameras and satellites fill a small part of
    their range; what is shown is then no measure of brightness between pictures.

    Args:
        picture: (H, W, C) uint8 or uint16.

    Returns:
        (H, W, 3) uint8; the picture itself where it is that already.

    Example:
        >>> rgb_view(np.array([[[0], [7000]]], dtype=np.uint16)).tolist()
        [[[0, 0, 0], [255, 255, 255]]]
    """
    channels = picture.shape[2]
    bands = picture[..., {1: [0, 0, 0], 2: [0, 1, 1]}.get(channels, [0, 1, 2])] if channels != 3 else picture
    return _stretched(bands) if bands.dtype != np.uint8 else bands.astype(np.uint8, copy=False)


def _stretched(bands: Picture) -> NDArray[np.uint8]:
    low, high = np.percentile(bands, (DARK, BRIGHT), axis=(0, 1), method="nearest").astype(np.float32)
    width = np.maximum(high - low, 1)
    shown: NDArray[np.uint8] = np.rint(((bands - low) / width).clip(0, 1) * 255).astype(np.uint8)
    return shown
