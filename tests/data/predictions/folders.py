"""Small folders of ground truth and predictions, written by Pillow as any tool would."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.data.predictions import PredictionSources

NAMES = ("floor", "cup", "spoon")
COLOURS = ((10, 20, 30), (200, 0, 0), (0, 0, 250))
IGNORE_COLOUR = (255, 255, 255)
CLASS_TEXT = "\n".join(NAMES) + "\n"
CLASS_YAML = (
    "classes:\n"
    + "".join(f"- {{name: {n}, id: {i}, colour: {list(COLOURS[i])}}}\n" for i, n in enumerate(NAMES))
    + f"ignore: 255\nignore_colour: {list(IGNORE_COLOUR)}\n"
)
Maps = Mapping[str, NDArray[Any]]


def draw_map(seed: int, shape: tuple[int, int] = (24, 32), ignored: bool = True) -> NDArray[np.uint8]:
    """Blocks of the three classes, and a strip of ignored pixels."""
    rng = np.random.default_rng(seed)
    blocks = rng.integers(0, len(NAMES), (shape[0] // 4 + 1, shape[1] // 4 + 1))
    ids = np.kron(blocks, np.ones((4, 4)))[: shape[0], : shape[1]].astype(np.uint8)
    if ignored:
        ids[-2:, :5] = 255
    return ids


def draw_maps(count: int, first_seed: int = 0) -> dict[str, NDArray[np.uint8]]:
    return {f"p{i}": draw_map(first_seed + i) for i in range(count)}


def write_maps(folder: Path, maps: Maps, kind: str = "index") -> Path:
    """Write ``<name>.png`` for each map, as ``index``, ``palette``, ``16-bit`` or ``colour``."""
    for name, ids in maps.items():
        path = folder / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        as_image(ids, kind).save(path)
    return folder


def as_image(ids: NDArray[Any], kind: str) -> Image.Image:
    if kind == "16-bit":
        return Image.fromarray(ids.astype(np.uint16))
    if kind == "colour":
        table = np.full((256, 3), IGNORE_COLOUR, dtype=np.uint8)
        table[: len(COLOURS)] = COLOURS
        return Image.fromarray(table[ids])
    image = Image.fromarray(ids)
    if kind == "palette":
        image.putpalette([channel for i in range(256) for channel in (i, 255 - i, 7)])
    return image


def write_sources(
    root: Path, truth: Maps, predictions: Maps, class_text: str | None = None, **options: Any
) -> PredictionSources:
    """Write ``gt/``, ``pred/`` and the class file; give them as sources."""
    classes = root / ("classes.yaml" if class_text is None else "classes.txt")
    root.mkdir(parents=True, exist_ok=True)
    classes.write_text(CLASS_YAML if class_text is None else class_text, encoding="utf-8")
    return PredictionSources(
        write_maps(root / "gt", truth), write_maps(root / "pred", predictions), classes, **options
    )
