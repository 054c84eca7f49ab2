"""Rotation, shear and shift in one resampling."""

import math

import numpy as np

from segscope.config.catalogue.augmentation_options import AffineOptions
from segscope.data.sample import Picture
from segscope.engine.class_set import LabelMap
from segscope.train.augmentations.base import AugmentationContext, Draw
from segscope.train.augmentations.resampling import Affine as Matrix
from segscope.train.augmentations.resampling import warp


class Affine:
    """Turn, lean and shift a sample about its centre, at its own size.

    The picture is resampled bilinearly, labels take the source pixel under the centre of each pixel, and
    what lies outside is grey and ignored: with the usual libraries it would be the class 0.

    Args:
        options: Ranges of angles and shift.
        context: Says the ignore value.
    """

    def __init__(self, options: AffineOptions, context: AugmentationContext) -> None:
        self.options = options
        self.ignore = context.class_set.ignore

    def __call__(self, picture: Picture, label_map: LabelMap, draw: Draw) -> tuple[Picture, LabelMap]:
        """Give the warped sample, or the sample itself."""
        options, rng = self.options, draw.rng
        if rng.random() >= options.probability:
            return picture, label_map
        height, width = label_map.shape
        angle = math.radians(rng.uniform(-options.rotate, options.rotate))
        lean = math.radians(rng.uniform(-options.shear, options.shear))
        right = rng.uniform(-options.translate, options.translate) * width
        down = rng.uniform(-options.translate, options.translate) * height
        matrix = about_centre(angle, lean, (right, down), (height, width))
        return warp(picture, label_map, matrix, self.ignore)


def about_centre(angle: float, lean: float, shift: tuple[float, float], size: tuple[int, int]) -> Matrix:
    """Give the way from points of the output to points of the source.

    Args:
        angle: By which the source is turned, clockwise as it is seen, in radians.
        lean: By which its upright lines lean, before it is turned, in radians.
        shift: (right, down) in pixels, after it is turned.
        size: (height, width) of the picture.

    Example:
        >>> about_centre(0.0, 0.0, (2.0, 0.0), (4, 6))
        (1.0, 0.0, -2.0, 0.0, 1.0, 0.0)
    """
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    back = np.linalg.inv(turn @ np.array([[1.0, math.tan(lean)], [0.0, 1.0]]))
    centre = np.array([size[1] / 2, size[0] / 2])
    offset = centre - back @ (centre + shift)
    (a, b), (d, e) = back.tolist()
    return a, b, float(offset[0]), d, e, float(offset[1])
