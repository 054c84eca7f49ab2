"""Reliability diagrams: as many as can be read, and their bars as high as the share that is right."""

import numpy as np
import pytest
from matplotlib.axes import Axes

from segscope.engine.class_set import ClassSet
from segscope.engine.reliability import Reliability
from segscope.errors import UsageError
from segscope.report.reliability_plot import reliability_diagrams

ORANGE, BLUE = (240, 154, 26), (0, 114, 178)


def flat(classes: int, right: float) -> Reliability:
    """Every level of confidence, equally often right."""
    pixels = np.full((classes, 256), 1000, np.int64)
    return Reliability(pixels, (pixels * right).astype(np.int64))


def near(picture: np.ndarray, colour: tuple[int, int, int]) -> int:
    return int((np.abs(picture.astype(int) - colour).max(axis=2) < 10).sum())


@pytest.mark.parametrize("count", [1, 5, 12, 150])
def test_any_number_of_classes_fits(count: int) -> None:
    names = tuple(f"종이 {i}" for i in range(count))
    picture = reliability_diagrams(flat(count, 0.5), ClassSet(names))
    assert picture.dtype == np.uint8
    assert max(picture.shape[:2]) < 2000
    assert (picture[:5] == 255).all()


def test_a_model_that_is_too_sure_is_orange_and_one_that_is_not_sure_enough_is_blue() -> None:
    class_set = ClassSet(("a", "b"))
    sure, unsure = (reliability_diagrams(flat(2, share), class_set) for share in (0.0, 1.0))
    assert near(sure, ORANGE) > 1000 > near(sure, BLUE)
    assert near(unsure, BLUE) > 1000 > near(unsure, ORANGE)


def test_a_calibrated_model_shows_no_gap() -> None:
    pixels = np.full((1, 256), 25500, np.int64)
    calibrated = Reliability(pixels, 100 * np.arange(256)[None])
    picture = reliability_diagrams(calibrated, ClassSet(("a",)))
    assert near(picture, ORANGE) + near(picture, BLUE) < 200, "the legend alone"


def test_without_a_prediction_there_is_nothing_to_draw() -> None:
    with pytest.raises(UsageError, match="nothing to draw"):
        reliability_diagrams(flat(2, 0.5).__class__(*np.zeros((2, 2, 256), np.int64)), ClassSet(("a", "b")))


def test_the_numbers_are_those_of_the_diagnosis(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 1000, (3, 256))
    reliability = Reliability(pixels, (pixels * rng.random((3, 1)) * np.linspace(0, 1, 256)).astype(np.int64))
    written: list[str] = []
    monkeypatch.setattr(Axes, "set_title", lambda axes, text, **look: written.append(text))
    reliability_diagrams(reliability, ClassSet(("a", "b", "c")))
    errors = reliability.calibration_error()
    assert written == [f"{name}  {error:.3f}" for name, error in zip("abc", errors, strict=True)]


def test_bins_with_hardly_a_pixel_are_pale() -> None:
    pixels = np.zeros((1, 256), np.int64)
    pixels[0, 255], pixels[0, 60] = 100_000, 10
    picture = reliability_diagrams(Reliability(pixels, np.zeros_like(pixels)), ClassSet(("a",)))
    common = pixels.copy()
    common[0, 60] = 50_000
    strong = reliability_diagrams(Reliability(common, np.zeros_like(pixels)), ClassSet(("a",)))
    assert near(strong, ORANGE) > near(picture, ORANGE) + 100
