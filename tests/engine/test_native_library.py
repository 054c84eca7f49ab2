"""The compiled part: built from these sources, missing or broken, used by threads, its memory let go."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from build_steps import native
from segscope.engine import count, native_library
from segscope.engine.native_library import Scratch, load_library, thread_scratch
from segscope.errors import NativeLibraryError
from tests.engine.drawn_maps import Scene, draw

ROOT = Path(__file__).parents[2]


def test_a_missing_library_says_to_reinstall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native_library, "LIBRARY", tmp_path / "nothing.so")
    load_library.cache_clear()
    with pytest.raises(NativeLibraryError, match=r"nothing\.so, cannot be loaded: reinstall segscope"):
        load_library()
    load_library.cache_clear()


def test_a_broken_library_says_to_reinstall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.so"
    broken.write_bytes(b"not a library")
    monkeypatch.setattr(native_library, "LIBRARY", broken)
    load_library.cache_clear()
    with pytest.raises(ImportError, match="reinstall segscope"):
        load_library()
    load_library.cache_clear()


def test_importing_the_engine_loads_neither_the_library_nor_anything_heavy() -> None:
    code = (
        "import sys, segscope.engine, segscope.engine.scores\n"
        "from segscope.engine.native_library import load_library\n"
        "heavy = {'torch', 'PIL', 'scipy', 'pyarrow', 'matplotlib', 'pydantic'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert load_library.cache_info().currsize == 0\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_threads_have_scratch_of_their_own_and_count_alike() -> None:
    truth, prediction = (each.astype(np.uint8) for each in draw(Scene(90, 200, num_classes=6)))
    expected = count(truth, prediction, num_classes=6, ignore=255)
    barrier = threading.Barrier(4)

    def work(_: int) -> tuple[int, bool]:
        barrier.wait()
        same = all(count(truth, prediction, num_classes=6, ignore=255) == expected for _ in range(20))
        return thread_scratch().pointer, same

    with ThreadPoolExecutor(4) as pool:
        pointers, same = zip(*pool.map(work, range(4)), strict=True)
    assert len(set(pointers)) == 4
    assert all(same)


def test_scratch_is_let_go_after_a_large_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native_library, "KEPT_SCRATCH_BYTES", 1 << 20)
    small, large = np.zeros((10, 10), dtype=np.uint8), np.zeros((1500, 1500), dtype=np.uint8)
    count(small, small, num_classes=1)
    kept = thread_scratch()
    count(large, large, num_classes=1)
    assert kept.is_large()
    assert thread_scratch() is not kept


def test_scratch_is_freed_with_its_owner() -> None:
    scratch = Scratch()
    free = scratch._free
    assert free.alive
    del scratch
    assert not free.alive


def test_counts_after_a_refused_pair_are_right() -> None:
    truth, prediction = (each.astype(np.uint8) for each in draw(Scene(40, 50, num_classes=6)))
    expected = count(truth, prediction, num_classes=6, ignore=255)
    with pytest.raises(ValueError, match="no class"):
        count(truth, prediction, num_classes=2, ignore=255)
    assert count(truth, prediction, num_classes=6, ignore=255) == expected


def test_the_library_is_built_from_these_sources_and_the_hash_follows_them(tmp_path: Path) -> None:
    digest = native.hash_of_sources(ROOT)
    assert native.is_built_from(native_library.LIBRARY, digest), "stale: run `pip install -e .` again"
    for path in [*(ROOT / native.SOURCES).glob("*.[ch]"), ROOT / native.THIS_FILE]:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assert native.hash_of_sources(tmp_path) == digest
    (tmp_path / native.SOURCES / "count.c").write_text("changed", encoding="utf-8")
    assert native.hash_of_sources(tmp_path) != digest
