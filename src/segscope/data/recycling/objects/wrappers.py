"""The look that Paper, Paper pack and General trash share where they are made confusable.

A person sorts these by what they once were; crushed and stained, they look the same.
"""

from segscope.data.recycling.blueprint import Blueprint, Paint, Painter
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


def crushed_wrapper(rng: Rng) -> Blueprint:
    """Printed board or paper, crushed flat and stained."""
    width = rng.uniform(0.5, 0.85)
    ring = tear(rng, wobble(rng, rounded_box(1, width, 0.02), 0.03), 0.007)
    return Blueprint(Outline((ring,)), _crushed_print(rng, width, 0.05), thickness=0.08)


def balled_wrapper(rng: Rng) -> Blueprint:
    """The same stuff, pressed into a ball."""
    width = rng.uniform(0.7, 0.95)
    ring = tear(rng, jagged(rng, width, 0.16, 13), 0.008)
    return Blueprint(Outline((ring,)), _crushed_print(rng, width, 0.08), thickness=0.13)


def _crushed_print(rng: Rng, width: float, strength: float) -> Painter:
    stock = hsv(rng.uniform(0.08, 0.14), rng.uniform(0.04, 0.16), rng.uniform(0.8, 0.95))
    colour, share = vivid(rng), rng.uniform(-0.35, 0.1)
    dirt, printed = rng.uniform(0.15, 0.45), rng.uniform(0.1, 0.45)

    def paint(frame: Frame) -> Paint:
        crisp = frame.pixel
        albedo = mix(stock, colour, 0.85 * smoothstep(share + crisp, share - crisp, frame.u))
        mark = brand(rng, frame, (share + 0.2, 0.0), (0.13, width * 0.25))
        albedo = mix(albedo, colour * 0.8, mark * 0.8)
        lines = text_lines(rng, frame.v, frame.u, 26, 14) * band(frame.u, share, 0.45, crisp)
        albedo = mix(albedo, _INK, lines * (1 - mark) * printed)
        albedo = mix(albedo, _GREASE, stains(rng, frame, dirt) * 0.55)
        height = crumpled(rng, frame, strength, 3, 3.0)
        return Paint(lit(frame, albedo, height), gloss=0.06 * frame.light.highlight(height, 30))

    return paint
