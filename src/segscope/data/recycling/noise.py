"""Noise fields: the raw material of every surface and every crumple.

All fields are (H, W) floating arrays in about −1 … 1, made with numpy and Pillow's resampling alone.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Field = NDArray[np.floating[Any]]
Rng = np.random.Generator

_TABLE = 64


def value_noise(rng: Rng, shape: tuple[int, int], cell: float) -> Field:
    """Draw smooth noise whose bumps are about ``cell`` pixels across, in −1 … 1.

    Example:
        >>> field = value_noise(np.random.default_rng(0), (20, 30), cell=8)
        >>> field.shape, bool(abs(field).max() <= 1.5)
        ((20, 30), True)
    """
    height, width = shape
    cell = max(cell, 1.0)
    span = (width / cell, height / cell)
    lattice = rng.random((int(span[1]) + 4, int(span[0]) + 4), dtype=np.float32) * 2 - 1
    x, y = 1 + rng.random(2)
    box = (x, y, x + span[0], y + span[1])
    return np.asarray(Image.fromarray(lattice).resize((width, height), Image.Resampling.BICUBIC, box=box))


def fractal(rng: Rng, shape: tuple[int, int], cell: float, octaves: int = 4, gain: float = 0.55) -> Field:
    """Sum value noise over octaves, each of half the cell and ``gain`` times the strength."""
    total = np.zeros(shape, dtype=np.float32)
    weight, strength = 0.0, 1.0
    for octave in range(octaves):
        total += np.float32(strength) * value_noise(rng, shape, cell / 2**octave)
        weight += strength
        strength *= gain
    return total / np.float32(weight**0.5)


def grain(rng: Rng, shape: tuple[int, int]) -> Field:
    """Draw white noise of deviation 1, one value a pixel."""
    return rng.standard_normal(shape, dtype=np.float32)


def lattice(rng: Rng, x: Field, y: Field) -> Field:
    """Read smooth noise in −1 … 1 at any coordinates; one bump a unit, repeating every 64 units.

    Coordinates that are stretched beforehand give wood grain, fabric and brushed metal.
    """
    table = rng.random(_TABLE * _TABLE, dtype=np.float32) * 2 - 1
    column, row = np.floor(x), np.floor(y)
    fx, fy = (x - column).astype(np.float32), (y - row).astype(np.float32)
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    left = column.astype(np.int32) & (_TABLE - 1)
    right = (left + 1) & (_TABLE - 1)
    top = (row.astype(np.int32) & (_TABLE - 1)) * _TABLE
    bottom = (top + _TABLE) & (_TABLE * _TABLE - 1)
    upper = table[top + left] * (1 - fx) + table[top + right] * fx
    lower = table[bottom + left] * (1 - fx) + table[bottom + right] * fx
    return upper * (1 - fy) + lower * fy


def hashed(rng: Rng, index: Field) -> Field:
    """Give each whole number of ``index`` its own constant value in −1 … 1 (one per plank, tile, word)."""
    table = rng.random(_TABLE * _TABLE, dtype=np.float32) * 2 - 1
    return table[np.floor(index).astype(np.int64) % (_TABLE * _TABLE)]


def triangle(phase: Field) -> Field:
    """Fold a phase into a triangle wave in 0 … 1 with creases at every half."""
    return np.asarray(np.abs((phase % 1.0) * 2 - 1))


def facets(rng: Rng, x: Field, y: Field) -> Field:
    """Read a surface of flat triangles, joined without steps; corners in −1 … 1, one a unit."""
    table = rng.random(_TABLE * _TABLE, dtype=np.float32) * 2 - 1
    column, row = np.floor(x), np.floor(y)
    fx, fy = (x - column).astype(np.float32), (y - row).astype(np.float32)
    left = column.astype(np.int32) & (_TABLE - 1)
    right = (left + 1) & (_TABLE - 1)
    top = (row.astype(np.int32) & (_TABLE - 1)) * _TABLE
    bottom = (top + _TABLE) & (_TABLE * _TABLE - 1)
    one, other = table[top + right], table[bottom + left]
    near = table[top + left] * (1 - fx - fy) + one * fx + other * fy
    far = table[bottom + right] * (fx + fy - 1) + one * (1 - fy) + other * (1 - fx)
    return np.asarray(np.where(fx + fy < 1, near, far))


def crumple(rng: Rng, x: Field, y: Field, octaves: int = 3, frequency: float = 3.0) -> Field:
    """Draw the height of crumpled sheet: sharp creases between flat facets, large ones and small ones.

    Args:
        rng: Where the creases come from.
        x: Coordinates, one unit being about the sheet's length.
        y: As ``x``.
        octaves: How many sizes of facets overlay, each half as big as the one before.
        frequency: Facets a unit of the coarsest size.

    Returns:
        Heights in about −1 … 1.
    """
    bend_x, bend_y = lattice(rng, x * frequency, y * frequency), lattice(rng, x * frequency, y * frequency)
    height = np.zeros(x.shape, dtype=np.float32)
    for octave in range(octaves):
        angle, pitch = rng.uniform(0, np.pi), frequency * 1.9**octave
        along = (x * np.cos(angle) + y * np.sin(angle)) * pitch + 0.45 * bend_x + 20
        across = (y * np.cos(angle) - x * np.sin(angle)) * pitch * 0.8 + 0.45 * bend_y + 20
        height += facets(rng, along, across) * np.float32(0.55**octave)
    return height * np.float32(0.7)


def blur(field: Field, sigma: float) -> Field:
    """Blur a field of values 0 … 1 with a Gaussian (8-bit precision: for coverage, shadow and light)."""
    if sigma <= 0.05:
        return field
    levels = np.clip(field * 255, 0, 255).astype(np.uint8)
    image = Image.fromarray(levels).filter(ImageFilter.GaussianBlur(sigma))
    return np.asarray(image, dtype=np.float32) / np.float32(255)


def smoothstep(low: Field | float, high: Field | float, value: Field) -> Field:
    """Go from 0 at ``low`` to 1 at ``high`` without a corner; ``low > high`` turns it round."""
    t = np.asarray(np.clip((value - low) / (high - low), 0, 1))
    return np.asarray(t * t * (3 - 2 * t))


def cells(rng: Rng, x: Field, y: Field) -> Field:
    """Give the distance to the nearest of jittered points, one a unit square: beads, pebbles, foam."""
    jitter = rng.random((2, _TABLE * _TABLE), dtype=np.float32)
    column, row = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    left, top = column.astype(np.float32) - x, row.astype(np.float32) - y
    nearest = np.full(x.shape, 9.0, dtype=np.float32)
    for step_y in (-1, 0, 1):
        for step_x in (-1, 0, 1):
            cell = ((row + step_y) & (_TABLE - 1)) * _TABLE + ((column + step_x) & (_TABLE - 1))
            away_x, away_y = left + (jitter[0][cell] + step_x), top + (jitter[1][cell] + step_y)
            nearest = np.minimum(nearest, away_x * away_x + away_y * away_y)
    return np.sqrt(nearest)
