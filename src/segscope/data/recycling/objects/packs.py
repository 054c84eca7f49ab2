"""Paper pack: milk cartons and juice boxes."""

import numpy as np

from segscope.data.recycling.blueprint import Blueprint, Paint
from segscope.data.recycling.frame import Frame
from segscope.data.recycling.material import (
    band,
    brand,
    crumpled,
    hsv,
    lit,
    mix,
    rgb,
    text_lines,
    vivid,
)
from segscope.data.recycling.noise import Rng, lattice, smoothstep
from segscope.data.recycling.shapes import Outline, wobble

_HUES = (0.14, 0.33, 0.38, 0.92)
"""Milk and fruit: yellow, greens, pink."""
_WHITE = rgb(0.95, 0.95, 0.95)


def milk_carton(rng: Rng) -> Blueprint:
    """A gable-top carton on its side: two faces, slanted roof, sealed fin."""
    half = rng.uniform(0.19, 0.25)
    ring = np.array(
        [(-0.5, -half), (0.2, -half), (0.36, -half * 0.82), (0.38, -half), (0.5, -half),
         (0.5, half), (0.38, half), (0.36, half * 0.82), (0.2, half), (-0.5, half)]
    )  # fmt: skip
    ring = wobble(rng, ring, 0.006)
    colour, edge_face = vivid(rng, _HUES), half * rng.uniform(0.35, 0.6)
    wave = rng.uniform(-0.15, 0.1)

    def paint(frame: Frame) -> Paint:
        crisp = frame.pixel
        border = wave + 0.05 * lattice(rng, frame.u * 0 + 3, frame.v * 5)
        albedo = mix(_WHITE, colour, smoothstep(border + crisp, border - crisp, frame.u))
        albedo = mix(albedo, colour, band(frame.u, 0.2, 0.24, crisp) + band(frame.u, 0.4, 0.5, crisp))
        front = smoothstep(edge_face + crisp, edge_face - crisp, frame.v)
        albedo = mix(
            albedo, colour * 0.6, brand(rng, frame, (0.03, -half * 0.3), (0.13, half * 0.45)) * front
        )
        small = text_lines(rng, frame.u, frame.v, 40, 9) * (1 - front) * band(frame.u, -0.4, 0.1, crisp)
        albedo = mix(albedo, rgb(0.1, 0.1, 0.2), small * 0.6)
        height = (
            np.minimum(edge_face - frame.v, 0) * 0.9 - np.maximum(frame.u - 0.2, 0) * 0.8
        ) * frame.pose.length
        height = height + crumpled(rng, frame, 0.016, 2, 2.2)
        crimp = 1 - 0.35 * band(np.abs(frame.u - 0.4), 0, 0.008, crisp)
        return Paint(
            lit(frame, albedo, height) * crimp[..., None], gloss=0.12 * frame.light.highlight(height, 40)
        )

    return Blueprint(Outline((ring,)), paint, thickness=0.16)


def juice_box(rng: Rng) -> Blueprint:
    """A small drink box: colour all over, a fruit, the hole for the straw."""
    half = rng.uniform(0.26, 0.34)
    ears = half * rng.uniform(1.05, 1.2)
    ring = np.array(
        [(-0.46, -half), (-0.5, -half * 0.9), (-0.5, half * 0.9), (-0.46, half), (0.4, half),
         (0.47, ears), (0.5, half), (0.5, -half), (0.47, -ears), (0.4, -half)]
    )  # fmt: skip
    ring = wobble(rng, ring, 0.008)
    colour, fruit = vivid(rng, _HUES), hsv(rng.choice([0.09, 0.14, 0.3, 0.95]), 0.85, 0.95)
    at = (rng.uniform(-0.25, -0.1), rng.uniform(-0.08, 0.08))

    def paint(frame: Frame) -> Paint:
        crisp = frame.pixel
        fade = smoothstep(-0.5, 0.4, frame.u + 0.1 * lattice(rng, frame.u * 4, frame.v * 4))
        albedo = mix(_WHITE, colour, 0.25 + 0.75 * fade)
        distance = np.hypot(frame.u - at[0], frame.v - at[1])
        albedo = mix(albedo, fruit, smoothstep(0.16 + crisp, 0.16 - crisp, distance))
        shine = np.hypot(frame.u - at[0] + 0.05, frame.v - at[1] + 0.05)
        albedo = mix(albedo, _WHITE, 0.7 * smoothstep(0.06, 0.02, shine))
        albedo = mix(albedo, _WHITE, brand(rng, frame, (0.18, 0.0), (0.09, half * 0.7)))
        hole = smoothstep(0.03 + crisp, 0.03 - crisp, np.hypot(frame.u - 0.42, frame.v - half * 0.5))
        albedo = mix(albedo, rgb(0.75, 0.76, 0.78), hole)
        height = crumpled(rng, frame, 0.022, 2, 2.4) - np.maximum(frame.u - 0.4, 0) * frame.pose.length
        return Paint(lit(frame, albedo, height), gloss=0.15 * frame.light.highlight(height, 40))

    return Blueprint(Outline((ring,)), paint, thickness=0.16)
