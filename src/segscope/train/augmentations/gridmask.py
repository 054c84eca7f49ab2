"""A turned grid of square holes."""

import math

import numpy as np
from numpy.typing import NDArray

from segscope.config.catalogue.augmentation_options import GridMaskOptions
from segscope.data.sample import Picture
from segscope.engine.class_set import LabelMap
from segscope.train.augmentations.base import AugmentationContext, Draw
from segscope.train.augmentations.holes import dig


class GridMask:
    """Hide one square in each unit of a grid, whose size, place and angle are drawn.

    After Chen et al., "GridMask data augmentation", 2020, in the form of the official training: the
    square's side is (1 - ratio) of the unit's, and the probability climbs with the epochs. Units are
    shares of the picture's shorter side: the paper's 96 … 224 of 224 pixels are 0.43 … 1. Lengths and
    angles are continuous, where the official code rounds to whole pixels and degrees.

    Args:
        options: Grid, probability and its ramp, and what becomes of the labels below.
        context: Says the ignore value.
    """

    def __init__(self, options: GridMaskOptions, context: AugmentationContext) -> None:
        self.options = options
        self.ignore = context.class_set.ignore

    def __call__(self, picture: Picture, label_map: LabelMap, draw: Draw) -> tuple[Picture, LabelMap]:
        """Give the masked sample, or the sample itself."""
        options, rng = self.options, draw.rng
        if rng.random() >= options.probability * self._climbed(draw.progress):
            return picture, label_map
        height, width = label_map.shape
        unit = min(height, width) * rng.uniform(options.min_unit, options.max_unit)
        offset = (rng.uniform(0, unit), rng.uniform(0, unit))
        angle = math.radians(rng.uniform(0, options.rotate))
        holes = grid_holes((height, width), unit, options.ratio, offset, angle)
        return dig(picture, label_map, holes, options.label, self.ignore)

    def _climbed(self, progress: float) -> float:
        return min(progress / self.options.ramp, 1.0) if self.options.ramp > 0 else 1.0


def grid_holes(
    size: tuple[int, int], unit: float, ratio: float, offset: tuple[float, float], angle: float
) -> NDArray[np.bool_]:
    """Give (height, width) True in the holes of a grid.

    Args:
        size: (height, width) in pixels.
        unit: Side of a grid unit, in pixels.
        ratio: Part of its side that is kept, at its upper left.
        offset: (down, right) of the grid from the picture's centre, in pixels.
        angle: By which it is turned about the centre, in radians.

    Example:
        >>> grid_holes((1, 8), 4, 0.5, (-2, 0), 0)[0].astype(int).tolist()
        [0, 0, 1, 1, 0, 0, 1, 1]
    """
    down = ((np.arange(size[0]) + 0.5 - size[0] / 2) / unit)[:, None]
    right = (np.arange(size[1]) + 0.5 - size[1] / 2) / unit
    sine, cosine = math.sin(angle), math.cos(angle)
    in_column = _fraction(right * cosine + (down * sine - offset[1] / unit)) >= ratio
    in_row = _fraction(down * cosine - (right * sine + offset[0] / unit)) >= ratio
    holes: NDArray[np.bool_] = in_column & in_row
    return holes


def _fraction(values: NDArray[np.float64]) -> NDArray[np.float64]:
    # A tenth of the time of the remainder operator.
    return values - np.floor(values)
