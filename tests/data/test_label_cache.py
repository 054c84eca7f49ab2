"""Label maps are kept whole, found again, and made anew when they are damaged."""

import multiprocessing
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from segscope.data.label_cache import LabelCache, default_cache_dir
from segscope.engine.class_set import ClassSet, LabelMap

CLASSES = ClassSet(("floor", "cup", "can"), colours=((0, 0, 0), (250, 0, 0), (0, 250, 0)))
LABELS: LabelMap = np.array([[0, 1, 2], [255, 2, 0]], dtype=np.uint8)
SHAPE = (2, 3)


def no_call() -> LabelMap:
    raise AssertionError("the label map was made although it is kept")


@pytest.fixture
def cache(tmp_path: Path) -> LabelCache:
    return LabelCache(tmp_path / "0a1b", CLASSES)


def test_a_label_map_is_made_once(cache: LabelCache) -> None:
    made = cache.read_or_make("a/1", SHAPE, lambda: LABELS)
    kept = cache.read_or_make("a/1", SHAPE, no_call)

    assert made.tolist() == kept.tolist() == LABELS.tolist()
    assert kept.dtype == np.uint8
    assert kept.flags.writeable


def test_the_file_is_an_index_png_in_the_class_colours(cache: LabelCache) -> None:
    cache.read_or_make("a/1", SHAPE, lambda: LABELS)

    with Image.open(cache.path("a/1")) as image:
        assert np.asarray(image).tolist() == LABELS.tolist()
        assert image.convert("RGB").getpixel((1, 0)) == (250, 0, 0)


def test_label_maps_of_many_classes_are_kept_in_16_bits(tmp_path: Path) -> None:
    cache = LabelCache(tmp_path, ClassSet(tuple(f"class {i}" for i in range(300))))
    labels = np.array([[299, 65535, 256]], dtype=np.uint16)
    cache.read_or_make("1", (1, 3), lambda: labels)
    kept = cache.read_or_make("1", (1, 3), no_call)

    assert kept.dtype == np.uint16
    assert kept.tolist() == labels.tolist()


@given(st.integers(1, 40), st.integers(1, 40), st.randoms(use_true_random=False))
def test_what_is_kept_is_what_was_made(height: int, width: int, random: Random) -> None:
    labels = np.array(random.choices([0, 1, 2, 255], k=height * width), dtype=np.uint8).reshape(height, width)
    with tempfile.TemporaryDirectory() as folder:
        cache = LabelCache(Path(folder), CLASSES)
        cache.read_or_make("1", (height, width), lambda: labels)

        assert np.array_equal(cache.read_or_make("1", (height, width), no_call), labels)


def test_a_single_damaged_bit_is_noticed_wherever_it_is(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    labels = random.integers(0, 3, (16, 16), dtype=np.uint8)
    cache = LabelCache(tmp_path, CLASSES)
    cache.read_or_make("1", labels.shape, lambda: labels)
    sound = cache.path("1").read_bytes()
    for position in range(0, len(sound), 3):
        damaged = bytearray(sound)
        damaged[position] ^= 0x10
        cache.path("1").write_bytes(damaged)

        assert np.array_equal(cache.read_or_make("1", labels.shape, lambda: labels), labels), position


@pytest.mark.parametrize("length", [0, 1, 8, 20, 33, 100, -12, -4, -1])
def test_a_cut_file_is_made_again(cache: LabelCache, length: int) -> None:
    cache.read_or_make("1", SHAPE, lambda: LABELS)
    path = cache.path("1")
    sound = path.read_bytes()
    path.write_bytes(sound[:length])

    assert cache.read_or_make("1", SHAPE, lambda: LABELS).tolist() == LABELS.tolist()
    assert path.read_bytes() == sound


def test_a_file_of_another_size_is_made_again(cache: LabelCache) -> None:
    cache.read_or_make("1", SHAPE, lambda: LABELS)

    assert cache.read_or_make("1", (3, 2), lambda: LABELS.T).tolist() == LABELS.T.tolist()


def test_no_sample_reaches_out_of_the_folder(cache: LabelCache) -> None:
    for sample_id in ("../../x", "/etc/passwd", "a/b", "", "." * 400):
        cache.read_or_make(sample_id, SHAPE, lambda: LABELS)

    assert len(list(cache.folder.iterdir())) == 5


def test_nothing_unfinished_is_left_behind(cache: LabelCache) -> None:
    cache.read_or_make("1", SHAPE, lambda: LABELS)

    assert [path.name for path in cache.folder.iterdir()] == ["1.png"]


def test_a_folder_that_cannot_be_made_costs_time_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = LabelCache(tmp_path / "file" / "0a1b", CLASSES)

    for _ in range(2):
        assert cache.read_or_make("1", SHAPE, lambda: LABELS).tolist() == LABELS.tolist()
    assert "cannot be kept" in caplog.text


def test_kept_files_are_readable_for_the_team(cache: LabelCache) -> None:
    previous = os.umask(0o022)
    try:
        cache.read_or_make("1", SHAPE, lambda: LABELS)
    finally:
        os.umask(previous)

    assert stat.S_IMODE(cache.path("1").stat().st_mode) == 0o644


def _read_all(folder: Path, names: list[str]) -> bool:
    cache = LabelCache(folder, CLASSES)
    labels: LabelMap = np.tile(LABELS, (40, 40)).astype(np.uint8)
    return all(np.array_equal(cache.read_or_make(name, (80, 120), lambda: labels), labels) for name in names)


def test_many_processes_make_and_read_the_same_label_maps(tmp_path: Path) -> None:
    names = [str(number) for number in range(30)]
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        right = pool.starmap(_read_all, [(tmp_path / "new", names)] * 4)

    assert right == [True] * 4
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(f"{n}.png" for n in names)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"XDG_CACHE_HOME": "/caches", "HOME": "/home/a"}, lambda: Path("/caches/segscope/labels")),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/home/a"}, lambda: Path("/home/a/.cache/segscope/labels")),
        ({"HOME": "/home/a"}, lambda: Path("/home/a/.cache/segscope/labels")),
        ({}, lambda: Path(tempfile.gettempdir(), f"segscope-{os.getuid()}", "labels")),
    ],
)
def test_the_default_folder_is_the_users_cache(
    environment: dict[str, str], expected: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert default_cache_dir() == expected()
