"""A random zoom and a random square crop, in one resampling."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.config.catalogue.augmentations import ScaleCropOptions
from segscope.engine.class_set import LabelMap

FILL = 128
"""Grey level of what lies outside the picture."""


class ScaleCrop:
    """Zoom by a factor drawn evenly on a log scale, cut a square of ``size``.

    The picture is resampled bilinearly (with antialiasing when it shrinks), the label map takes its
    nearest pixel. Where the crop is larger than the zoomed picture, the picture is placed at random
    in it, the rest is grey and ignored.

    Args:
        options: Size and range of the zoom.
        ignore: Value of ignored pixels.
    """

    def __init__(self, options: ScaleCropOptions, ignore: int) -> None:
        self.size = options.size
        self.log_range = (math.log(options.min_scale), math.log(options.max_scale))
        self.ignore = ignore

    def __call__(
        self, picture: NDArray[np.uint8], label_map: LabelMap, rng: np.random.Generator
    ) -> tuple[NDArray[np.uint8], LabelMap]:
        """Give a (size, size, C) picture and a (size, size) label map."""
        scale = math.exp(rng.uniform(*self.log_range))
        top, rows = _window(picture.shape[0], self.size, scale, rng)
        left, columns = _window(picture.shape[1], self.size, scale, rng)
        source = (slice(top.start, top.stop), slice(left.start, left.stop))
        height, width = rows.stop - rows.start, columns.stop - columns.start
        canvas = np.full((self.size, self.size, picture.shape[2]), FILL, dtype=np.uint8)
        labels = np.full((self.size, self.size), self.ignore, dtype=label_map.dtype)
        canvas[rows, columns] = _resize_picture(picture[source], height, width)
        labels[rows, columns] = _resize_labels(label_map[source], height, width)
        return canvas, labels


def _window(length: int, size: int, scale: float, rng: np.random.Generator) -> tuple[slice, slice]:
    """Along one axis: the source pixels to take and where they go in the crop."""
    wanted = max(round(size / scale), 1)
    if wanted <= length:
        start = int(rng.integers(length - wanted + 1))
        return slice(start, start + wanted), slice(0, size)
    covered = max(min(round(length * scale), size), 1)
    offset = int(rng.integers(size - covered + 1))
    return slice(0, length), slice(offset, offset + covered)


def _resize_picture(picture: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    if picture.shape[:2] == (height, width):
        return picture
    if picture.shape[2] == 3:
        resized = Image.fromarray(picture).resize((width, height), Image.Resampling.BILINEAR)
        return np.asarray(resized)
    bands = [
        Image.fromarray(np.ascontiguousarray(picture[..., band])).resize(
            (width, height), Image.Resampling.BILINEAR
        )
        for band in range(picture.shape[2])
    ]
    return np.stack([np.asarray(band) for band in bands], axis=-1)


def _resize_labels(label_map: LabelMap, height: int, width: int) -> LabelMap:
    rows = _nearest(label_map.shape[0], height)
    columns = _nearest(label_map.shape[1], width)
    return label_map[rows[:, None], columns]


def _nearest(source: int, target: int) -> NDArray[np.intp]:
    """The source pixel under the centre of each target pixel."""
    return np.minimum(((np.arange(target) + 0.5) * (source / target)).astype(np.intp), source - 1)
