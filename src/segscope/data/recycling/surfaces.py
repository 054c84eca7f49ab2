"""Floors and tables seen from above: wood, concrete, tiles, asphalt, grass, cloth, laminate.

Each function draws the material of one scene from its generator and gives a painter, which lays a
fresh stretch of that material under every picture of the scene.
"""

from collections.abc import Callable

import numpy as np

from segscope.data.recycling.blueprint import Colours
from segscope.data.recycling.material import band, hsv, mix, shaded
from segscope.data.recycling.noise import (
    Field,
    Rng,
    cells,
    fractal,
    grain,
    hashed,
    lattice,
    smoothstep,
    value_noise,
)

Ground = Callable[[Rng, tuple[int, int], float], Colours]
"""(generator, (height, width), pixels per unit of a 256 px picture) to (h, w, 3) RGB in 0 … 1."""


def wood(rng: Rng) -> Ground:
    """Floor boards with grain, knots and dark joints."""
    tone = hsv(rng.uniform(0.055, 0.085), rng.uniform(0.35, 0.6), rng.uniform(0.4, 0.72))
    angle, breadth = _angle(rng), rng.uniform(34, 60)

    def ground(rng: Rng, shape: tuple[int, int], scale: float) -> Colours:
        x, y = _grid(rng, shape, scale, angle)
        board = np.floor(y / breadth)
        joint_x = (x + 190 * hashed(rng, board)) / 230
        plank = board * 7 + np.floor(joint_x)
        shift = 40 * hashed(rng, plank)
        warped = y + 3 * lattice(rng, x * 0.02, y * 0.06)
        streaks = lattice(rng, (x + shift) * 0.012, (warped + shift) * 0.28)
        streaks = streaks + 0.6 * lattice(rng, x * 0.05 + shift, warped * 0.9)
        light = 1 + 0.13 * hashed(rng, plank) + 0.11 * streaks
        gap = np.maximum(_line(y / breadth, 0.9 / breadth), _line(joint_x, 0.7 / 230))
        return shaded(tone, light * (1 - 0.6 * gap))

    return ground


def concrete(rng: Rng) -> Ground:
    """Poured floor: clouds, pores, a crack now and then."""
    tone = hsv(rng.uniform(0.08, 0.14), rng.uniform(0.02, 0.10), rng.uniform(0.5, 0.72))

    def ground(rng: Rng, shape: tuple[int, int], scale: float) -> Colours:
        clouds = fractal(rng, shape, 90 * scale, 5)
        pores = smoothstep(0.62, 0.85, value_noise(rng, shape, 2.2 * scale))
        light = 1 + 0.13 * clouds + 0.03 * grain(rng, shape) - 0.18 * pores
        if rng.random() < 0.35:
            x, y = _grid(rng, shape, scale, rng.uniform(0, np.pi))
            wander = y - 90 + 14 * lattice(rng, x * 0.03, y * 0) + 4 * lattice(rng, x * 0.15, y * 0 + 5)
            light = light * (1 - 0.45 * smoothstep(1.6, 0.4, np.abs(wander)))
        return shaded(tone, light)

    return ground


def tiles(rng: Rng) -> Ground:
    """Glazed tiles with grout."""
    tone = hsv(rng.uniform(0.0, 1.0), rng.uniform(0.03, 0.18), rng.uniform(0.66, 0.85))
    grout = hsv(0.1, 0.08, rng.uniform(0.4, 0.75))
    angle, side = _angle(rng), rng.uniform(50, 95)

    def ground(rng: Rng, shape: tuple[int, int], scale: float) -> Colours:
        x, y = _grid(rng, shape, scale, angle)
        column, row = x / side, y / side
        each = hashed(rng, np.floor(column) + 31 * np.floor(row))
        veins = fractal(rng, shape, 40 * scale, 4)
        light = 1 + 0.04 * each + 0.05 * veins
        joint = np.maximum(_line(column, 1.7 / side), _line(row, 1.7 / side))
        bevel = np.maximum(_line(column, 3.2 / side), _line(row, 3.2 / side))
        tile = shaded(tone, light * (1 - 0.1 * bevel))
        return mix(tile, shaded(grout, 1 + 0.1 * veins), joint)

    return ground


