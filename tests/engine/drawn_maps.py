"""Label maps drawn by our own code from a seed: regions, shifted borders, dropped and wrong segments.

Nothing here draws on a random generator of a library, so that the maps (and with them the recorded
integers of the peers in ``golden/``) stay the same for ever.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
FAR = 1 << 20


@dataclass(frozen=True)
class Scene:
    """What to draw.

    Attributes:
        height: Rows.
        width: Columns.
        num_classes: Classes, 0 … num_classes - 1.
        ignore: Id of void, or None for no void.
        cell: Size of the regions in pixels.
        shift: How far borders are shifted in the prediction, in pixels.
        void: Share of the regions that are void, in percent.
        relabelled: Share of the prediction's regions that bear another class, in percent.
        noise: Share of the prediction's pixels that are noise, in percent.
        unpredicted: Share of the prediction's regions that are no class, in percent.
        seed: The seed.
    """

    height: int
    width: int
    num_classes: int
    ignore: int | None = 255
    cell: int = 12
    shift: int = 2
    void: int = 10
    relabelled: int = 10
    noise: int = 1
    unpredicted: int = 0
    seed: int = 0


def draw(scene: Scene) -> tuple[Ints, Ints]:
    """Draw (ground truth, prediction), each (H, W) int64."""
    y, x = np.mgrid[: scene.height, : scene.width] + FAR
    wave_y, wave_x = (_wave(scene, salt, y, x, scene.cell // 2) for salt in (1, 2))
    region_y, region_x = y + wave_y, x + wave_x
    truth = _labels(scene, 3, region_y, region_x)
    moved_y = region_y + _wave(scene, 4, y, x, scene.shift)
    moved_x = region_x + _wave(scene, 5, y, x, scene.shift)
    prediction = _labels(scene, 3, moved_y, moved_x)
    others = _labels(scene, 6, moved_y * 2, moved_x * 2)
    prediction = np.where(_chosen(scene, 7, moved_y * 2, moved_x * 2, scene.relabelled), others, prediction)
    prediction = np.where(
        _percent(scene, 8, y, x) < scene.noise, _labels(scene, 9, y * 99, x * 99), prediction
    )
    if scene.ignore is not None:
        truth = np.where(_chosen(scene, 10, region_y, region_x, scene.void), scene.ignore, truth)
        lost = _chosen(scene, 11, moved_y, moved_x, scene.unpredicted)
        prediction = np.where(lost, scene.ignore, prediction)
    return truth, prediction


def _hash(seed: int, salt: int, y: Ints, x: Ints) -> NDArray[np.uint64]:
    """splitmix64 of a place."""
    mixed = (y.astype(np.uint64) << np.uint64(32)) ^ x.astype(np.uint64)
    for constant in (seed * 1000 + salt + 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB):
        mixed = mixed ^ (mixed >> np.uint64(31))
        mixed = (mixed + np.uint64(seed + salt)) * np.uint64(constant | 1)
    mixed ^= mixed >> np.uint64(29)
    return mixed


def _percent(scene: Scene, salt: int, y: Ints, x: Ints) -> Ints:
    return (_hash(scene.seed, salt, y, x) % np.uint64(100)).astype(np.int64)


def _labels(scene: Scene, salt: int, y: Ints, x: Ints) -> Ints:
    """One label for each cell of a grid."""
    cells = _hash(scene.seed, salt, y // scene.cell, x // scene.cell)
    return (cells % np.uint64(scene.num_classes)).astype(np.int64)


def _chosen(scene: Scene, salt: int, y: Ints, x: Ints, percent: int) -> NDArray[np.bool_]:
    """A share of the cells of the grid."""
    chosen: NDArray[np.bool_] = _percent(scene, salt, y // scene.cell, x // scene.cell) < percent
    return chosen


def _wave(scene: Scene, salt: int, y: Ints, x: Ints, strength: int) -> Ints:
    """A displacement between -strength and strength that changes slowly (integer bilinear)."""
    step = max(2, scene.cell)
    (top, fy), (left, fx) = divmod(y, step), divmod(x, step)

    def corner(dy: int, dx: int) -> Ints:
        return (_hash(scene.seed, salt, top + dy, left + dx) % np.uint64(2 * strength + 1)).astype(np.int64)

    upper = corner(0, 0) * (step - fx) + corner(0, 1) * fx
    lower = corner(1, 0) * (step - fx) + corner(1, 1) * fx
    blend = upper * (step - fy) + lower * fy
    return blend.astype(np.int64) // step**2 - strength
