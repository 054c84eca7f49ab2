"""What the tests of the pictures share."""

from collections.abc import Iterator

import numpy as np
import pytest

from segscope.report import fonts, text
from tests.report.drawn_samples import Drawn, FindPicture, Pixels


@pytest.fixture
def drawn() -> Drawn:
    return Drawn(np.random.default_rng(7))


@pytest.fixture
def find_picture() -> FindPicture:
    """Find where a picture lies in a panel; (top, left)."""

    def find(panel: Pixels, picture: Pixels) -> tuple[int, int]:
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
