"""Paper: printed sheets, crumpled sheets, newspaper, cardboard."""

import numpy as np

from segscope.data.recycling.blueprint import Blueprint, Paint
from segscope.data.recycling.frame import Frame
from segscope.data.recycling.material import (
    band,
    crumpled,
    hsv,
    lit,
    mix,
    rgb,
    text_lines,
)
from segscope.data.recycling.noise import Field, Rng, lattice, triangle
from segscope.data.recycling.shapes import Outline, Ring, fit_length, jagged, rounded_box, tear, wobble

_INK = rgb(0.16, 0.16, 0.18)


def printed_sheet(rng: Rng) -> Blueprint:
    """A sheet with lines of text and a picture, folded once or twice."""
    width = rng.uniform(0.66, 0.76)
    ring = wobble(rng, _dog_eared(rng, width), 0.006)
    white = hsv(rng.uniform(0.10, 0.15), rng.uniform(0.03, 0.10), rng.uniform(0.88, 0.98))
    rows, photo = rng.uniform(22, 28), rng.uniform(-0.3, 0.2)

    def paint(frame: Frame) -> Paint:
        edge = frame.pixel
        page = band(frame.u, -0.42, 0.42, edge) * band(frame.v, -0.4 * width, 0.4 * width, edge)
        ink = text_lines(rng, frame.v, frame.u, rows, 14) * page * 0.6
        block = band(frame.u, photo, photo + 0.22, edge) * band(frame.v, -0.4 * width, 0.05 * width, edge)
        tone = 0.5 + 0.3 * lattice(rng, frame.u * 9, frame.v * 9)
        albedo = mix(mix(white, _INK, ink * (1 - block)), hsv(0.58, 0.25, 0.5), block * tone)
        height = crumpled(rng, frame, 0.014, 3) + _fold(frame, 0.02)
        return Paint(lit(frame, albedo, height))

    return Blueprint(Outline((ring,)), paint, thickness=0.02)


def crumpled_sheet(rng: Rng) -> Blueprint:
    """A sheet pressed into a loose ball."""
    ring = tear(rng, jagged(rng, rng.uniform(0.7, 0.95), 0.16, 12), 0.008)
    white = hsv(rng.uniform(0.10, 0.15), rng.uniform(0.03, 0.09), rng.uniform(0.9, 0.98))

    def paint(frame: Frame) -> Paint:
        ink = text_lines(rng, frame.v + 0.1 * lattice(rng, frame.u * 4, frame.v * 4), frame.u, 24, 14)
        height = crumpled(rng, frame, 0.08, 3, 3.2) + _dome(frame, 0.12)
        return Paint(lit(frame, mix(white, _INK, ink * 0.28), height))

    return Blueprint(Outline((ring,)), paint, thickness=0.12)


def newspaper(rng: Rng) -> Blueprint:
    """A torn page of newsprint: columns, a headline, grey pictures."""
    width = rng.uniform(0.6, 0.8)
    ring = tear(rng, wobble(rng, rounded_box(1, width, 0.01), 0.012), 0.008)
    stock = hsv(rng.uniform(0.09, 0.13), rng.uniform(0.06, 0.14), rng.uniform(0.76, 0.86))

    def paint(frame: Frame) -> Paint:
        columns = band((frame.v / width + 0.5) * 4 % 1.0, 0.08, 0.92, 0.06)
        ink = text_lines(rng, frame.v, frame.u, 30, 17) * columns * 0.6
        headline = band(frame.u, -0.44, -0.32, frame.pixel) * band(frame.v * 16 % 1.0, 0.15, 0.9, 0.1)
        height = crumpled(rng, frame, 0.022, 3, 2.5) + _fold(frame, 0.03)
        return Paint(lit(frame, mix(stock, _INK, np.maximum(ink, headline * 0.85)), height))

    return Blueprint(Outline((ring,)), paint, thickness=0.03)


def cardboard(rng: Rng) -> Blueprint:
    """A torn flap of corrugated board with parcel tape."""
    width = rng.uniform(0.55, 0.85)
    ring = tear(rng, wobble(rng, rounded_box(1, width, 0.01), 0.016), 0.006)
    board = hsv(rng.uniform(0.075, 0.095), rng.uniform(0.32, 0.45), rng.uniform(0.72, 0.82))
    tape = rng.uniform(-0.2, 0.2)

    def paint(frame: Frame) -> Paint:
        ribs = triangle(frame.u * 26) - 0.5
        fibre = lattice(rng, frame.u * 30, frame.v * 6)
        albedo = board * (1 + 0.05 * ribs + 0.05 * fibre)[..., None]
        strip = band(frame.v, tape - 0.06, tape + 0.06, frame.pixel)
        albedo = mix(albedo, board * 0.78, strip * 0.8)
        print_ = text_lines(rng, frame.u, frame.v, 14, 6) * band(frame.u, 0.1, 0.42, frame.pixel)
        height = crumpled(rng, frame, 0.02, 2, 1.6) + ribs * 0.003 * frame.pose.length
        return Paint(lit(frame, mix(albedo, _INK, print_ * 0.5), height))

    return Blueprint(Outline((ring,)), paint, thickness=0.04)


def _dog_eared(rng: Rng, width: float) -> Ring:
    """A page whose one corner is folded in."""
    page = rounded_box(1, width, 0.01)
    cut = rng.uniform(0.0, 0.14)
    corner = (page[:, 0] > 0.4) & (page[:, 1] > 0.4 * width)
    folded = np.array([[0.5, width / 2 - cut], [0.5 - cut, width / 2]])
    return fit_length(np.concatenate([folded, page[~corner]])) if cut > 0.05 else page


def _fold(frame: Frame, strength: float) -> Field:
    """The ridge of a sheet that was folded in four."""
    return (np.abs(frame.u) + 0.5 * np.abs(frame.v)) * strength * frame.pose.length


def _dome(frame: Frame, rise: float) -> Field:
    return np.sqrt(np.maximum(1 - 3.6 * (frame.u**2 + frame.v**2), 0)) * rise * frame.pose.length
