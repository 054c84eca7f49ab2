"""Battery: a small two-coloured cylinder with a button."""

import numpy as np

from segscope.data.recycling.blueprint import Blueprint, Paint
from segscope.data.recycling.frame import Frame
from segscope.data.recycling.material import (
    band,
    mix,
    rgb,
    round_height,
)
from segscope.data.recycling.noise import Rng, smoothstep
from segscope.data.recycling.shapes import Outline, profile

_CELL = ((-0.5, -0.49, 0.43, 0.435, 0.5), (0.17, 0.18, 0.18, 0.075, 0.07))
_BRANDS = (
    ((0.08, 0.08, 0.09), (0.82, 0.50, 0.20)),
    ((0.10, 0.10, 0.12), (0.85, 0.70, 0.15)),
    ((0.12, 0.35, 0.20), (0.80, 0.82, 0.84)),
    ((0.70, 0.10, 0.10), (0.86, 0.80, 0.40)),
)


def round_cell(rng: Rng) -> Blueprint:
    """A round cell on its side: dark body, bright end, steel button."""
    body, end = (rgb(*colour) for colour in _BRANDS[rng.integers(len(_BRANDS))])
    split = rng.uniform(0.1, 0.2)

    def paint(frame: Frame) -> Paint:
        crisp = frame.pixel * 0.7
        albedo = mix(body, end, smoothstep(split - crisp, split + crisp, frame.u))
        ends = np.maximum(smoothstep(0.42, 0.44, frame.u), smoothstep(-0.46, -0.48, frame.u))
        albedo = mix(albedo, rgb(0.8, 0.8, 0.82), ends)
        light = 0.55 + 0.45 * frame.light.diffuse(round_height(frame, 0.18) * 0.6)
        return Paint(albedo * light[..., None], gloss=0.45 * band(frame.v, -0.09, -0.03, 0.03))

    return Blueprint(Outline((profile(*_CELL),)), paint, thickness=0.2)
