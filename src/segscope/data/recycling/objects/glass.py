"""Glass: bottles and jars that let the floor shine through, their edges soft."""

from dataclasses import replace

import numpy as np

from segscope.data.recycling.blueprint import Blueprint, Colours, Paint
from segscope.data.recycling.frame import Frame
from segscope.data.recycling.material import (
    band,
    mix,
    rgb,
    round_height,
)
from segscope.data.recycling.noise import Field, Rng, lattice, smoothstep
from segscope.data.recycling.shapes import Outline, profile, smooth_profile

_WINE = ((-0.5, -0.49, -0.46, 0.1, 0.2, 0.26, 0.43, 0.435, 0.49, 0.5),
         (0.09, 0.125, 0.135, 0.135, 0.11, 0.05, 0.045, 0.055, 0.055, 0.05))  # fmt: skip
_BEER = ((-0.5, -0.485, -0.45, 0.05, 0.24, 0.4, 0.42, 0.48, 0.5),
         (0.12, 0.15, 0.16, 0.16, 0.075, 0.06, 0.075, 0.075, 0.06))  # fmt: skip
_JAR = ((-0.5, -0.47, -0.42, 0.28, 0.34, 0.38, 0.5), (0.25, 0.30, 0.32, 0.32, 0.27, 0.25, 0.25))
_TINTS = {
    "green": (rgb(0.16, 0.46, 0.20), 0.62),
    "dark green": (rgb(0.08, 0.24, 0.12), 0.8),
    "amber": (rgb(0.34, 0.15, 0.04), 0.66),
    "clear": (rgb(0.62, 0.78, 0.74), 0.32),
}


def wine_bottle(rng: Rng) -> Blueprint:
    """A long bottle with a paper label."""
    return _bottle(rng, _WINE, str(rng.choice(["dark green", "green", "clear"])), label=rng.random() < 0.6)


def beer_bottle(rng: Rng) -> Blueprint:
    """A short bottle, brown or green."""
    bottle = _bottle(rng, _BEER, str(rng.choice(["amber", "amber", "green"])), label=rng.random() < 0.4)
    return replace(bottle, bulk=0.85)


def glass_jar(rng: Rng) -> Blueprint:
    """A wide jar without its lid, threads at its mouth."""
    return replace(_bottle(rng, _JAR, str(rng.choice(["clear", "green"])), label=False), bulk=0.65)


def _bottle(
    rng: Rng, shape: tuple[tuple[float, ...], tuple[float, ...]], glass: str, label: bool
) -> Blueprint:
    colour, density = _TINTS[glass]
    colour = colour * rng.uniform(0.85, 1.15)
    side = rng.choice([-1.0, 1.0])

    def paint(frame: Frame) -> Paint:
        half = np.maximum(np.interp(frame.u, *smooth_profile(*shape)), 0.01)
        across = np.clip(frame.v / half, -1, 1)
        wall = np.abs(across) ** 4
        alpha = np.clip(
            density * (0.75 + 0.35 * wall) + 0.12 * lattice(rng, frame.u * 6, frame.v * 10), 0.05, 0.97
        )
        body = mix(colour * 1.25, colour * 0.45, wall)
        height = round_height(frame, half)
        lit_body = body * (0.6 + 0.4 * frame.light.diffuse(height * 0.5))[..., None]
        gloss = _streaks(rng, frame, across, float(side)) + 0.6 * frame.light.highlight(height, 90)
        if label:
            lit_body, alpha, gloss = _paste_label(frame, lit_body, alpha, gloss)
        return Paint(lit_body, alpha, tint=np.sqrt(colour) * 1.05, gloss=gloss)

    return Blueprint(Outline((profile(*shape),)), paint, thickness=0.16, soft=0.014, pass_light=0.45)


def _streaks(rng: Rng, frame: Frame, across: Field, side: float) -> Field:
    """The window's long reflection on one side, a faint one on the other."""
    waver = 0.06 * lattice(rng, frame.u * 5, frame.u * 0)
    inside = band(frame.u, -0.44, 0.44, 0.03)
    near = band(across * side + waver, 0.38, 0.56, 0.06)
    far = band(across * side + waver, -0.8, -0.7, 0.06)
    return (0.55 * near + 0.22 * far) * inside


def _paste_label(frame: Frame, colour: Colours, alpha: Field, gloss: Field) -> tuple[Colours, Field, Field]:
    share = band(frame.u, -0.3, -0.05, frame.pixel)
    stripe = smoothstep(0.02, 0.0, np.abs(frame.u + 0.26)) + band(frame.u, -0.2, -0.14, frame.pixel)
    paper = mix(rgb(0.85, 0.82, 0.72), rgb(0.5, 0.12, 0.1), stripe * 0.8)
    shade = np.clip(0.6 + 0.4 * frame.light.diffuse(round_height(frame, 0.15) * 0.5), 0, 1.1)
    return (
        mix(colour, paper * shade[..., None], share),
        np.maximum(alpha, share * 0.96),
        gloss * (1 - 0.7 * share),
    )
