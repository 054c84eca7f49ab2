"""General trash where it is told apart: heaps of kitchen scraps and of sweepings."""

import numpy as np

from segscope.data.recycling.blueprint import Blueprint, Colours, Paint
from segscope.data.recycling.frame import Frame
from segscope.data.recycling.material import hsv, mix
from segscope.data.recycling.noise import Field, Rng, cells, hashed, lattice, smoothstep
from segscope.data.recycling.shapes import Outline, blob, ellipse, moved, tear

_PEEL = ((0.06, 0.85, 0.75), (0.13, 0.75, 0.8), (0.27, 0.6, 0.5), (0.98, 0.7, 0.55))


def kitchen_scraps(rng: Rng) -> Blueprint:
    """A wet brown heap with peel, leaves and egg shell in it."""
    ring = tear(rng, blob(rng, rng.uniform(0.7, 0.95), 0.26), 0.014)
    soil = hsv(rng.uniform(0.06, 0.11), rng.uniform(0.45, 0.6), rng.uniform(0.26, 0.38))
    colours = [hsv(*_PEEL[i]) for i in rng.permutation(len(_PEEL))[:3]] + [hsv(0.09, 0.12, 0.92)]

    def paint(frame: Frame) -> Paint:
        lumps = cells(rng, frame.u * 9, frame.v * 9)
        rough = lattice(rng, frame.u * 22, frame.v * 22)
        height = (0.05 * (1 - lumps**2) + 0.012 * rough + 0.02 * lattice(rng, frame.u * 4, frame.v * 4)) * 0.9
        albedo: Colours = soil * (0.85 + 0.45 * lattice(rng, frame.u * 14, frame.v * 14))[..., None]
        for colour in colours:
            for _ in range(3):
                albedo = mix(albedo, colour, _scrap(rng, frame))
        pixels = height * frame.pose.length
        return Paint(
            albedo * frame.light.diffuse(pixels)[..., None], gloss=0.2 * frame.light.highlight(pixels, 35)
        )

    return Blueprint(Outline((ring,)), paint, thickness=0.08)


def sweepings(rng: Rng) -> Blueprint:
    """A dark heap of dust, lint and cigarette ends."""
    ring = tear(rng, blob(rng, rng.uniform(0.65, 0.9), 0.3), 0.016)
    dust = hsv(rng.uniform(0.06, 0.12), rng.uniform(0.15, 0.3), rng.uniform(0.28, 0.4))
    ends = [
        (
            moved(
                ellipse(0.17, 0.05, 14), (rng.uniform(-0.3, 0.3), rng.uniform(-0.22, 0.22)), rng.uniform(0, 6)
            )
        )
        for _ in range(5)
    ]

    def paint(frame: Frame) -> Paint:
        lint = lattice(rng, frame.u * 30, frame.v * 8) + lattice(rng, frame.u * 9, frame.v * 32)
        fluff = cells(rng, frame.u * 13, frame.v * 13)
        height = (0.045 * (1 - fluff) + 0.02 * lint) * frame.pose.length
        albedo: Colours = dust * (0.9 + 0.3 * lint)[..., None]
        crumbs = (hashed(rng, np.floor(frame.u * 40) + 97 * np.floor(frame.v * 40)) > 0.86) * 0.6
        albedo = mix(albedo, hsv(0.1, 0.3, 0.75), crumbs)
        for index, end in enumerate(ends):
            colour = hsv(0.08, 0.65, 0.8) if index % 2 else hsv(0.1, 0.08, 0.88)
            albedo = mix(albedo, colour, frame.cover_ring(end))
        return Paint(albedo * frame.light.diffuse(height)[..., None])

    return Blueprint(Outline((ring,)), paint, thickness=0.06)


def _scrap(rng: Rng, frame: Frame) -> Field:
    """One curved scrap somewhere on the heap."""
    at, angle = rng.uniform(-0.33, 0.33, 2), rng.uniform(0, np.pi)
    u, v = frame.u - at[0], frame.v - at[1] * 0.8
    along = u * np.cos(angle) + v * np.sin(angle)
    across = v * np.cos(angle) - u * np.sin(angle) + 2.5 * along**2
    size = rng.uniform(0.05, 0.1)
    reach = np.hypot(along / size, across / (0.4 * size))
    edge = 2 * frame.pixel / size
    return smoothstep(1 + edge, 1 - edge, reach)
