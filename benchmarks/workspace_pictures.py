"""The pictures of a generated workspace: drawn pairs, varied so that no two are the same, and photos of them.

Drawing a pair is slow and varying one is not: each picture is one of a few drawn pairs, moved around its
borders, mirrored, and with its classes exchanged. A prediction gets better from validation to validation, as
ever more of the truth shows through it.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.drawn_pairs import IGNORE, Shape, draw_pair
from segscope.engine.class_set import ClassSet

Labels = NDArray[Any]
POOL = 24
_NAMES = (
    "배경", "알 수 없음", "일반 쓰레기", "종이", "종이팩", "금속", "유리", "플라스틱", "스티로폼", "비닐봉지",
    "건전지", "의류", "Bottle cap", "Cardboard / 골판지", "Food waste", "전구", "Rope & string", "타이어",
    "Cigarette", "세라믹",
)  # fmt: skip


def make_classes(count: int) -> ClassSet:
    """Give a class set with names in Korean and English, the first one the background."""
    names = [*_NAMES[:count], *(f"세부 분류 {index} / part {index}" for index in range(len(_NAMES), count))]
    unknown = 1 if count > 2 else None
    return ClassSet(tuple(names), ignore_id=IGNORE, background=0, unknown=unknown)


@dataclass(frozen=True, slots=True)
class Drawing:
    """How the pictures of a data set are drawn.

    Attributes:
        height: In pixels.
        width: In pixels.
        class_set: Their classes.
        seed: What everything is drawn from.
    """

    height: int
    width: int
    class_set: ClassSet
    seed: int = 0

    def truth(self, number: int) -> Labels:
        """Give the label map of a picture."""
        return self._varied(number, 0)

    def prediction(self, number: int, quality: float) -> Labels:
        """Give a prediction of a picture; at quality 1 four fifths of the drawn errors are gone."""
        truth, drawn = self._varied(number, 0), self._varied(number, 1)
        rng = np.random.default_rng((self.seed, number))
        cell = max(8, self.height // 6)
        blocks = rng.random((self.height // cell + 1, self.width // cell + 1)) < 0.8 * quality
        shown = np.kron(blocks, np.ones((cell, cell), bool))[: self.height, : self.width]
        return np.where(shown & (truth != self.class_set.ignore), truth, drawn)

    def confidence(self, number: int, prediction: Labels) -> NDArray[np.uint8]:
        """Give 255 × a confidence, lower where the prediction is wrong."""
        rng = np.random.default_rng((self.seed, number, 1))
        noise = rng.integers(0, 60, prediction.shape, dtype=np.uint8)
        wrong = prediction != self.truth(number)
        return np.where(wrong, 140 + noise // 2, 195 + noise).astype(np.uint8)

    def photo(self, number: int) -> NDArray[np.uint8]:
        """Give a picture in which the classes have their colours, under noise; (H, W, 3)."""
        colours = np.zeros((self.class_set.ignore + 1, 3), np.int16)
        colours[: self.class_set.num_classes] = self.class_set.colours
        noise = np.random.default_rng((self.seed, number, 2)).integers(-30, 31, (self.height, self.width, 1))
        return (colours[self.truth(number)] * 0.7 + 40 + noise).clip(0, 255).astype(np.uint8)

    def _varied(self, number: int, side: int) -> Labels:
        drawn = _pool_pair(self, number % POOL)[side]
        turn = number // POOL
        moved = np.roll(drawn, ((turn * 37) % self.height, (turn * 53) % self.width), axis=(0, 1))
        if turn % 2:
            moved = moved[:, ::-1]
        table = np.full(256, self.class_set.ignore, dtype=self.class_set.dtype)
        classes = np.arange(self.class_set.num_classes)
        # Two classes are exchanged a turn, so that large classes stay large in most pictures.
        one, other = turn % len(classes), (turn * 7 + 3) % len(classes)
        classes[[one, other]] = classes[[other, one]]
        table[: len(classes)] = classes
        return table[moved]


@lru_cache(4 * POOL)
def _pool_pair(drawing: Drawing, place: int) -> tuple[Labels, Labels]:
    """Draw a pair whose classes are of very different frequency: the first ones are common."""
    shape = Shape(
        "generated", drawing.height, drawing.width, 64, cell=max(24, drawing.height // 5), shift=2.0
    )
    truth, prediction = draw_pair(shape, drawing.seed * 1000 + place)
    count = drawing.class_set.num_classes
    rare = ((np.arange(64) / 64) ** 1.8 * count).astype(np.uint8)
    shuffled = np.random.default_rng((drawing.seed, place)).permutation(rare)
    table = np.append(shuffled, np.full(256 - 64, IGNORE)).astype(np.uint8)
    return table[truth], table[prediction]


def write_photo(drawing: Drawing, number: int, path: Path) -> None:
    """Save the photo of a picture as JPEG."""
    Image.fromarray(drawing.photo(number)).save(path, quality=88)
