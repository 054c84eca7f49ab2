"""What fails, or is killed, while a validation is recorded: what was finished stays, half of it never."""

import random
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from segscope.errors import LabelMapError, StoreError
from segscope.record import ValidationRecorder
from segscope.store import Run, Validation, ValidationWriter, Workspace
from tests.contract.stores.processes import said_until_killed
from tests.record.scenes import (
    CLASSES,
    IDS,
    ROWS,
    assert_same,
    begin_run,
    make_scene,
    record,
    twin,
)


def test_a_full_disk_in_a_thread_reaches_the_caller(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(self: ValidationWriter, sample_id: str, *_: object) -> None:
        raise StoreError(f"cannot write {sample_id}: No space left on device")

    monkeypatch.setattr(ValidationWriter, "write_prediction", no_space)
    with ValidationRecorder(run, CLASSES, ROWS) as recorder, pytest.raises(StoreError, match="No space left"):
        record(recorder, make_scene(0), 1)
    assert run.validations() == ()


@pytest.mark.parametrize("step", ["log_scalars", "prune_validations"])
def test_what_fails_after_a_validation_is_stored_is_an_event_and_stops_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("no space left on device")

    monkeypatch.setattr(Run, step, fail)
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        record(recorder, make_scene(0), 1)
        record(recorder, make_scene(1), 2)
    assert len(run.validations()) == 2
    kind = {"log_scalars": "curves", "prune_validations": "pruning"}[step]
    assert [(event.kind, event.message) for event in run.events()[1:]] == [
        (kind, f"validation {index}: no space left on device") for index in (1, 2)
    ]


def test_a_store_that_fails_after_a_validation_is_stored_stops_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("the server is gone")

    for method in ("log_scalars", "add_event", "prune_validations"):
        monkeypatch.setattr(Run, method, fail)
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        record(recorder, make_scene(0), 1)
    assert len(run.validations()) == 1
    assert sorted(text.split(":")[0] for text in caplog.messages) == [
        f"run {run.id}, curves of validation 1",
        f"run {run.id}, pruning of validation 1",
    ]


def test_ctrl_c_while_a_validation_is_stored_never_leaves_half_of_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = ValidationWriter.commit

    def durable_then_interrupted(self: ValidationWriter, *args: Any, **options: Any) -> Validation:
        commit(self, *args, **options)
        raise KeyboardInterrupt

    scene = make_scene(0)
    with ValidationRecorder(run, CLASSES, ROWS) as recorder, monkeypatch.context() as context:
        context.setattr(ValidationWriter, "commit", durable_then_interrupted)
        with pytest.raises(KeyboardInterrupt):
            record(recorder, scene, 1)
    (stored,) = run.validations()
    assert_same(run.load_tables(stored), twin(scene))
    assert _files(stored.predictions_folder) == 2 * len(IDS)
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        assert record(recorder, scene, 2).validation.index == 2


def test_what_failed_is_told_when_it_settles(run: Run) -> None:
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        recorder.begin(epoch=0, step=1)
        foreign = np.full((9, 8), CLASSES.num_classes, np.uint8)
        recorder.add(IDS[0], foreign, foreign)
        with pytest.raises(LabelMapError, match="no class"):
            recorder.settle()


def _record_until_killed(run: Run, started: Connection) -> None:
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        for step in range(1, 10_000):
            recorded = record(recorder, make_scene(step), step)
            started.send(recorded.validation.index)


@pytest.mark.parametrize("seed", range(3))
def test_kill_9_while_recording_loses_no_finished_validation(workspace: Workspace, seed: int) -> None:
    run = begin_run(workspace, f"kill {seed}")
    finished = said_until_killed(_record_until_killed, run, random.Random(seed).uniform(0.0, 0.5))
    stored = run.validations()
    assert set(finished) <= {v.index for v in stored}
    for validation in stored:
        assert_same(run.load_tables(validation), twin(make_scene(validation.key.step)))
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        after = record(recorder, make_scene(1), 10_001).validation
    assert after.index == len(stored) + 1
    assert _files(after.predictions_folder) == 2 * len(IDS)


def _files(folder: Path) -> int:
    return sum(1 for _ in folder.iterdir())
