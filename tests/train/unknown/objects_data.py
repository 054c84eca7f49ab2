"""A drawn data set whose unknown class holds objects of known kinds."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

CLASSES = """\
classes:
  - {name: ground, id: 0, role: background}
  - {name: thing, id: 1, role: unknown}
  - {name: box, id: 2}
ignore: 255
"""
KINDS = ("red", "striped", "noisy")


def write_objects(folder: Path, *, pictures: int = 12, val: int = 4, side: int = 64, seed: int = 0) -> Path:
    """Write a mask folder: each picture holds one object of each kind in ``thing``, and one ``box``."""
    for split, count in (("train", pictures), ("val", val)):
        for number in range(count):
            picture, labels = draw_objects(side, np.random.default_rng((seed, split == "val", number)))
            for kind, array in (("images", picture), ("masks", labels)):
                place = folder / kind / split
                place.mkdir(parents=True, exist_ok=True)
                Image.fromarray(array).save(place / f"{number:03d}.png")
    (folder / "classes.yaml").write_text(CLASSES, encoding="utf-8")
    return folder


def draw_objects(side: int, rng: np.random.Generator) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Draw a picture with one object in each quarter: the kinds in drawn quarters, the box in the last."""
    picture = rng.integers(90, 130, (side, side, 3)).astype(np.uint8)
    labels = np.zeros((side, side), np.uint8)
    half = side // 2
    for kind, quarter in enumerate(rng.permutation(4)):
        top, left = (int(quarter) // 2) * half, (int(quarter) % 2) * half
        size = int(rng.integers(half // 2, half - 4))
        rows = slice(top + 2, top + 2 + size)
        columns = slice(left + 2, left + 2 + size)
        picture[rows, columns] = _texture(kind, size, rng)
        labels[rows, columns] = 1 if kind < len(KINDS) else 2
    picture[:2, :2], labels[:2, -2:] = 0, 255
    return picture, labels


def kind_at(picture: NDArray[Any], mask: NDArray[np.bool_]) -> int:
    """Read back which kind the pixels of a mask are."""
    colours = picture[mask].astype(float)
    if colours[:, 0].mean() > colours[:, 1].mean() + 60:
        return 0
    return 1 if len(np.unique(colours)) == 2 else 2


def _texture(kind: int, size: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    if kind == 1:
        stripes = np.where(np.arange(size) // 3 % 2, 220, 10).astype(np.uint8)
        return np.broadcast_to(stripes[:, None, None], (size, size, 3))
    if kind == 2:
        return rng.integers(0, 256, (size, size, 3)).astype(np.uint8)
    noise = rng.integers(0, 30, (size, size, 3)).astype(np.uint8)
    return noise + np.array((200, 20, 20) if kind == 0 else (20, 200, 20), dtype=np.uint8)
