"""Small data sets of pictures and masks, written into a temporary folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.data.corpus.raw_png import RGB, png

CLASS_TEXT = "Background\nPaper\nMetal\nGlass\n"
Masks = Mapping[str, NDArray[Any]]


def ids_like(seed: int, shape: tuple[int, int] = (24, 32), num_classes: int = 4) -> NDArray[np.uint8]:
    """Draw rectangles of every id over id 0, so that each class occurs."""
    rng = np.random.default_rng(seed)
    ids = np.zeros(shape, np.uint8)
    for value in range(1, num_classes):
        top, left = rng.integers(0, shape[0] - 8), rng.integers(0, shape[1] - 8)
        ids[top : top + 7, left : left + 7] = value
    ids[0, :num_classes] = np.arange(num_classes)
    return ids


def picture_like(seed: int, shape: tuple[int, int] = (24, 32)) -> NDArray[np.uint8]:
    """Draw a smooth picture that differs from seed to seed."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 256, (5, 5, 3), dtype=np.uint8))
    return np.asarray(coarse.resize((shape[1], shape[0]), Image.Resampling.BICUBIC))


def write_pair(images: Path, masks: Path, name: str, mask: NDArray[Any], seed: int = 0) -> None:
    """Write ``name.png`` into both folders."""
    for folder, content in (
        (images, png(picture_like(seed, mask.shape[:2]), 8, RGB)),
        (masks, png(mask, 16 if mask.dtype == np.uint16 else 8)),
    ):
        path = folder / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_folder(
    root: Path, splits: Mapping[str, Masks] | None = None, class_text: str | None = CLASS_TEXT
) -> Path:
    """Write ``{split}/images`` and ``{split}/masks``; by default train and val, three pairs each."""
    if splits is None:
        splits = {
            "train": {f"t{i}": ids_like(i) for i in range(3)},
            "val": {f"v{i}": ids_like(10 + i) for i in range(3)},
        }
    seed = 0
    for split, masks in splits.items():
        for name, mask in masks.items():
            write_pair(root / split / "images", root / split / "masks", name, mask, seed)
            seed += 1
    if class_text is not None:
        (root / "classes.txt").write_text(class_text, encoding="utf-8")
    return root
