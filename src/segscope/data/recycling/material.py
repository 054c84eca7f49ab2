"""Materials: colours, prints and relief that several kinds of objects share."""

import colorsys

import numpy as np

from segscope.data.recycling.blueprint import Colours
from segscope.data.recycling.frame import Frame
from segscope.data.recycling.noise import Field, Rng, crumple, hashed, lattice, smoothstep


def rgb(red: float, green: float, blue: float) -> Colours:
    """Give a colour from its channels in 0 … 1."""
    return np.array([red, green, blue], dtype=np.float32)


def hsv(hue: float, saturation: float, value: float) -> Colours:
    """Give an RGB colour from hue (in turns), saturation and value."""
    return np.array(colorsys.hsv_to_rgb(hue % 1.0, saturation, value), dtype=np.float32)


ANY_HUE = (0.0, 0.09, 0.33, 0.56, 0.62, 0.8)


def vivid(rng: Rng, hues: tuple[float, ...] = ANY_HUE) -> Colours:
    """Draw a printing colour as brands use, near one of some hues (in turns)."""
    hue = float(rng.choice(hues)) + rng.uniform(-0.02, 0.02)
    return hsv(hue, rng.uniform(0.55, 0.85), rng.uniform(0.5, 0.85))


def mix(below: Colours, above: Colours, share: Field) -> Colours:
    """Lay a colour over another by a (h, w) share, 0 … 1."""
    weight = np.asarray(share)[..., None]
    return below * (1 - weight) + above * weight


def band(value: Field, low: float, high: float, edge: float) -> Field:
    """Give 1 between ``low`` and ``high``, with edges ``edge`` wide."""
    return smoothstep(low - edge, low + edge, value) * smoothstep(high + edge, high - edge, value)


def round_height(frame: Frame, half_width: Field | float) -> Field:
    """Give the height in pixels of a body of revolution with the given half-width at each pixel."""
    inside = np.maximum(np.asarray(half_width) ** 2 - frame.v**2, 0)
    return np.sqrt(inside) * frame.pose.length


def pillow_height(frame: Frame, share: Field, rise: float) -> Field:
    """Give the height in pixels of a swelling: ``share`` is 0 at its rim and 1 inside."""
    return np.sqrt(np.clip(share, 0, 1)) * rise * frame.pose.length


def crumpled(rng: Rng, frame: Frame, strength: float, octaves: int = 3, frequency: float = 3.0) -> Field:
    """Give the height in pixels of crumpled sheet; ``strength`` is in lengths."""
    return crumple(rng, frame.u, frame.v, octaves, frequency) * strength * frame.pose.length


def lit(frame: Frame, albedo: Colours, height: Field) -> Colours:
    """Light a matt surface of some height in pixels."""
    return shaded(albedo, frame.light.diffuse(height))


def shaded(colour: Colours, brightness: Field) -> Colours:
    """Multiply a colour by a (h, w) brightness."""
    return np.asarray(colour * brightness[..., None])


def text_lines(rng: Rng, along: Field, down: Field, rows: float, words: float = 5.0) -> Field:
    """Print lines of words.

    Args:
        rng: Where the words come from.
        along: Coordinate along the lines.
        down: Coordinate from line to line.
        rows: Lines a unit.
        words: Words a unit.

    Returns:
        Ink, 0 … 1.
    """
    row = np.floor(down * rows)
    in_row = band(down * rows - row, 0.3, 0.75, 0.15)
    word = (along + 0.37 * hashed(rng, row)) * words
    printed = hashed(rng, np.floor(word) + 61 * row) > -0.55
    gap = band(word - np.floor(word), 0.12, 0.9, 0.08)
    return in_row * gap * printed


def brand(rng: Rng, frame: Frame, at: tuple[float, float], size: tuple[float, float]) -> Field:
    """Print a brand mark: an oval, a disc or block letters; ink 0 … 1."""
    u, v = (frame.u - at[0]) / size[0], (frame.v - at[1]) / size[1]
    edge = 2 * frame.pixel / min(size)
    style = rng.integers(3)
    if style == 0:
        return smoothstep(1 + edge, 1 - edge, np.sqrt(u**2 + v**2))
    letters = hashed(rng, np.floor(u * 4) + 9 * np.floor(v * 2)) > -0.5
    box = band(u, -1, 1, edge) * band(v, -1, 1, edge)
    if style == 1:
        return box * letters * band((u * 4) % 1.0, 0.12, 0.88, 0.1)
    ring = np.sqrt(u**2 + v**2)
    return band(ring, 0.55, 1, edge) + smoothstep(0.3 + edge, 0.3 - edge, ring)


def stains(rng: Rng, frame: Frame, amount: float, scale: float = 3.0) -> Field:
    """Spread dirt or grease in patches, 0 … 1; ``amount`` 0 … 1 is about the share that is covered."""
    field = lattice(rng, frame.u * scale, frame.v * scale)
    field = field + 0.4 * lattice(rng, frame.u * scale * 3, frame.v * scale * 3)
    threshold = 0.9 - 1.4 * amount
    return smoothstep(threshold, threshold + 0.35, field)


def metal_bands(rng: Rng, across: Field) -> Field:
    """Give the brightness of polished round metal: stripes of reflected room along it.

    Args:
        rng: Where the stripes lie.
        across: Place across the body, −1 … 1 from rim to rim.

    Returns:
        Brightness 0 … 1.
    """
    angle = np.arcsin(np.clip(across, -1, 1))
    wave = np.cos(angle * rng.uniform(2.5, 3.5) + rng.uniform(-0.5, 0.5))
    fine = np.cos(angle * rng.uniform(6, 8) + rng.uniform(0, 6))
    bright = np.clip(0.52 + 0.34 * wave + 0.16 * fine, 0, 1)
    return np.asarray(bright * np.sqrt(np.clip(1.06 - across**2, 0, 1)))
