"""Runs: what they begin with, how they are found, and how they are deleted."""

import csv
import math
import time

import pytest
import sqlalchemy as sa
import yaml

from segscope.errors import StoreError
from segscope.store import NewRun, SampleRow, Workspace
from tests.contract.stores.stored import CLASSES, Open, new_run, validate


def test_everything_that_a_run_begins_with_is_there_after_reopening(open_workspace: Open) -> None:
    rows = [
        SampleRow("train", "b/2", "/data/b 2.png", None, "ff"),
        SampleRow("train", "a/1", "/data/a,1.png", "g"),
        SampleRow("val", "b/2", '/data/"v".png'),
    ]
    new = NewRun(
        name="first",
        config={"lr": 1e-3, "clip": math.inf, "sizes": (1, 2), "말": "값"},
        class_set=CLASSES,
        samples=rows,
        kind="import",
        data_root="/data",
        data_layout="coco",
        label_hash="abc",
        seed=7,
        environment={"torch": "2.11", "cuda": None},
        user="mia",
    )
    run = open_workspace().run(open_workspace().create_run(new).id)
    assert (run.name, run.kind, run.status, run.user, run.seed) == ("first", "import", "running", "mia", 7)
    assert (run.data_root, run.data_layout, run.label_hash) == ("/data", "coco", "abc")
    assert run.config == {"lr": 1e-3, "clip": math.inf, "sizes": [1, 2], "말": "값"}
    assert run.class_set == CLASSES
    assert run.environment == {"torch": "2.11", "cuda": None}
    assert run.samples() == tuple(rows)
    assert run.samples("train") == tuple(rows[:2])
    assert abs(time.time() - run.created_at.timestamp()) < 60
    assert yaml.safe_load((run.folder / "config.yaml").read_text()) == run.config
    with open(run.folder / "split.csv", encoding="utf-8", newline="") as stream:
        assert [row["image"] for row in csv.DictReader(stream)] == [row.image_path for row in rows]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a'; DROP TABLE runs;--", "한글 🚮", "", "x" * 5000])
def test_a_name_is_only_text(workspace: Workspace, name: str) -> None:
    run = workspace.create_run(new_run(name))
    assert workspace.run(run.id).name == name
    assert run.folder.parent == workspace.folder / "runs"
    assert run.folder.is_dir()


def test_a_name_that_no_database_can_hold_is_refused(workspace: Workspace) -> None:
    with pytest.raises(StoreError, match="rename"):
        workspace.create_run(new_run("a\0b"))
    with pytest.raises(StoreError, match="rename"):
        workspace.create_run(new_run("a\udcffb"))


def test_a_run_is_found_by_id_name_and_beginning(workspace: Workspace) -> None:
    first, second = workspace.create_run(new_run("dice")), workspace.create_run(new_run("dice plus ce"))
    assert workspace.run(first.id).id == first.id
    assert workspace.run("dice").id == first.id
    assert workspace.run("dice p").id == second.id
    assert [run.id for run in workspace.runs()] == [second.id, first.id]
    with pytest.raises(StoreError, match="fits 2 runs"):
        workspace.run("di")
    with pytest.raises(StoreError, match="no run 'focal'"):
        workspace.run("focal")


def test_runs_are_chosen_by_status_and_kind(workspace: Workspace) -> None:
    first, second = workspace.create_run(new_run()), workspace.create_run(new_run())
    first.set_status("finished", "all epochs done")
    assert [run.id for run in workspace.runs(status="running")] == [second.id]
    assert workspace.runs(kind="import") == ()
    assert [run.id for run in workspace.runs(limit=1)] == [second.id]
    assert [event.message for event in first.events()] == ["running", "finished: all epochs done"]


def test_a_parent_must_exist(workspace: Workspace) -> None:
    parent = workspace.create_run(new_run())
    child = NewRun(name="c", config={}, class_set=CLASSES, samples=[], parent_id=parent.id)
    assert workspace.create_run(child).parent_id == parent.id
    orphan = NewRun(name="c", config={}, class_set=CLASSES, samples=[], parent_id="20200101-000000-none")
    with pytest.raises(StoreError, match="parent"):
        workspace.create_run(orphan)
    assert len(list((workspace.folder / "runs").iterdir())) == len(workspace.runs()) == 2


def test_deleting_a_run_takes_its_rows_and_files_and_no_other(workspace: Workspace) -> None:
    run, other = workspace.create_run(new_run("a")), workspace.create_run(new_run("b"))
    for each in (run, other):
        validate(each, 10, 0.5)
        each.log_scalars({"x": 1.0}, 1)
    size = run.size_bytes()
    assert workspace.delete_run(run) == size > 0
    assert not run.folder.exists()
    assert [left.id for left in workspace.runs()] == [other.id]
    assert len(other.validations()) == 1
    assert other.scalars("x") == ((1, 1.0),)
    with pytest.raises(StoreError, match="was deleted"):
        _ = run.status
    with workspace.database.read() as connection:
        left_over = connection.scalar(sa.text("SELECT count(*) FROM samples")), len(other.samples())
    assert left_over == (4, 4)


def test_a_store_of_a_newer_version_is_refused_with_a_sentence(open_workspace: Open) -> None:
    with open_workspace().database.write() as connection:
        connection.execute(
            sa.text("INSERT INTO migrations (name, applied_at) VALUES ('9999-later', '2030-01-01')")
        )
    with pytest.raises(StoreError, match=r"newer segscope.*9999-later.*update"):
        open_workspace()