def asphalt(rng: Rng) -> Ground:
    """Street: dark binder, bright stones."""
    tone = hsv(rng.uniform(0.55, 0.65), rng.uniform(0.02, 0.08), rng.uniform(0.26, 0.4))
    stone = rng.uniform(3.0, 4.5)

    def ground(rng: Rng, shape: tuple[int, int], scale: float) -> Colours:
        x, y = _grid(rng, shape, scale, 0.0)
        pebbles = cells(rng, x / stone, y / stone)
        bright = hashed(rng, np.floor(x / stone) + 53 * np.floor(y / stone))
        light = 1.1 + 0.1 * fractal(rng, shape, 100 * scale, 3) - 0.35 * pebbles + 0.18 * bright
        return shaded(tone, np.maximum(light + 0.06 * grain(rng, shape), 0.2))

    return ground


def grass(rng: Rng) -> Ground:
    """A lawn: blades in several directions over dark soil."""
    green = hsv(rng.uniform(0.22, 0.29), rng.uniform(0.45, 0.62), rng.uniform(0.42, 0.58))
    dry = hsv(0.14, 0.4, 0.62)

    def ground(rng: Rng, shape: tuple[int, int], scale: float) -> Colours:
        blades = np.full(shape, -1.0, dtype=np.float32)
        for _ in range(4):
            x, y = _grid(rng, shape, scale, rng.uniform(0, np.pi))
            bent = y + 2 * lattice(rng, x * 0.06, y * 0.06)
            blades = np.maximum(blades, lattice(rng, x * 0.09, bent * 0.55))
        patches = fractal(rng, shape, 70 * scale, 3)
        colour = mix(green, dry, smoothstep(0.1, 0.9, patches) * 0.6)
        return shaded(colour, 0.62 + 0.55 * blades + 0.12 * patches)

    return ground


def table_cloth(rng: Rng) -> Ground:
    """A woven cloth with a gingham check, slightly creased."""
    dye = hsv(rng.choice([0.0, 0.35, 0.6, 0.08]), rng.uniform(0.35, 0.6), rng.uniform(0.55, 0.8))
    linen = hsv(0.12, 0.06, 0.9)
    angle, pitch = _angle(rng), rng.uniform(22, 40)

    def ground(rng: Rng, shape: tuple[int, int], scale: float) -> Colours:
        x, y = _grid(rng, shape, scale, angle)
        check = 0.5 * band(x / pitch % 1.0, 0.25, 0.75, 0.03) + 0.5 * band(y / pitch % 1.0, 0.25, 0.75, 0.03)
        weave = 0.05 * np.cos(x * 2.4) * np.cos(y * 2.4)
        crease = fractal(rng, shape, 80 * scale, 3)
        return shaded(mix(linen, dye, check * 0.85), 0.95 + weave + 0.09 * crease)

    return ground


def laminate(rng: Rng) -> Ground:
    """A plain table top with faint specks and wiped smears."""
    tone = hsv(rng.choice([0.09, 0.12, 0.58]), rng.uniform(0.05, 0.3), rng.uniform(0.6, 0.86))
    angle = _angle(rng)

    def ground(rng: Rng, shape: tuple[int, int], scale: float) -> Colours:
        x, y = _grid(rng, shape, scale, angle)
        streaks = lattice(rng, x * 0.01, y * 0.3) + 0.5 * lattice(rng, x * 0.03, y * 1.0)
        smear = fractal(rng, shape, 120 * scale, 3)
        return shaded(tone, 1 + 0.035 * streaks + 0.05 * smear + 0.012 * grain(rng, shape))

    return ground


GROUNDS: tuple[Callable[[Rng], Ground], ...] = (wood, concrete, tiles, asphalt, grass, table_cloth, laminate)
"""Every material, in the order in which scenes take turns."""


def _angle(rng: Rng) -> float:
    return float(rng.uniform(-0.5, 0.5) + rng.integers(2) * np.pi / 2)


def _grid(rng: Rng, shape: tuple[int, int], scale: float, angle: float) -> tuple[Field, Field]:
    """Give turned coordinates in 256ths of the picture's side, from a random origin."""
    origin = rng.uniform(1000, 3000, 2)
    x = (np.arange(shape[1], dtype=np.float32) / scale)[None, :]
    y = (np.arange(shape[0], dtype=np.float32) / scale)[:, None]
    cosine, sine = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    return x * cosine + y * sine + np.float32(origin[0]), y * cosine - x * sine + np.float32(origin[1])


def _line(phase: Field, half_width: float) -> Field:
    """Give 1 at whole numbers of ``phase``, fading over ``half_width``."""
    distance = np.abs(phase - np.round(phase))
    return smoothstep(half_width * 1.6, half_width * 0.5, distance)
