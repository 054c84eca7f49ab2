"""Validations: whole or not there, and as they were written."""

import math
import os
import signal

import numpy as np
import pytest

from segscope.store import Run, Workspace
from segscope.store.validation_folders import ClaimedFolder
from tests.contract.stores.processes import exit_codes
from tests.contract.stores.stored import Open, key, new_run, tables, validate


def test_a_validation_is_seen_only_when_it_is_whole(open_workspace: Open) -> None:
    run = open_workspace().create_run(new_run())
    other = open_workspace().run(run.id)
    writer = run.begin_validation(key(10))
    writer.write_prediction("scene/0", np.zeros((2, 2), np.uint8))
    assert other.validations() == ()
    stored = writer.commit(
        tables(run), {"miou": 0.5, "iou": [0.5, math.nan]}, seconds={}, monitor="miou", kept_samples=[]
    )
    (seen,) = other.validations()
    assert seen.key == stored.key == key(10)
    assert (seen.index, seen.attempt, seen.num_images, seen.is_best, seen.kept) == (1, 1, 4, True, "all")
    assert seen.scores["miou"] == 0.5
    assert math.isnan(seen.scores["iou"][1])


def _begin_and_die(run: Run) -> None:
    run.begin_validation(key(10)).write_prediction("scene/9", np.zeros((2, 2), np.uint8))
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_killed_writer_left_is_cleared_by_the_next(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    assert exit_codes(1, lambda _: _begin_and_die(run)) == [-signal.SIGKILL]
    (left_over,) = run.dead_validation_folders()
    stored = validate(run, 10, 0.5)
    assert stored.folder == left_over
    assert run.prediction(stored, "scene/9") is None
    assert run.prediction(stored, "scene/1") is not None


def test_two_writers_of_one_run_do_not_meet(open_workspace: Open) -> None:
    run = open_workspace().create_run(new_run())
    slow = open_workspace().run(run.id).begin_validation(key(10))
    slow.write_prediction("scene/1", np.zeros((5, 6), np.uint8))
    quick = validate(run, 20, 0.7)
    assert run.dead_validation_folders() == []
    late = slow.commit(tables(run), {"miou": 0.5}, seconds={}, monitor="miou", kept_samples=[])
    assert (late.index, quick.index) == (1, 2)
    assert run.prediction(late, "scene/1") is not None
    assert [v.index for v in run.validations()] == [1, 2]
    assert validate(run, 30, 0.1).index == 3


def test_an_abandoned_validation_leaves_nothing(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    writer = run.begin_validation(key(10))
    writer.abandon()
    assert not writer.folder.exists()
    assert validate(run, 10, 0.5).index == 1


def test_tables_and_predictions_come_back_as_they_were(open_workspace: Open) -> None:
    run = open_workspace().create_run(new_run())
    stored = validate(run, 11, 0.5)
    again = open_workspace().run(run.id)
    read, written = again.load_tables(stored), tables(run, 11)
    assert (read.images, read.num_classes) == (written.images, 3)
    for name, column in written.columns.items():
        np.testing.assert_array_equal(read.columns[name], column)
    np.testing.assert_array_equal(read.wrong, written.wrong)
    prediction = again.prediction(stored, "scene/3")
    assert prediction is not None
    np.testing.assert_array_equal(prediction, np.full((5, 6), 2))
    np.testing.assert_array_equal(again.confidence(stored, "scene/3"), np.full((5, 6), 200))


def test_ctrl_c_in_the_moment_of_the_commit_keeps_what_was_stored(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = workspace.create_run(new_run())

    def interrupted(_: ClaimedFolder) -> None:
        raise KeyboardInterrupt

    writer = run.begin_validation(key(10))
    writer.write_prediction("scene/0", np.zeros((2, 2), np.uint8))
    with monkeypatch.context() as context:
        context.setattr(ClaimedFolder, "release", interrupted)
        with pytest.raises(KeyboardInterrupt):
            writer.commit(tables(run), {"miou": 0.5}, seconds={}, monitor="miou", kept_samples=[])
    writer.abandon()
    (stored,) = run.validations()
    assert run.prediction(stored, "scene/0") is not None
    assert len(run.load_tables(stored).images) == 4
    assert validate(run, 20, 0.5).index == 2
