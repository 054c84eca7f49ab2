"""Metal: drink cans on their side and from above, food tins."""

import numpy as np

from segscope.data.recycling.blueprint import Blueprint, Paint
from segscope.data.recycling.frame import Frame
from segscope.data.recycling.material import (
    band,
    brand,
    crumpled,
    metal_bands,
    mix,
    rgb,
    round_height,
    vivid,
)
from segscope.data.recycling.noise import Rng, lattice, smoothstep
from segscope.data.recycling.shapes import Outline, dent, ellipse, profile, smooth_profile

_HUES = (0.0, 0.01, 0.04)
"""Cans are red."""
_SILVER = rgb(0.86, 0.87, 0.90)
_CAN = ((-0.5, -0.475, -0.41, 0.39, 0.465, 0.5), (0.205, 0.215, 0.265, 0.265, 0.205, 0.205))


def drink_can(rng: Rng) -> Blueprint:
    """An aluminium can on its side, printed, its ends bare; often dented."""
    ring = profile(*_CAN)
    crushed = rng.random() < 0.5
    if crushed:
        ring = dent(ring, (rng.uniform(-0.2, 0.2), rng.choice([-0.26, 0.26])), 0.16, rng.uniform(0.05, 0.12))
    colour, stripe, bare = vivid(rng, _HUES), rng.uniform(0, 1), rng.uniform(0.4, 0.95)

    def paint(frame: Frame) -> Paint:
        half = np.interp(frame.u, *smooth_profile(*_CAN))
        shine = metal_bands(rng, frame.v / np.maximum(half, 0.02))
        brushed = 0.05 * lattice(rng, frame.u * 40, frame.v * 4)
        body = band(frame.u, -0.41, 0.39, frame.pixel)
        sweep = smoothstep(-0.02, 0.02, frame.v + 0.12 * np.sin(frame.u * 6 + stripe * 6))
        printed = mix(colour, _SILVER, bare * sweep)
        printed = mix(printed, _SILVER, 0.9 * brand(rng, frame, (0.0, 0.0), (0.2, 0.09)))
        height = round_height(frame, half) * 0.6 + crumpled(rng, frame, 0.035 if crushed else 0.005, 3, 3.5)
        rim = 1 - 0.5 * (band(np.abs(frame.u), 0.455, 0.47, frame.pixel))
        light = (0.25 + 0.85 * shine + brushed) * rim * (0.55 + 0.45 * frame.light.diffuse(height))
        return Paint(
            mix(_SILVER, printed, body) * light[..., None], gloss=0.5 * frame.light.highlight(height, 60)
        )

    return Blueprint(Outline((ring,)), paint, thickness=0.22)


def can_from_above(rng: Rng) -> Blueprint:
    """The top of a standing can: rim, sunken lid, ring pull, opening."""
    turn = rng.uniform(0.9, 1.0)
    ring = ellipse(1.0, turn)

    def paint(frame: Frame) -> Paint:
        crisp, radius = frame.pixel, np.hypot(frame.u, frame.v / turn)
        angle = np.arctan2(frame.v, frame.u)
        glint = 0.72 + 0.2 * np.cos(angle * 2 + 1.0) + 0.1 * np.cos(angle * 5)
        height = (
            band(radius, 0.42, 0.49, 0.03) * 0.05 - smoothstep(0.38, 0.34, radius) * 0.02
        ) * frame.pose.length
        light = glint * frame.light.diffuse(height) * (1 - 0.45 * band(radius, 0.37, 0.41, crisp))
        colour = _SILVER * light[..., None]
        opening = smoothstep(1 + 9 * crisp, 1 - 9 * crisp, np.hypot((frame.u - 0.2) / 0.13, frame.v / 0.15))
        colour = mix(colour, rgb(0.08, 0.07, 0.07), opening)
        pull = np.hypot((frame.u + 0.06) / 0.15, frame.v / 0.09)
        colour = mix(colour, _SILVER * 1.08, smoothstep(1 + 9 * crisp, 1 - 9 * crisp, pull))
        colour = mix(colour, _SILVER * 0.5, band(pull, 0.45, 0.6, 0.1))
        return Paint(colour, gloss=0.35 * frame.light.highlight(height, 50))

    return Blueprint(Outline((ring,)), paint, thickness=0.3, bulk=0.75)


def food_tin(rng: Rng) -> Blueprint:
    """A ribbed tin without its label, its edge sharp, its side crushed."""
    us, rs = (-0.5, -0.48, -0.45, 0.45, 0.48, 0.5), (0.36, 0.36, 0.34, 0.34, 0.36, 0.36)
    ring = dent(
        profile(us, rs), (rng.uniform(-0.2, 0.2), rng.choice([-0.34, 0.34])), 0.2, rng.uniform(0, 0.08)
    )
    rust = rng.uniform(0, 0.5)

    def paint(frame: Frame) -> Paint:
        shine = metal_bands(rng, frame.v / 0.36)
        ribs = np.cos(frame.u * 2 * np.pi * 9) * band(np.abs(frame.u), 0.0, 0.3, 0.02)
        height = round_height(frame, 0.36) * 0.5 + (0.008 * ribs) * frame.pose.length
        height = height + crumpled(rng, frame, 0.012, 2)
        spots = smoothstep(0.55, 0.8, lattice(rng, frame.u * 12, frame.v * 12) + rust - 0.2)
        albedo = mix(_SILVER * 0.92, rgb(0.45, 0.27, 0.15), spots * 0.8)
        light = (0.22 + 0.8 * shine) * (0.5 + 0.5 * frame.light.diffuse(height))
        return Paint(albedo * light[..., None], gloss=0.4 * frame.light.highlight(height, 60))

    return Blueprint(Outline((ring,)), paint, thickness=0.25)
