"""A run is held by the process that trains it, for as long as that process lives."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from segscope.engine.class_set import ClassSet
from segscope.errors import StoreError
from segscope.store import NewRun, Run, Workspace
from segscope.store.run_lock import is_being_trained, training_lock


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as workspace:
        yield workspace


@pytest.fixture
def run(workspace: Workspace) -> Run:
    return workspace.create_run(NewRun(name="n", config={}, class_set=ClassSet(("a",)), samples=()))


def _hold_for_ever(run: Run, held: Connection) -> None:
    with training_lock(run):
        held.send(True)
        signal.pause()


def _holder(run: Run) -> "multiprocessing.process.BaseProcess":
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_hold_for_ever, args=(run, theirs))
    process.start()
    assert ours.poll(60)
    return process


def test_a_killed_training_is_shown_as_stopped_and_can_be_deleted(workspace: Workspace, run: Run) -> None:
    process = _holder(run)
    try:
        assert is_being_trained(run)
        assert run.shown_status == "running"
        with pytest.raises(StoreError, match="is being trained by another process"):
            workspace.delete_run(run)
        assert run.folder.is_dir()
    finally:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(60)
    found = workspace.run(run.id)
    assert (found.status, found.shown_status) == ("running", "stopped")  # nobody was left to say so
    workspace.delete_run(run)
    assert workspace.runs() == ()
    assert not run.folder.exists()


def test_a_run_that_is_trained_is_deleted_by_force_alone(workspace: Workspace, run: Run) -> None:
    with training_lock(run):
        with pytest.raises(StoreError, match="is being trained"):
            workspace.delete_run(run)
        workspace.delete_run(run, force=True)
    assert workspace.runs() == ()


def test_a_run_is_held_once(run: Run) -> None:
    assert not is_being_trained(run)
    with training_lock(run):
        with pytest.raises(StoreError, match="is being trained"), training_lock(run):
            pass
        assert is_being_trained(run)
    assert not is_being_trained(run)
    with training_lock(run):
        assert is_being_trained(run)


def test_other_states_are_shown_as_they_are(workspace: Workspace, run: Run) -> None:
    run.set_status("failed", "no memory")
    assert run.shown_status == "failed"
    new = NewRun(name="i", config={}, class_set=ClassSet(("a",)), samples=(), kind="import")
    assert workspace.create_run(new).shown_status == "stopped"  # an import holds the lock, too


def test_a_run_whose_folder_is_gone_can_still_be_deleted(workspace: Workspace, run: Run) -> None:
    for path in run.folder.iterdir():
        path.unlink()
    run.folder.rmdir()
    assert not is_being_trained(run)
    with pytest.raises(StoreError, match="cannot be opened"), training_lock(run):
        pass
    workspace.delete_run(run)
    assert workspace.runs() == ()
