"""Maps of a whole slide or a satellite's scene: exact, in a small multiple of their own memory."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from tests.engine.large_maps import CLASSES, SURE, Counted, LargeScene, Square, count_scene

MOST_MEMORY = 5
"""Peak memory, the two maps included, in multiples of the two maps."""


@pytest.fixture(
    scope="module",
    params=[8192, pytest.param(16384, marks=pytest.mark.slow), pytest.param(32768, marks=pytest.mark.slow)],
)
def side(request: pytest.FixtureRequest) -> int:
    """Give the side of a picture whose counting fits into this machine."""
    side = int(request.param)
    meminfo = Path("/proc/meminfo")
    if not meminfo.is_file():
        pytest.skip("memory is measured as Linux tells it")
    lines = dict(line.split(":") for line in meminfo.read_text().splitlines())
    available = 1024 * int(lines["MemAvailable"].split()[0])
    needed = (MOST_MEMORY + 1) * 2 * side**2
    if available < needed:
        pytest.skip(f"{available / 1e9:.1f} GB of memory are free, {needed / 1e9:.1f} GB are asked for")
    return side


@pytest.fixture(scope="module")
def counted(side: int) -> Counted:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(count_scene, side).result()


def test_the_confusion_and_its_sums_equal_numpys(side: int, counted: Counted) -> None:
    counts, confusion = counted.counts, counted.confusion
    np.testing.assert_array_equal(counts.confusion, confusion)
    np.testing.assert_array_equal(counts.tp, np.diag(confusion))
    np.testing.assert_array_equal(counts.fp, confusion.sum(axis=0) - np.diag(confusion))
    np.testing.assert_array_equal(counts.fn, confusion.sum(axis=1) - np.diag(confusion))
    ignored = side * LargeScene(side).ignored_columns
    assert set(counts.ignore.tolist()) == {ignored}
    np.testing.assert_array_equal(counts.tp + counts.fp + counts.fn + counts.tn, side**2 - ignored)
    assert counts.wrong[:, 4].sum() == confusion.sum() - np.trace(confusion)


def test_every_error_of_every_class_has_the_kind_that_was_planted(side: int, counted: Counted) -> None:
    scene = LargeScene(side)
    area, strip = scene.square**2, scene.square * scene.shift
    expected = {name: np.zeros(CLASSES, np.int64) for name in ("fn_segment", "fp_segment", "boundary")}
    for one in scene.squares():
        if one.fate == "too low":
            expected["boundary"][one.class_index] += strip
        elif one.fate != "found":
            expected["fn_segment"][one.class_index] += area
        if one.fate == "called another":
            expected["fp_segment"][one.predicted_class] += area
    for name, kind in (
        ("fn_segment", "fn_segment"),
        ("fp_segment", "fp_segment"),
        ("fn_boundary", "boundary"),
        ("fp_boundary", "boundary"),
    ):
        np.testing.assert_array_equal(getattr(counted.counts, name)[1:], expected[kind][1:], name)
    assert not counted.counts.fn_extent[1:].any()
    assert not counted.counts.fp_extent[1:].any()


def test_every_object_is_listed_once_with_its_place_and_what_was_found(side: int, counted: Counted) -> None:
    scene = LargeScene(side)
    truth = [_row(scene, one, predicted=False) for one in scene.squares()]
    predicted = [_row(scene, one, predicted=True) for one in scene.squares() if one.predicted_class]
    for rows, planted in ((counted.objects.truth, truth), (counted.objects.predicted, predicted)):
        objects = rows[rows[:, 0] > 0].tolist()
        assert Counter(map(tuple, objects)) == Counter(planted)
        (background,) = rows[rows[:, 0] == 0]
        wrong = background[1] - background[2]
        assert background[-1] == SURE * wrong > 0


def _row(scene: LargeScene, one: Square, *, predicted: bool) -> tuple[int, ...]:
    """Give the row of ``OBJECT_COLUMNS`` that the engine owes for a square."""
    low = scene.shift if one.fate == "too low" else 0
    right = scene.square * (scene.square - low) if one.predicted_class == one.class_index else 0
    top = one.top + (low if predicted else 0)
    wrong = scene.square**2 - right
    index = one.predicted_class if predicted else one.class_index
    box = (top, one.left, top + scene.square, one.left + scene.square)
    return (index, scene.square**2, right, 0, *box, SURE * wrong)


def test_memory_stays_a_small_multiple_of_the_maps(side: int, counted: Counted) -> None:
    assert counted.peak <= MOST_MEMORY * 2 * side**2
