"""A random zoom and a random square crop, in one resampling."""

import math

import numpy as np
from numpy.typing import NDArray

from segscope.config.catalogue.augmentation_options import ScaleCropOptions
from segscope.data.sample import Picture
from segscope.engine.class_set import LabelMap
from segscope.errors import ConfigError
from segscope.train.augmentations.base import AugmentationContext, Draw, fill_colour
from segscope.train.augmentations.resampling import resize_labels, resize_picture


class ScaleCrop:
    """Zoom by a factor drawn evenly on a log scale, cut a square of ``size``.

    The picture is resampled bilinearly (with antialiasing when it shrinks), the label map takes its
    nearest pixel. Where the crop is larger than the zoomed picture, the picture is placed at random
    in it, the rest is grey and ignored.

    With ``rare``, some crops are centred on a pixel of a class, as far as the picture reaches: the class
    is drawn among those of the picture, in proportion to one over its pixels in the training split, or
    evenly among those that are named.

    Args:
        options: Size and range of the zoom, and how often a rare class is looked for.
        context: Says the ignore value, the classes and their pixels.

    Raises:
        ConfigError: ``rare_classes`` names no class, or one that the training split does not show.
    """

    def __init__(self, options: ScaleCropOptions, context: AugmentationContext) -> None:
        self.size = options.size
        self.log_range = (math.log(options.min_scale), math.log(options.max_scale))
        self.ignore = context.class_set.ignore
        self.rare = options.rare
        self.class_shares = _class_shares(options.rare_classes, context)

    def __call__(self, picture: Picture, label_map: LabelMap, draw: Draw) -> tuple[Picture, LabelMap]:
        """Give a (size, size, C) picture and a (size, size) label map."""
        rng = draw.rng
        scale = math.exp(rng.uniform(*self.log_range))
        row, column = self._centre(label_map, rng)
        top, rows = _window(picture.shape[0], self.size, scale, row, rng)
        left, columns = _window(picture.shape[1], self.size, scale, column, rng)
        height, width = rows.stop - rows.start, columns.stop - columns.start
        canvas = np.empty((self.size, self.size, picture.shape[2]), dtype=picture.dtype)
        canvas[:] = fill_colour(picture)
        labels = np.full((self.size, self.size), self.ignore, dtype=label_map.dtype)
        canvas[rows, columns] = resize_picture(picture[top, left], height, width)
        labels[rows, columns] = resize_labels(label_map[top, left], height, width)
        return canvas, labels

    def _centre(self, label_map: LabelMap, rng: np.random.Generator) -> tuple[int | None, int | None]:
        """Draw a pixel of a class; none where the crop may lie anywhere."""
        if self.rare == 0 or rng.random() >= self.rare:
            return None, None
        known = len(self.class_shares)
        present = np.bincount(label_map.ravel(), minlength=known)[:known] > 0
        shares = self.class_shares * present
        if not shares.any():
            return None, None
        chosen = rng.choice(known, p=shares / shares.sum())
        places = np.flatnonzero(label_map == chosen)
        row, column = divmod(int(rng.choice(places)), label_map.shape[1])
        return row, column


def _class_shares(names: tuple[str, ...], context: AugmentationContext) -> NDArray[np.float64]:
    """Give (K,) how likely each class is to be looked for, up to a factor."""
    shares = np.zeros(context.class_set.num_classes)
    pixels = np.array(context.class_pixels, dtype=np.float64)
    if names:
        for name in names:
            parts = list(context.parts_of(context.class_set.index(name)))
            if pixels.any() and not pixels[parts].any():
                raise ConfigError(
                    f"augment: scale-crop looks for {name}, which no picture of the training split shows: "
                    "take it out of rare_classes."
                )
            shares[parts] = 1
        return shares
    return np.divide(1, pixels, out=shares, where=pixels > 0)


def _window(
    length: int, size: int, scale: float, centre: int | None, rng: np.random.Generator
) -> tuple[slice, slice]:
    """Along one axis: the source pixels to take and where they go in the crop."""
    wanted = max(round(size / scale), 1)
    if wanted <= length:
        last = length - wanted
        start = int(rng.integers(last + 1)) if centre is None else min(max(centre - wanted // 2, 0), last)
        return slice(start, start + wanted), slice(0, size)
    covered = max(min(round(length * scale), size), 1)
    offset = int(rng.integers(size - covered + 1))
    return slice(0, length), slice(offset, offset + covered)
