"""What Paper, Paper pack and General trash look like where they are made confusable.

A person sorts these by what they once were; crushed and stained, they look nearly the same.
"""

from dataclasses import dataclass

from segscope.data.recycling.blueprint import Blueprint, Colours, Paint
from segscope.data.recycling.frame import Frame
from segscope.data.recycling.material import (
    band,
    brand,
    crumpled,
    hsv,
    lit,
    mix,
    rgb,
    stains,
    text_lines,
    vivid,
)
from segscope.data.recycling.noise import Rng, smoothstep
from segscope.data.recycling.shapes import Outline, jagged, rounded_box, tear, wobble

_GREASE = rgb(0.52, 0.42, 0.28)
_INK = rgb(0.18, 0.17, 0.18)


@dataclass(frozen=True)
class _Stuff:
    """What a crushed thing is made of: its colour, and shares of colour print, text and grease."""

    stock: Colours
    colour: Colours
    printed: float
    text: float
    grease: float
    gloss: float


def balled_sheet(rng: Rng) -> Blueprint:
    """A sheet of paper, printed in black with a little colour, pressed together."""
    stock = hsv(rng.uniform(0.10, 0.15), rng.uniform(0.03, 0.10), rng.uniform(0.85, 0.97))
    return _crushed(rng, _Stuff(stock, vivid(rng), rng.uniform(0, 0.15), rng.uniform(0.3, 0.5), 0.05, 0.03))


def crushed_pack(rng: Rng) -> Blueprint:
    """A carton, most of it printed in colour, pressed together."""
    stock = hsv(rng.uniform(0.10, 0.15), rng.uniform(0.02, 0.06), rng.uniform(0.88, 0.97))
    return _crushed(rng, _Stuff(stock, vivid(rng), rng.uniform(0.5, 0.8), rng.uniform(0.1, 0.3), 0.1, 0.12))


def greasy_wrapper(rng: Rng) -> Blueprint:
    """Wrapping paper of food: brownish, stained, with some print."""
    stock = hsv(rng.uniform(0.08, 0.11), rng.uniform(0.22, 0.36), rng.uniform(0.66, 0.8))
    return _crushed(
        rng,
        _Stuff(stock, vivid(rng), rng.uniform(0, 0.2), rng.uniform(0.1, 0.3), rng.uniform(0.45, 0.7), 0.05),
    )


def _crushed(rng: Rng, stuff: _Stuff) -> Blueprint:
    """Crush a flat thing, or press it into a ball."""
    balled = rng.random() < 0.5
    width = rng.uniform(0.7, 0.95) if balled else rng.uniform(0.5, 0.85)
    base = jagged(rng, width, 0.16, 13) if balled else wobble(rng, rounded_box(1, width, 0.02), 0.03)
    ring = tear(rng, base, 0.007)
    strength = 0.08 if balled else 0.05

    def paint(frame: Frame) -> Paint:
        height = crumpled(rng, frame, strength)
        albedo = _print(rng, frame, stuff, width)
        albedo = mix(albedo, _GREASE, stains(rng, frame, stuff.grease) * 0.6)
        return Paint(lit(frame, albedo, height), gloss=stuff.gloss * frame.light.highlight(height, 30))

    return Blueprint(Outline((ring,)), paint, thickness=0.13 if balled else 0.08)


def _print(rng: Rng, frame: Frame, stuff: _Stuff, width: float) -> Colours:
    """Print a block of colour from one end, a brand mark beside it, and text."""
    crisp, border = frame.pixel, stuff.printed - 0.5
    block = smoothstep(border + crisp, border - crisp, frame.u)
    albedo = mix(stuff.stock, stuff.colour, 0.9 * block)
    mark = brand(rng, frame, (min(border + 0.2, 0.25), 0.0), (0.13, width * 0.25))
    albedo = mix(albedo, stuff.colour * 0.8, mark * (1 - block) * 0.8)
    albedo = mix(albedo, stuff.stock, mark * block * 0.8)
    lines = text_lines(rng, frame.v, frame.u, 26, 14) * band(frame.u, border, 0.45, crisp)
    return mix(albedo, _INK, lines * (1 - mark) * stuff.text)
