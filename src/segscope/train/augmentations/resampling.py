"""Pictures and label maps at other sizes and angles: pictures bilinear, labels from the nearest pixel.

"Nearest" is the source pixel that the centre of the output pixel falls into. Pictures of any number of
channels, in 8 or 16 bits.
"""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.data.sample import Picture
from segscope.engine.class_set import LabelMap
from segscope.train.augmentations.base import fill_colour

Affine = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): the point (x, y) of the output lies at (ax + by + c, dx + ey + f) of the source;
the first pixel's centre is (0.5, 0.5)."""


def resize_picture(picture: Picture, height: int, width: int) -> Picture:
    """Resize bilinearly, with antialiasing where it shrinks."""
    if picture.shape[:2] == (height, width):
        return picture
    return _by_band(picture, lambda band: band.resize((width, height), Image.Resampling.BILINEAR))


def resize_labels(label_map: LabelMap, height: int, width: int) -> LabelMap:
    """Take the nearest pixel."""
    rows, columns = nearest(label_map.shape[0], height), nearest(label_map.shape[1], width)
    return label_map.take(rows, axis=0).take(columns, axis=1)


def resize_mask(mask: NDArray[np.bool_], height: int, width: int) -> NDArray[np.bool_]:
    """Take the nearest pixel, as :func:`resize_labels` does."""
    rows, columns = nearest(mask.shape[0], height), nearest(mask.shape[1], width)
    return mask.take(rows, axis=0).take(columns, axis=1)


def nearest(source: int, target: int) -> NDArray[np.intp]:
    """Give the source pixel under the centre of each target pixel.

    Example:
        >>> nearest(4, 2).tolist()
        [1, 3]
    """
    return np.minimum(((np.arange(target) + 0.5) * (source / target)).astype(np.intp), source - 1)


def warp(picture: Picture, label_map: LabelMap, to_source: Affine, ignore: int) -> tuple[Picture, LabelMap]:
    """Warp picture and label map at their own size; what lies outside is grey and ignored.

    Args:
        picture: (H, W, C) uint8 or uint16.
        label_map: (H, W).
        to_source: From points of the output to points of the source.
        ignore: Value of ignored pixels.
    """
    height, width = label_map.shape
    a, b, c, d, e, f = to_source
    rows, columns = np.arange(height)[:, None] + 0.5, np.arange(width) + 0.5
    row = np.floor(d * columns + (e * rows + f)).clip(-1, height).astype(np.intp)
    column = np.floor(a * columns + (b * rows + c)).clip(-1, width).astype(np.intp)
    # A rim of ignored pixels around the labels is what lies outside.
    rimmed = np.full((height + 2, width + 2), ignore, dtype=label_map.dtype)
    rimmed[1:-1, 1:-1] = label_map
    labels = rimmed.ravel().take((row + 1) * (width + 2) + (column + 1))
    # A rim of repeated pixels around the picture leaves it to the line below, and not to Pillow's
    # rounding, what is outside.
    padded = cast(Picture, np.pad(picture, ((1, 1), (1, 1), (0, 0)), mode="edge"))
    size, shifted = (width, height), (a, b, c + 1, d, e, f + 1)
    warped = _by_band(
        padded,
        lambda band: band.transform(size, Image.Transform.AFFINE, shifted, Image.Resampling.BILINEAR),
    )
    outside = (row < 0) | (row == height) | (column < 0) | (column == width)
    return with_colour(warped, outside, fill_colour(picture)), labels


def with_colour(picture: Picture, where: NDArray[np.bool_], colour: NDArray[Any]) -> Picture:
    """Give a copy that has one colour at some pixels.

    Args:
        picture: (H, W, C).
        where: (H, W).
        colour: (C,) in the picture's own type.
    """
    filled = picture.copy()
    # Whole pixels by number: a mask that is broadcast over the channels takes ten times as long.
    filled.reshape(-1, picture.shape[2])[np.flatnonzero(where)] = colour
    return filled


def _by_band(picture: Picture, work: Callable[[Image.Image], Image.Image]) -> Picture:
    if picture.dtype == np.uint8 and picture.shape[2] == 3:
        return np.asarray(work(Image.fromarray(picture)))
    bands = [np.asarray(work(_to_image(picture[..., band]))) for band in range(picture.shape[2])]
    stacked = np.stack(bands, axis=-1)
    if stacked.dtype == picture.dtype:
        return stacked
    rounded: Picture = np.rint(stacked).clip(0, np.iinfo(picture.dtype).max).astype(picture.dtype)
    return rounded


def _to_image(band: NDArray[np.integer]) -> Image.Image:
    # Pillow resamples 8 bits and 32-bit floats; the latter hold 16 bits exactly.
    values = band if band.dtype == np.uint8 else band.astype(np.float32)
    return Image.fromarray(np.ascontiguousarray(values))
