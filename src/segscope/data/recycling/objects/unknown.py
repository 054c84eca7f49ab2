"""UNKNOWN: objects of no named class. Four hidden kinds, which the truth file tells apart."""

import numpy as np

from segscope.data.recycling.blueprint import Blueprint, Paint
from segscope.data.recycling.frame import Frame
from segscope.data.recycling.material import (
    band,
    hsv,
    mix,
    pillow_height,
    rgb,
)
from segscope.data.recycling.noise import Rng, lattice, smoothstep
from segscope.data.recycling.shapes import (
    Outline,
    jagged,
    moved,
    profile,
    ribbon,
    rounded_box,
    smooth_profile,
    wobble,
)

_SHOE = ((-0.5, -0.46, -0.3, -0.05, 0.2, 0.38, 0.47, 0.5), (0.08, 0.13, 0.16, 0.145, 0.185, 0.17, 0.10, 0.04))


def shoe(rng: Rng) -> Blueprint:
    """A shoe from above: opening, tongue with laces, toe cap, sole."""
    colour = hsv(rng.choice([0.05, 0.08, 0.6]), rng.uniform(0.05, 0.6), rng.uniform(0.15, 0.45))
    sole, lace = hsv(0.1, 0.1, rng.uniform(0.75, 0.95)), hsv(0.1, 0.03, 0.95)

    def paint(frame: Frame) -> Paint:
        half = np.maximum(np.interp(frame.u, *smooth_profile(*_SHOE)), 0.02)
        across, crisp = np.abs(frame.v) / half, frame.pixel
        inside = np.hypot((frame.u + 0.26) / 0.19, frame.v / 0.095)
        albedo = mix(colour, sole, smoothstep(0.86, 0.92, across))
        albedo = mix(albedo, colour * 0.7, band(frame.u, 0.27, 0.3, crisp))
        laces = band(frame.u * 17 % 1.0, 0.25, 0.7, 0.12) * band(frame.u, -0.05, 0.24, crisp)
        albedo = mix(
            albedo, colour * 0.5, band(frame.u, -0.08, 0.25, crisp) * band(frame.v, -0.06, 0.06, crisp)
        )
        albedo = mix(albedo, lace, laces * band(frame.v, -0.075, 0.075, crisp))
        opening = smoothstep(1.0 + 5 * crisp, 1.0 - 5 * crisp, inside)
        height = pillow_height(frame, 1 - across**2, 0.14) * (1 - opening)
        albedo = mix(albedo, rgb(0.10, 0.09, 0.09), opening * 0.9)
        return Paint(albedo * (0.2 + 0.8 * frame.light.diffuse(height))[..., None])

    return Blueprint(Outline((wobble(rng, profile(*_SHOE), 0.005),)), paint, thickness=0.22, bulk=1.15)


def ceramic_shards(rng: Rng) -> Blueprint:
    """Pieces of one broken plate: white glaze, a painted rim, raw edges."""
    spots = ((-0.28, -0.08), (0.12, 0.2), (0.24, -0.2), (-0.1, 0.24), (0.42, 0.1))
    count = int(rng.integers(3, 6))
    shards = tuple(
        moved(jagged(rng, rng.uniform(0.6, 1.0), 0.3, 6) * rng.uniform(0.24, 0.4), spot, rng.uniform(0, 6))
        for spot in spots[:count]
    )
    glaze, rim = hsv(0.12, rng.uniform(0.02, 0.1), 0.93), hsv(rng.choice([0.62, 0.0, 0.45]), 0.7, 0.5)

    def paint(frame: Frame) -> Paint:
        radius = np.hypot(frame.u + 0.7, frame.v)
        albedo = mix(glaze, rim, band(radius * 4 % 1.0, 0.1, 0.35, 0.05))
        albedo = mix(albedo, glaze * 0.9, 0.5 + 0.5 * lattice(rng, frame.u * 6, frame.v * 6))
        cores = frame.cover_ring(
            *[shard.mean(axis=0) + (shard - shard.mean(axis=0)) * 0.86 for shard in shards]
        )
        albedo = mix(hsv(0.05, 0.45, 0.62), albedo, cores)
        height = pillow_height(frame, cores, 0.012)
        shine = 0.5 * smoothstep(0.3, 0.8, lattice(rng, frame.u * 5, frame.v * 5)) * cores
        return Paint(albedo * frame.light.diffuse(height)[..., None], gloss=shine)

    return Blueprint(Outline(shards), paint, thickness=0.05)


def wooden_sticks(rng: Rng) -> Blueprint:
    """Chopsticks and ice-cream sticks, fallen across each other."""
    sticks = []
    for _ in range(int(rng.integers(3, 6))):
        stick = rounded_box(rng.uniform(0.75, 1.0), rng.uniform(0.05, 0.09), 0.03)
        sticks.append((rng.uniform(-0.45, 0.45), rng.uniform(-0.1, 0.1), stick))
    rings = tuple(moved(stick, (0.0, float(shift)), float(angle)) for angle, shift, stick in sticks)
    wood = hsv(rng.uniform(0.09, 0.11), rng.uniform(0.3, 0.45), rng.uniform(0.8, 0.92))

    def paint(frame: Frame) -> Paint:
        colour = np.broadcast_to(wood * 0.6, (*frame.shape, 3))
        for (angle, shift, _), ring in zip(sticks, rings, strict=True):
            across = (frame.v - shift) * np.cos(angle) - frame.u * np.sin(angle)
            along = frame.u * np.cos(angle) + (frame.v - shift) * np.sin(angle)
            streak = 1 + 0.12 * lattice(rng, along * 4, across * 70)
            relief = np.sqrt(np.maximum(0.05**2 - across**2, 0)) * 0.6 * frame.pose.length
            stick = wood * (streak * frame.light.diffuse(relief))[..., None]
            colour = mix(
                mix(colour, colour * 0.7, frame.cover_ring(moved(ring, (0.006, 0.012)))),
                stick,
                frame.cover_ring(ring),
            )
        return Paint(colour)

    return Blueprint(Outline(rings, traced=False), paint, thickness=0.04)


def cable(rng: Rng) -> Blueprint:
    """A power cable in loops, with its plug."""
    turns, width = rng.uniform(1.6, 2.6), rng.uniform(0.035, 0.05)
    t = np.linspace(0, turns * 2 * np.pi, 70)
    radius = np.linspace(rng.uniform(0.16, 0.22), 0.36, 70) + 0.03 * np.sin(t * 1.3 + rng.uniform(0, 6))
    coil = np.stack([np.cos(t) * radius - 0.08, np.sin(t) * radius * rng.uniform(0.75, 1.0)], axis=1)
    tail = np.array([[0.44, coil[-1][1] + 0.05]])
    path = np.concatenate([coil, tail])
    plug = moved(rounded_box(0.15, 0.11, 0.02), (0.44, float(tail[0, 1])))
    colour = hsv(rng.choice([0.0, 0.09, 0.6]), rng.choice([0.05, 0.8]), rng.choice([0.12, 0.85]))

    def paint(frame: Frame) -> Paint:
        ring = ribbon(path, width * 0.45)
        ridge = frame.cover_ring(*ring, plug)
        height = pillow_height(frame, ridge * 0.7 + 0.3, 0.03)
        albedo = mix(colour * 0.6, np.clip(colour * 1.25 + 0.06, 0, 1), ridge)
        return Paint(albedo * (0.4 + 0.6 * frame.light.diffuse(height))[..., None], gloss=0.2 * ridge)

    return Blueprint(Outline((*ribbon(path, width), plug), traced=False), paint, thickness=0.05)
