"""Where a workspace lies, and what its cleaning takes away."""

import os
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from segscope.engine import count
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from segscope.errors import StoreError
from segscope.files.atomic import TEMP_PREFIX
from segscope.store import NewRun, Run, SampleRow, Validation, ValidationKey, Workspace
from segscope.store.new_run import generate_run_id, user_name
from segscope.store.split_files import read_split, split_hash

CLASSES = ClassSet(("a", "b"))
ROWS = tuple(SampleRow("val", name, f"/{name}.png") for name in ("x", "y"))


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SEGSCOPE_WORKSPACE", "SEGSCOPE_STORE_URL", "SEGSCOPE_USER"):
        monkeypatch.delenv(name, raising=False)


def begin(workspace: Workspace, **fields: object) -> Run:
    settings = {"name": "n", "config": {}, "class_set": CLASSES, "samples": ROWS, "label_hash": "h1"}
    return workspace.create_run(NewRun(**(settings | fields)))  # type: ignore[arg-type]


def validate(run: Run, step: int) -> Validation:
    writer = run.begin_validation(ValidationKey(1, step, "val", "r", 255, "s"))
    label_map = np.zeros((4, 4), np.uint8)
    for row in ROWS:
        writer.write_prediction(row.id, label_map)
        run.labels.put("val", row.id, label_map)
    tables = CountTables.from_counts(["x", "y"], [count(label_map, label_map, num_classes=2)] * 2)
    return writer.commit(tables, {"miou": 1.0 / step}, seconds={}, monitor="miou", kept_samples=["x"])


def age(path: Path, seconds: float = 3600) -> None:
    for each in (path, *path.rglob("*")):
        os.utime(each, (time.time() - seconds,) * 2)


def test_the_place_is_the_argument_then_the_environment_then_the_folder_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Workspace.open().folder == tmp_path / "segscope-workspace"
    monkeypatch.setenv("SEGSCOPE_WORKSPACE", str(tmp_path / "from environment"))
    assert Workspace.open().folder == tmp_path / "from environment"
    assert Workspace.open(tmp_path / "given #1?").folder == tmp_path / "given #1?"
    assert (tmp_path / "given #1?" / "segscope.db").is_file()


def test_a_database_elsewhere_by_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEGSCOPE_STORE_URL", f"sqlite:///{tmp_path}/team.db")
    begin(Workspace.open(tmp_path / "a"))
    assert len(Workspace.open(tmp_path / "b").runs()) == 1


def test_a_workspace_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "w").write_text("")
    with pytest.raises(StoreError, match="--workspace"):
        Workspace.open(tmp_path / "w")


def test_ids_are_short_sort_by_time_and_name_the_folder(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path)
    run = begin(workspace)
    assert re.fullmatch(r"\d{8}-\d{6}-[a-z2-9]{4}", run.id)
    assert run.folder == tmp_path / "runs" / run.id
    begun = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert generate_run_id(begun) < generate_run_id(begun + timedelta(seconds=1))


def test_who_did_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "from-system")
    assert user_name() == "from-system"
    monkeypatch.setenv("SEGSCOPE_USER", "mia")
    assert begin(Workspace.open(tmp_path)).user == "mia"


def test_only_plain_names_become_files(tmp_path: Path) -> None:
    run = begin(Workspace.open(tmp_path))
    assert run.save_text("notes.md", "한글").read_text(encoding="utf-8") == "한글"
    for name in ("../x", "a/b", ".hidden", "", "a\0", "-x"):
        with pytest.raises(StoreError, match="plain file name"):
            run.save_text(name, "")


def test_one_sample_cannot_be_twice_in_a_split(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="twice in split 'val'"):
        begin(Workspace.open(tmp_path), samples=(*ROWS, ROWS[0]))


