"""The join of two texts, against git's own and by what holds for every join."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segscope.store.notebook.merge import merge_texts

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "유리"]), max_size=6).map("\n".join)


@given(LINES, LINES)
def test_a_side_that_changed_nothing_gives_way(base: str, changed: str) -> None:
    assert merge_texts(base, changed, base).text == changed
    assert merge_texts(base, base, changed).text == changed


@given(LINES, LINES)
def test_the_same_change_twice_is_made_once(base: str, changed: str) -> None:
    merged = merge_texts(base, changed, changed)
    assert (merged.text, merged.has_conflict) == (changed, False)


@given(LINES, LINES, LINES)
def test_each_side_is_whole_in_a_join_with_conflicts_or_joined(base: str, ours: str, theirs: str) -> None:
    merged = merge_texts(base, ours, theirs)
    swapped = merge_texts(base, theirs, ours)
    assert swapped.has_conflict == merged.has_conflict
    if not merged.has_conflict:
        assert swapped.text == merged.text
    for line in {*ours.split("\n"), *theirs.split("\n")} - set(base.split("\n")):
        assert line in merged.text.split("\n")  # nobody's new words are lost


def edited(lines: list[str], places: dict[int, str]) -> str:
    """Replace, delete or add after single lines of a text whose lines all differ."""
    changed: list[str] = []
    for number, line in enumerate(lines):
        action = places.get(number, "keep")
        changed += {"keep": [line], "drop": [], "change": [f"{line}!"], "add": [line, f"{line}+"]}[action]
    return "\n".join(changed)


ACTIONS = st.dictionaries(st.integers(0, 7), st.sampled_from(["drop", "change", "add"]), max_size=3)


@settings(max_examples=40, deadline=None)
@given(ACTIONS, ACTIONS)
def test_conflicts_and_joins_are_those_of_git(
    tmp_path_factory: pytest.TempPathFactory, first: dict[int, str], second: dict[int, str]
) -> None:
    lines = [f"line {number}" for number in range(8)]
    base, ours, theirs = "\n".join(lines), edited(lines, first), edited(lines, second)
    folder = tmp_path_factory.mktemp("git")
    by_git, conflicts = git_merge(folder, base, ours, theirs)
    merged = merge_texts(base, ours, theirs)
    assert merged.has_conflict == conflicts
    if not conflicts:
        assert merged.text == by_git


def git_merge(folder: Path, base: str, ours: str, theirs: str) -> tuple[str, bool]:
    for name, text in (("base", base), ("ours", ours), ("theirs", theirs)):
        (folder / name).write_text(f"{text}\n" if text else "")
    done = subprocess.run(
        ["git", "merge-file", "-p", "ours", "base", "theirs"], cwd=folder, capture_output=True, check=False
    )
    assert 0 <= done.returncode < 128, done.stderr
    return done.stdout.decode().removesuffix("\n"), done.returncode > 0
