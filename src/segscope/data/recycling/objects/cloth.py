"""Clothing: shirts, trousers, socks, towels; soft folds and woven patterns."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from segscope.data.recycling.blueprint import Blueprint, Colours, Paint
from segscope.data.recycling.frame import Frame
from segscope.data.recycling.material import band, hsv, mix
from segscope.data.recycling.noise import Field, Rng, lattice, triangle
from segscope.data.recycling.shapes import Outline, Ring, rounded_box, wobble

_STYLES = ("stripes", "stripes", "checks", "denim", "plain")
"""Dyes of garments; what stands twice is drawn twice as often."""


def t_shirt(rng: Rng) -> Blueprint:
    """A T-shirt thrown flat."""
    half = [(-0.5, 0.0), (-0.5, 0.27), (0.12, 0.28), (0.10, 0.50), (0.34, 0.55), (0.46, 0.26), (0.5, 0.11),
            (0.44, 0.0)]  # fmt: skip
    return _garment(rng, _mirror(half), collar=(0.46, 0.11))


def trousers(rng: Rng) -> Blueprint:
    """Trousers or shorts, legs apart."""
    gap, hem = rng.uniform(0.07, 0.14), rng.uniform(0.17, 0.22)
    leg = [(-0.5, gap), (-0.5, gap + hem), (0.15, 0.27), (0.5, 0.23)]
    ring = np.array([*leg, *[(u, -v) for u, v in leg[::-1]], (0.15, 0.0)])
    return _garment(rng, ring)


def sock(rng: Rng) -> Blueprint:
    """A single sock, always knitted in stripes: a plain one would be taken for a shoe."""
    ring = np.array([(-0.5, -0.1), (-0.5, 0.14), (-0.1, 0.15), (0.2, 0.17), (0.42, 0.1), (0.5, -0.08),
                     (0.4, -0.24), (0.2, -0.3), (0.08, -0.22), (-0.02, -0.12)])  # fmt: skip
    return replace(_garment(rng, ring, styles=("stripes",)), bulk=0.7)


def towel(rng: Rng) -> Blueprint:
    """A rumpled towel or scarf."""
    return _garment(rng, rounded_box(1, rng.uniform(0.5, 0.75), 0.03))


def _mirror(half: list[tuple[float, float]]) -> Ring:
    upper = np.array(half)
    return np.concatenate([upper, upper[-2:0:-1] * [1, -1]])


def _garment(
    rng: Rng, ring: Ring, collar: tuple[float, float] | None = None, styles: tuple[str, ...] = _STYLES
) -> Blueprint:
    """Cut a garment from one outline; it is dyed, woven and folded."""
    weave = _pattern(rng, styles)
    soft_ring = wobble(rng, ring, 0.014, waves=12)
    fold_angle = rng.uniform(0, np.pi)

    def paint(frame: Frame) -> Paint:
        height = _folds(rng, frame, fold_angle)
        albedo = weave(frame) * (1 + 0.06 * _threads(frame))[..., None]
        if collar is not None:
            distance = np.hypot(frame.u - collar[0] - 0.02, frame.v)
            albedo = mix(albedo, albedo * 0.45, band(distance, 0.0, collar[1], frame.pixel))
            albedo = mix(albedo, albedo * 0.8, band(distance, collar[1], collar[1] + 0.03, frame.pixel))
        shade = frame.light.diffuse(height)
        return Paint(albedo * (0.25 + 0.75 * shade)[..., None])

    return Blueprint(Outline((soft_ring,)), paint, thickness=0.045)


def _pattern(rng: Rng, styles: tuple[str, ...]) -> Callable[[Frame], Colours]:
    """Draw a dye: stripes, checks, denim or plain."""
    style = rng.choice(styles)
    base = hsv(rng.random(), rng.uniform(0.35, 0.7), rng.uniform(0.35, 0.7))
    other = hsv(rng.random(), rng.uniform(0.1, 0.5), rng.uniform(0.75, 0.95))
    pitch = rng.uniform(7, 13)

    def dye(frame: Frame) -> Colours:
        bend = 0.02 * lattice(rng, frame.u * 3, frame.v * 3)
        along = band((frame.u + bend) * pitch % 1.0, 0.25, 0.75, 0.1)
        across = band((frame.v + bend) * pitch % 1.0, 0.25, 0.75, 0.1)
        if style == "stripes":
            return mix(base, other, along)
        if style == "checks":
            return mix(base, other, 0.5 * along + 0.5 * across)
        if style == "denim":
            worn = 0.5 + 0.5 * lattice(rng, frame.u * 5, frame.v * 5)
            return mix(hsv(0.6, 0.55, 0.38), hsv(0.59, 0.35, 0.62), np.clip(worn, 0, 1))
        return np.broadcast_to(base, (*frame.shape, 3))

    return dye


def _threads(frame: Frame) -> Field:
    """Twill lines, about two pixels apart at the usual size."""
    return triangle((frame.u + frame.v) * 45) + triangle((frame.u - frame.v) * 60) - 1.0


def _folds(rng: Rng, frame: Frame, angle: float) -> Field:
    """Long soft folds: ridges of stretched noise, wide and narrow."""
    along = frame.u * np.cos(angle) + frame.v * np.sin(angle)
    across = frame.v * np.cos(angle) - frame.u * np.sin(angle)
    bent = across + 0.12 * lattice(rng, along * 2.5, across * 2.5)
    wide = 1 - np.abs(lattice(rng, along * 1.2, bent * 5))
    narrow = 1 - np.abs(lattice(rng, along * 2.0 + 9, bent * 10))
    return (wide**2 * 0.075 + narrow**3 * 0.03) * frame.pose.length