def test_the_split_file_gives_the_rows_back(tmp_path: Path) -> None:
    rows = (SampleRow("val", 'a,"b"\nc', "/x y.png", "=g", "00ff"), SampleRow("train", "", "/z"))
    run = begin(Workspace.open(tmp_path), samples=rows)
    assert read_split(run.folder / "split.csv") == rows
    (run.folder / "split.csv").write_text("a,b\n1,2\n")
    with pytest.raises(StoreError, match="no split file"):
        read_split(run.folder / "split.csv")


def test_split_hashes_tell_sets_apart_and_no_more() -> None:
    assert split_hash(["a", "b"]) == split_hash(["b", "a"])
    assert len({split_hash(ids) for ids in (["ab"], ["a", "b"], [], ["a"], ["a", "b", ""])}) == 5


def test_ground_truth_is_kept_once_and_outlives_the_users_files(tmp_path: Path) -> None:
    run = begin(Workspace.open(tmp_path))
    label_map = np.array([[0, 1, 255]], np.uint8)
    run.labels.put("val", "x", label_map)
    run.labels.put("val", "x", np.array([[1, 1, 1]], np.uint8))  # the same hash, so it cannot differ
    run.labels.put("train", "x", np.array([[1, 1, 1]], np.uint8))
    kept = begin(Workspace.open(tmp_path)).labels.get("val", "x")
    assert kept is not None
    np.testing.assert_array_equal(kept, label_map)
    assert begin(Workspace.open(tmp_path), label_hash="h2").labels.get("val", "x") is None


def test_gc_takes_what_nobody_needs_and_tells_how_much(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path)
    run, gone = begin(workspace), begin(workspace, label_hash="h2")
    for step in (1, 2, 3):
        validate(run, step)
    validate(gone, 1)
    workspace.delete_run(gone, force=True)
    needed = {path for path in tmp_path.rglob("*") if path.is_file() and "h2" not in path.parts}
    needed -= set(run.validations()[1].predictions_folder.glob("y.png"))
    orphan = tmp_path / "runs" / "20200101-000000-aaaa"
    unlisted = run.folder / "validations" / "0004" / "predictions"
    temp = run.folder / f"{TEMP_PREFIX}1-aa"
    nameless = run.folder / "validations" / ".new-00"
    for folder in (orphan, unlisted, nameless):
        folder.mkdir(parents=True)
        (folder / "x").write_bytes(b"1" * 100)
    temp.write_bytes(b"1" * 100)
    assert workspace.gc() > 0  # the second validation's prunable prediction; the rest is too young
    assert orphan.exists()
    assert unlisted.exists()
    for path in (orphan, unlisted.parent, nameless, tmp_path / "labels" / "h2"):
        age(path)
    os.utime(temp, (0, 0))
    assert workspace.gc() > 400
    left = {path for path in tmp_path.rglob("*") if path.is_file()}
    databases = {path for path in left | needed if path.name.startswith("segscope.db")}
    assert left - databases == needed - databases
    assert workspace.gc() == 0


@pytest.mark.parametrize("kind", ["labels", "verdicts"])
def test_gc_takes_what_is_cached_and_nobody_used_for_a_month(tmp_path: Path, kind: str) -> None:
    workspace = Workspace.open(tmp_path)
    day, now = 24 * 3600, time.time()
    used = {"read lately": (now - day, now - 99 * day), "written lately": (now - 99 * day, now - day)}
    for name, times in {**used, "forgotten": (now - 31 * day, now - 40 * day)}.items():
        folder = tmp_path / "cache" / kind / name
        folder.mkdir(parents=True)
        (folder / "a.png").write_bytes(b"1" * 100)
        os.utime(folder / "a.png", times)
        os.utime(folder, (now - 99 * day,) * 2)
    assert workspace.gc() == 100
    assert {path.name for path in (tmp_path / "cache" / kind).iterdir()} == set(used)
    assert workspace.gc() == 0


def test_gc_follows_no_link_out_of_the_workspace(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "w")
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "x").write_text("mine")
    (tmp_path / "w" / "runs" / "link").symlink_to(tmp_path / "precious")
    age(tmp_path / "precious")
    workspace.gc(grace_seconds=0)
    assert (tmp_path / "precious" / "x").read_text() == "mine"
