"""Pruning: what a run keeps of each validation, while others write."""

from typing import Any

import pytest

from segscope.store import Validation, Workspace
from segscope.store.validations import read_validations
from tests.contract.stores.processes import exit_codes
from tests.contract.stores.stored import Open, new_run, validate


def test_pruning_keeps_best_and_last_whole_and_the_kept_samples_of_all(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    for step, miou in ((10, 0.4), (20, 0.9), (30, 0.5), (40, 0.6)):
        validate(run, step, miou)
        run.prune_validations()
    kept = {v.key.step: (v.kept, len(list(v.predictions_folder.iterdir()))) for v in run.validations()}
    assert kept == {10: ("some", 2), 20: ("all", 8), 30: ("some", 2), 40: ("all", 8)}
    first = run.validations()[0]
    assert run.prediction(first, "scene/1") is not None
    assert run.confidence(first, "scene/1") is not None
    assert run.prediction(first, "scene/0") is None
    assert len(run.load_tables(first).images) == 4


def test_what_another_process_stores_while_one_prunes_stays_whole(
    open_workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = open_workspace().create_run(new_run())
    other = open_workspace().run(run.id)
    validate(run, 10, 0.5)
    validate(run, 20, 0.4)

    def read_and_be_overtaken(*args: Any, **options: Any) -> tuple[Validation, ...]:
        found = read_validations(*args, **options)
        with monkeypatch.context() as context:
            context.setattr("segscope.store.runs.read_validations", read_validations)
            validate(other, 30 + len(other.validations()), 0.3)
        return found

    monkeypatch.setattr("segscope.store.runs.read_validations", read_and_be_overtaken)
    run.prune_validations()
    assert [v.kept for v in other.validations()] == ["all"] * 4


def test_pruning_leaves_the_picture_of_all_classes_alone_of_what_is_neither_best_nor_last(
    workspace: Workspace,
) -> None:
    run = workspace.create_run(new_run())
    for step, miou in ((10, 0.4), (20, 0.9), (30, 0.5)):
        panels = validate(run, step, miou).panels_folder
        panels.mkdir()
        for name in ("all-classes.png", "class-0.png", "class-12.png"):
            (panels / name).write_bytes(b"x" * 1000)
    assert run.prune_validations() > 2000
    kept = [sorted(path.name for path in v.panels_folder.iterdir()) for v in run.validations()]
    whole = ["all-classes.png", "class-0.png", "class-12.png"]
    assert kept == [["all-classes.png"], whole, whole]
    (run.validations()[0].panels_folder / "class-0.png").write_bytes(b"x" * 1000)  # drawn a moment too late
    assert workspace.gc() == 1000


def test_processes_that_prune_the_same_files_do_not_stop_each_other(workspace: Workspace) -> None:
    run = workspace.create_run(new_run(samples=200))
    for step in (10, 20, 30, 40):
        validate(run, step, 0.1)

    def prune(_: int) -> None:
        run.prune_validations()

    assert exit_codes(4, prune) == [0] * 4
    assert [v.kept for v in run.validations()] == ["all", "some", "some", "all"]
    assert len(list(run.validations()[1].predictions_folder.iterdir())) == 2
