"""A file is whole or not there."""

import os
from pathlib import Path

import pytest

from segscope.errors import StoreError
from segscope.files.atomic import folder_bytes, write_atomic


def test_new_content_replaces_old(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_atomic(path, b"one")
    write_atomic(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_no_temp_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.txt"
    write_atomic(path, b"old")
    monkeypatch.setattr(os, step, no_space)
    with pytest.raises(StoreError, match=r"a\.txt: No space left on device"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file"):
        write_atomic(tmp_path / "none" / "a.txt", b"")


def test_sizes_add_up_without_following_links(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "a").write_bytes(b"12345")
    (tmp_path / "big").write_bytes(b"x" * 1000)
    (tmp_path / "in" / "link").symlink_to(tmp_path / "big")
    assert 5 <= folder_bytes(tmp_path / "in") < 1000
