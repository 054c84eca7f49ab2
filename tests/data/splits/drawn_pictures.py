"""Pictures of many scenes, for splitters: class frequencies from 0.8 to 0.01, uneven from scene to scene."""

import numpy as np
from numpy.typing import NDArray

from segscope.data.splits import Pictures


def draw_pictures(
    seed: int = 0, *, groups: int = 150, classes: int = 12, mean_size: float = 20.0
) -> Pictures:
    """Draw about ``groups`` × ``mean_size`` pictures; a class is frequent in some and rare in others."""
    rng = np.random.default_rng(seed)
    frequency = np.geomspace(0.8, 0.01, classes)
    pixels: list[NDArray[np.int64]] = []
    names: list[str] = []
    for group, size in enumerate(
        np.maximum(1, rng.lognormal(np.log(mean_size * 0.9), 0.45, groups)).astype(int)
    ):
        shows = rng.random((size, classes)) < rng.beta(frequency * 12, (1 - frequency) * 12)
        areas = rng.lognormal(7, 1, (size, classes)) * rng.lognormal(0, 0.5, classes)
        pixels.append(np.where(shows, np.maximum(1, areas), 0).astype(np.int64))
        names += [f"scene{group}"] * size
    return Pictures(np.concatenate(pixels), tuple(names))


def torn_groups(pictures: Pictures, folds: NDArray[np.int64]) -> int:
    """Count the groups in more than one fold, the slow way."""
    where: dict[str | None, set[int]] = {}
    for group, fold in zip(pictures.groups, folds.tolist(), strict=True):
        where.setdefault(group, set()).add(fold)
    return sum(len(folds) > 1 for group, folds in where.items() if group is not None)
