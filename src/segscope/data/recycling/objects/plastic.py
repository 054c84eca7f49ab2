"""Plastic: drink bottles, detergent bottles, cups."""

import numpy as np

from segscope.data.recycling.blueprint import Blueprint, Paint
from segscope.data.recycling.frame import Frame
from segscope.data.recycling.material import (
    band,
    brand,
    crumpled,
    hsv,
    mix,
    rgb,
    round_height,
    vivid,
)
from segscope.data.recycling.noise import Rng, smoothstep
from segscope.data.recycling.shapes import (
    Outline,
    dent,
    ellipse,
    profile,
    rounded_box,
    smooth_profile,
    wobble,
)

_PET = ((-0.5, -0.48, -0.43, -0.1, -0.05, 0.0, 0.12, 0.3, 0.36, 0.39, 0.4, 0.5),
        (0.11, 0.15, 0.16, 0.155, 0.14, 0.155, 0.155, 0.07, 0.06, 0.075, 0.07, 0.07))  # fmt: skip
_HUES = (0.56, 0.61, 0.66, 0.75)
"""Water and washing: blues and violet."""
_WHITE = rgb(0.95, 0.96, 0.97)


def drink_bottle(rng: Rng) -> Blueprint:
    """A clear PET bottle: ribs, a coloured label, a screw cap; often squeezed."""
    ring = profile(*_PET)
    squeezed = rng.random() < 0.5
    if squeezed:
        ring = dent(ring, (rng.uniform(-0.3, 0.1), rng.choice([-0.15, 0.15])), 0.12, rng.uniform(0.03, 0.06))
    clear = hsv(rng.uniform(0.52, 0.58), rng.uniform(0.25, 0.4), rng.uniform(0.85, 0.95))
    label, cap = vivid(rng, _HUES), vivid(rng, _HUES) if rng.random() < 0.7 else _WHITE
    low = rng.uniform(-0.25, -0.18)

    def paint(frame: Frame) -> Paint:
        half = np.maximum(np.interp(frame.u, *smooth_profile(*_PET)), 0.01)
        ribs = np.cos(frame.u * 2 * np.pi * 16) * band(frame.u, -0.45, 0.1, 0.02)
        height = round_height(frame, half) * 0.8 + 0.006 * ribs * frame.pose.length
        height = height + crumpled(rng, frame, 0.03 if squeezed else 0.008, 3, 4)
        shade = frame.light.diffuse(height)
        wall = np.abs(np.clip(frame.v / half, -1, 1)) ** 3
        alpha = np.clip(0.45 + 0.35 * wall + 0.25 * (shade - 0.8), 0.15, 0.9)
        printed = band(frame.u, low, low + 0.26, frame.pixel)
        screw = smoothstep(0.41 - frame.pixel, 0.41 + frame.pixel, frame.u)
        knurl = 1 + 0.12 * np.cos(frame.v * 2 * np.pi * 45)
        sleeve = mix(label, _WHITE, brand(rng, frame, (low + 0.13, 0.0), (0.1, 0.07)))
        colour = mix(clear, sleeve, printed)
        colour = mix(colour, cap * knurl[..., None], screw) * (0.3 + 0.7 * shade)[..., None]
        alpha = np.maximum(alpha, np.maximum(printed, screw) * 0.97)
        return Paint(colour, alpha, tint=np.sqrt(clear), gloss=0.55 * frame.light.highlight(height, 70))

    return Blueprint(Outline((ring,)), paint, thickness=0.16, pass_light=0.5)


def detergent_bottle(rng: Rng) -> Blueprint:
    """An opaque bottle in one loud colour, a hole for the hand, a cap of another colour."""
    body = wobble(rng, rounded_box(0.74, 0.42, 0.09), 0.004) + np.array([-0.13, 0.0])
    neck = rounded_box(0.3, 0.13, 0.02) + np.array([0.35, -0.06])
    hole = ellipse(0.24, 0.085, 24) + np.array([0.05, 0.115])
    colour, cap = vivid(rng, _HUES), vivid(rng, _HUES)

    def paint(frame: Frame) -> Paint:
        crisp = frame.pixel
        distance = np.minimum(0.37 - np.abs(frame.u + 0.13), 0.21 - np.abs(frame.v))
        height = np.sqrt(np.clip(distance, 0, 0.09)) * 0.32 * frame.pose.length
        oval = np.hypot((frame.u + 0.27) / 0.16, frame.v / 0.14)
        label = smoothstep(1 + 8 * crisp, 1 - 8 * crisp, oval)
        paper = mix(_WHITE, cap, brand(rng, frame, (-0.27, 0.0), (0.1, 0.06)))
        albedo = mix(mix(colour, paper, label), cap, smoothstep(0.27 - crisp, 0.27 + crisp, frame.u))
        shade = frame.light.diffuse(height)
        return Paint(albedo * shade[..., None], gloss=0.6 * frame.light.highlight(height, 45))

    return Blueprint(Outline((body, neck), (hole,)), paint, thickness=0.16)


def straw_cup(rng: Rng) -> Blueprint:
    """A see-through cup on its side with lid and straw."""
    body = np.array([(-0.4, -0.15), (0.18, -0.21), (0.2, -0.235), (0.26, -0.235),
                     (0.26, 0.235), (0.2, 0.235), (0.18, 0.21), (-0.4, 0.15)])  # fmt: skip
    straw = rounded_box(0.3, 0.035, 0.01) + np.array([0.38, rng.uniform(-0.1, 0.1)])
    clear, accent = hsv(rng.uniform(0.54, 0.6), 0.25, 0.92), vivid(rng, _HUES)
    drink = hsv(rng.choice([0.06, 0.09, 0.95]), 0.7, 0.4)

    def paint(frame: Frame) -> Paint:
        crisp = frame.pixel
        half = np.interp(frame.u, (-0.4, 0.18, 0.2, 0.26), (0.15, 0.21, 0.235, 0.235))
        height = round_height(frame, half) * 0.8 + crumpled(rng, frame, 0.008, 2, 4)
        lid = band(frame.u, 0.19, 0.26, crisp)
        tube = smoothstep(0.26 - crisp, 0.26 + crisp, frame.u)
        rest = smoothstep(-0.25, -0.3, frame.u) * 0.7
        mark = brand(rng, frame, (-0.1, 0.0), (0.1, 0.08))
        colour = mix(mix(clear, drink, rest), accent, np.maximum(mark, tube))
        colour = mix(colour, _WHITE, lid) * (0.35 + 0.65 * frame.light.diffuse(height))[..., None]
        solid = np.maximum(np.maximum(mark, tube), np.maximum(lid * 0.85, rest))
        alpha = np.maximum(0.42 + 0.3 * np.abs(frame.v / half) ** 3, solid)
        return Paint(
            colour, np.clip(alpha, 0, 0.97), tint=clear, gloss=0.5 * frame.light.highlight(height, 60)
        )

    return Blueprint(Outline((body, straw)), paint, thickness=0.15, pass_light=0.4)
