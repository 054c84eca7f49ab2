"""Pairs of label maps for benchmarks: drawn by seeded code, with the errors that real models make."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IGNORE = 255
Floats = NDArray[np.float32]
LabelMap = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Shape:
    """Size of the pictures and number of classes of a benchmark set.

    ``cell`` is the size of the regions and ``shift`` how far the prediction's borders are off, both in
    pixels: chosen so that 2 % of CamVid-like pixels and 0.7 % of Cityscapes-like ones have another label
    to their right, as in the real masks.
    """

    name: str
    height: int
    width: int
    num_classes: int
    cell: int
    shift: float


SHAPES = (
    Shape("A 360x480x11", 360, 480, 11, cell=64, shift=2.0),
    Shape("B 1024x2048x19", 1024, 2048, 19, cell=170, shift=3.0),
    Shape("C 512x512x150", 512, 512, 150, cell=72, shift=2.0),
)


def draw_pair(shape: Shape, seed: int) -> tuple[LabelMap, LabelMap]:
    """Draw a ground truth of wavy regions with some void, and a prediction of it.

    The prediction's borders are shifted by a smooth field of a few pixels; 6 % of its regions are
    relabelled, and blobs of other classes are laid over 5 % of it.
    """
    rng = np.random.default_rng(seed)
    cell = float(shape.cell)
    wave, shift = _field(rng, shape, cell / 3, cell), _field(rng, shape, shape.shift, cell / 2)
    regions = rng.integers(0, shape.num_classes, (64, 64), dtype=np.uint8)
    relabelled = np.where(rng.random(regions.shape) < 0.06, np.roll(regions, 1), regions)
    truth = _sample(regions, wave, cell)
    prediction = _sample(relabelled, wave + shift, cell)
    blobs = rng.integers(0, 20, (64, 64))
    others = rng.integers(0, shape.num_classes, (64, 64), dtype=np.uint8)
    small = cell / 4
    prediction = np.where(_sample(blobs, wave, small) == 0, _sample(others, wave, small), prediction)
    truth = np.where(_sample(rng.integers(0, 25, (64, 64)), wave, cell / 2) == 0, IGNORE, truth)
    return truth.astype(np.uint8), prediction.astype(np.uint8)


def _field(rng: np.random.Generator, shape: Shape, strength: float, scale: float) -> Floats:
    """A smooth random displacement (2, H, W) in pixels, in three octaves."""
    total = np.zeros((2, shape.height, shape.width), dtype=np.float32)
    for octave in range(3):
        step = max(scale / 2**octave, 4.0)
        coarse = rng.normal(
            0, strength / 2**octave, (2, int(shape.height / step) + 2, int(shape.width / step) + 2)
        )
        total += _enlarge(coarse.astype(np.float32), shape, step)
    return total


def _enlarge(coarse: Floats, shape: Shape, step: float) -> Floats:
    y, x = np.arange(shape.height) / step, np.arange(shape.width) / step
    top, left = y.astype(int), x.astype(int)
    fy, fx = (y - top)[None, :, None].astype(np.float32), (x - left)[None, None, :].astype(np.float32)
    rows = coarse[:, top] * (1 - fy) + coarse[:, top + 1] * fy
    enlarged: Floats = rows[:, :, left] * (1 - fx) + rows[:, :, left + 1] * fx
    return enlarged


def _sample(regions: NDArray[np.generic], wave: Floats, cell: float) -> NDArray[np.generic]:
    """Look up the region of each pixel after its displacement."""
    height, width = wave.shape[1:]
    y = ((np.arange(height, dtype=np.float32)[:, None] + wave[0]) / cell).astype(int) + 8
    x = ((np.arange(width, dtype=np.float32)[None, :] + wave[1]) / cell).astype(int) + 8
    picked: NDArray[np.generic] = regions[np.clip(y, 0, 63), np.clip(x, 0, 63)]
    return picked
