"""What the tests of the pictures share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet
from segscope.report import fonts, text
from segscope.report.panel_sample import PanelSample


@dataclass(frozen=True)
class Drawn:
    """Makes random samples: blocks of classes, so that areas are large enough to have a texture."""

    random: np.random.Generator

    def label_map(self, classes: ClassSet, height: int, width: int, block: int = 1) -> NDArray[np.integer]:
        values = [*range(classes.num_classes), classes.ignore]
        small = self.random.choice(values, (-(-height // block), -(-width // block)))
        return np.kron(small, np.ones((block, block), dtype=np.int64))[:height, :width].astype(classes.dtype)

    def sample(
        self, classes: ClassSet, size: tuple[int, int] = (48, 64), name: str = "a", block: int = 8
    ) -> PanelSample:
        image = self.random.integers(0, 256, (*size, 3), dtype=np.uint8)
        return PanelSample(
            name, image, self.label_map(classes, *size, block), self.label_map(classes, *size, block)
        )


@pytest.fixture
def drawn() -> Drawn:
    return Drawn(np.random.default_rng(7))


@pytest.fixture
def find_picture() -> Callable[[NDArray[np.uint8], NDArray[np.uint8]], tuple[int, int]]:
    """Find where a picture lies in a panel; (top, left)."""

    def find(panel: NDArray[np.uint8], picture: NDArray[np.uint8]) -> tuple[int, int]:
        height, width = picture.shape[:2]
        candidates = np.argwhere((panel == picture[0, 0]).all(axis=2))
        for top, left in candidates:
            window = panel[top : top + height, left : left + width]
            if window.shape == picture.shape and np.array_equal(window, picture):
                return int(top), int(left)
        raise AssertionError("the picture is not in the panel")

    return find


def _forget_fonts() -> None:
    for cached in (fonts.font_for, fonts.drawable, fonts._wide_fonts, fonts._has, fonts._say_once):
        cached.cache_clear()
    text._runs.cache_clear()
    text.shorten.cache_clear()


@pytest.fixture
def no_wide_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without any font but DejaVu Sans."""
    _forget_fonts()
    with monkeypatch.context() as patch:
        patch.setattr(fonts, "_system_fonts", tuple)
        patch.setattr(fonts, "_FONT_PACKAGES", ())
        yield
    _forget_fonts()
