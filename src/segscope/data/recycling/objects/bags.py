"""Plastic bag: thin film with folds; the floor shines through, the edge is hard to place."""

import numpy as np

from segscope.data.recycling.blueprint import Blueprint, Colours, Paint, Painter
from segscope.data.recycling.frame import Frame
from segscope.data.recycling.material import brand, crumpled, hsv, mix, vivid
from segscope.data.recycling.noise import Field, Rng, lattice, smoothstep
from segscope.data.recycling.shapes import Outline, blob, ellipse, fit_length, moved, rounded_box, wobble

_FILMS = ("white", "white", "clear", "yellow", "black")


def carrier_bag(rng: Rng) -> Blueprint:
    """A shop's bag with two handles, lying flat."""
    width = rng.uniform(0.55, 0.75)
    body = wobble(rng, rounded_box(0.74, width, 0.05) - np.array([0.13, 0.0]), 0.02)
    reach, gap = rng.uniform(0.24, 0.3), width * 0.27
    handles = [
        wobble(rng, moved(ellipse(2 * reach, width * 0.36, 28), (0.22, side * gap)), 0.008)
        for side in (-1, 1)
    ]
    holes = [
        wobble(rng, moved(ellipse(1.2 * reach, width * 0.17, 20), (0.29, side * gap)), 0.006)
        for side in (-1, 1)
    ]
    film = _film(rng, printed=True)
    return Blueprint(
        Outline((body, *handles), tuple(holes)), film, thickness=0.06, soft=0.014, pass_light=0.5
    )


def knotted_bag(rng: Rng) -> Blueprint:
    """A small full bag, knotted: folds run to the knot and its two ears."""
    body = blob(rng, rng.uniform(0.75, 0.95), 0.10) * 0.8 - np.array([0.1, 0.0])
    ears = [
        moved(fit_length(blob(rng, 0.5, 0.2, 16), 0.26), (0.36, side * 0.07), side * 0.6) for side in (-1, 1)
    ]
    film = _film(rng, printed=False, knot=(0.28, 0.0))
    return Blueprint(Outline((body, *ears), traced=False), film, thickness=0.18, soft=0.013, pass_light=0.35)


def film_sheet(rng: Rng) -> Blueprint:
    """A torn crumpled piece of film."""
    ring = wobble(rng, blob(rng, rng.uniform(0.6, 0.9), 0.22), 0.02)
    return Blueprint(Outline((ring,)), _film(rng, printed=False), thickness=0.05, soft=0.016, pass_light=0.55)


def _colour(rng: Rng) -> tuple[Colours, float]:
    """Draw the film's colour and how opaque one layer is."""
    films: dict[str, tuple[Colours, float]] = {
        "white": (hsv(0.55, 0.02, 0.96), rng.uniform(0.5, 0.7)),
        "clear": (hsv(0.55, 0.05, 0.92), rng.uniform(0.28, 0.4)),
        "yellow": (hsv(0.14, 0.45, 0.95), rng.uniform(0.5, 0.7)),
        "black": (hsv(0.6, 0.1, 0.13), rng.uniform(0.75, 0.9)),
    }
    return films[str(rng.choice(_FILMS))]


def _film(rng: Rng, printed: bool, knot: tuple[float, float] | None = None) -> Painter:
    colour, density = _colour(rng)
    ink, with_print = vivid(rng, (0.0, 0.33, 0.92)), printed and rng.random() < 0.6

    def paint(frame: Frame) -> Paint:
        height = crumpled(rng, frame, 0.055, 3, 4.0)
        if knot is not None:
            height = height + _gathers(rng, frame, knot) + _belly(frame)
        layers = 0.8 * lattice(rng, frame.u * 3, frame.v * 3) + 0.5 * lattice(rng, frame.u * 8, frame.v * 8)
        alpha = np.clip(density + 0.14 * layers, 0.12, 0.97)
        albedo = np.broadcast_to(colour, (*frame.shape, 3))
        if with_print:
            mark = brand(rng, frame, (-0.15, 0.0), (0.18, 0.14))
            albedo, alpha = mix(albedo, ink, mark * 0.85), np.maximum(alpha, mark * 0.85)
        gloss = 0.75 * frame.light.highlight(height, 55) * (0.5 + 0.5 * density)
        return Paint(
            albedo * frame.light.diffuse(height)[..., None], alpha, tint=np.sqrt(colour), gloss=gloss
        )

    return paint


def _gathers(rng: Rng, frame: Frame, knot: tuple[float, float]) -> Field:
    """Folds that run together at the knot."""
    u, v = frame.u - knot[0], frame.v - knot[1]
    radius, angle = np.hypot(u, v), np.arctan2(v, u)
    waves = np.cos(angle * 13 + 2.5 * lattice(rng, angle * 2, radius * 3))
    return np.asarray(waves * smoothstep(0.75, 0.05, radius) * 0.022 * frame.pose.length)


def _belly(frame: Frame) -> Field:
    inside = 1 - ((frame.u + 0.1) / 0.42) ** 2 - (frame.v / 0.4) ** 2
    return np.sqrt(np.maximum(inside, 0)) * 0.13 * frame.pose.length
