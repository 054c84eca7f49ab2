"""The demo's sample set: drawn whole or not at all, used again where it is the same, never mixed."""

from pathlib import Path

import pytest

from segscope.cli import demo
from segscope.errors import UsageError


def draw(out: Path, seed: int = 0) -> Path:
    return demo.draw_sample_set(out, 8, 8, seed, ())


def test_an_earlier_demos_pictures_are_used_again_and_others_are_never_mixed_in(tmp_path: Path) -> None:
    data = draw(tmp_path)
    times = {path: path.stat().st_mtime_ns for path in data.rglob("*.*")}

    assert draw(tmp_path) == data
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*.*")} == times
    with pytest.raises(UsageError, match="another demo"):
        draw(tmp_path, seed=1)


def test_a_demo_stopped_while_drawing_begins_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = draw(tmp_path / "whole")

    def stopped(folder: Path, **_: object) -> None:
        folder.mkdir(parents=True)
        (folder / "train.json").write_text("{")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(demo, "write_recycling", stopped)
        with pytest.raises(KeyboardInterrupt):
            draw(tmp_path / "out")
    again = draw(tmp_path / "out")

    assert (again / "train.json").read_bytes() == (whole / "train.json").read_bytes()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["data", "demo.json"]


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mine.txt").write_text("kept")

    with pytest.raises(UsageError, match="something else"):
        draw(tmp_path)

    assert (tmp_path / "data" / "mine.txt").read_text() == "kept"
