"""Styrofoam: trays, broken blocks, bowls; white beads pressed together."""

import numpy as np

from segscope.data.recycling.blueprint import Blueprint, Colours, Paint
from segscope.data.recycling.frame import Frame
from segscope.data.recycling.material import band, hsv
from segscope.data.recycling.noise import Field, Rng, cells, lattice, smoothstep
from segscope.data.recycling.shapes import (
    Outline,
    dent,
    ellipse,
    fit_length,
    jagged,
    rounded_box,
    tear,
    wobble,
)


def meat_tray(rng: Rng) -> Blueprint:
    """A tray with a raised rim and a sunken, embossed floor."""
    width = rng.uniform(0.6, 0.75)
    ring = wobble(rng, rounded_box(1, width, 0.1), 0.005)
    if rng.random() < 0.4:
        ring = tear(rng, dent(ring, (0.45, rng.choice([-0.3, 0.3])), 0.18, 0.15), 0.006)
    white = _white(rng)

    def paint(frame: Frame) -> Paint:
        inner = np.maximum(np.abs(frame.u) / 0.5, np.abs(frame.v) / (width / 2))
        wall = smoothstep(0.72, 0.9, inner) * smoothstep(1.02, 0.94, inner) * 0.06
        emboss = np.cos(frame.u * 40) * np.cos(frame.v * 40) * smoothstep(0.7, 0.6, inner) * 0.004
        return _foam(rng, frame, white, (wall + emboss) * frame.pose.length)

    return Blueprint(Outline((ring,)), paint, thickness=0.1)


def broken_block(rng: Rng) -> Blueprint:
    """A thick piece of packing foam, broken off."""
    width = rng.uniform(0.55, 0.85)
    base = rounded_box(1, width, 0.02) if rng.random() < 0.5 else jagged(rng, width, 0.14, 8)
    ring = fit_length(tear(rng, wobble(rng, base, 0.015), 0.014))
    white, edge = _white(rng), rng.uniform(0.1, 0.3)
    notch = rng.uniform(-0.3, 0.3)

    def paint(frame: Frame) -> Paint:
        face = -np.maximum(frame.v - width / 2 + edge * width, 0) * 0.8
        slot = -band(frame.u, notch - 0.07, notch + 0.07, frame.pixel) * 0.03
        return _foam(rng, frame, white, (face + slot) * frame.pose.length)

    return Blueprint(Outline((ring,)), paint, thickness=0.2)


def noodle_bowl(rng: Rng) -> Blueprint:
    """A round bowl from above."""
    ring = wobble(rng, ellipse(1, rng.uniform(0.92, 1.0)), 0.004)
    white = _white(rng)

    def paint(frame: Frame) -> Paint:
        radius = np.hypot(frame.u, frame.v)
        wall = -np.clip(0.44 - radius, 0, 0.13) * 1.1 + band(radius, 0.42, 0.49, 0.02) * 0.03
        return _foam(rng, frame, white, wall * frame.pose.length)

    return Blueprint(Outline((ring,)), paint, thickness=0.16, bulk=0.9)


def _white(rng: Rng) -> Colours:
    return hsv(rng.uniform(0.54, 0.62), rng.uniform(0.0, 0.05), rng.uniform(0.93, 1.0))


def _foam(rng: Rng, frame: Frame, white: Colours, height: Field) -> Paint:
    """Light a shape of foam beads; a bead is about a thirtieth of the object."""
    beads = cells(rng, frame.u * 30, frame.v * 30)
    dirt = smoothstep(0.5, 1.1, lattice(rng, frame.u * 3, frame.v * 3) + 0.4 * beads)
    albedo = white * (1.02 - 0.17 * beads**2 - 0.12 * dirt)[..., None]
    relief = height - 0.006 * beads**2 * frame.pose.length
    return Paint(albedo * frame.light.diffuse(relief)[..., None])
