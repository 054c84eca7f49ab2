"""Rows that are kept in memory say what rows say that are read anew, whatever happened in between."""

import random

import pytest

from segscope.analysis.notebook import FollowedExperiments, gather_experiments
from segscope.store import Run, Workspace
from segscope.store.followed_runs import FollowedRuns
from segscope.store.notebook import CellEdit, Notebook
from segscope.store.notebook.meetings import Meetings
from segscope.store.run_lock import training_lock
from tests.analysis.compare.stored_runs import Stored, draw_truth, predict, store_run
from tests.contract.stores.stored import validate

TRUTH = draw_truth(3)


def follow(workspace: Workspace) -> FollowedExperiments:
    return FollowedExperiments(workspace, FollowedRuns(workspace.database, workspace.folder))


def store(workspace: Workspace, name: str, seed: int = 0, **config: object) -> Run:
    return store_run(workspace, TRUTH, predict(TRUTH, 0.3, seed), Stored(name, seed, config=config))


def test_whatever_happens_they_say_what_is_there(workspace: Workspace) -> None:
    """Other objects write, as other servers do."""
    rng, book, rows = random.Random(0), Notebook(workspace.database), follow(workspace)
    happened = set()

    def edit() -> None:
        number = rng.choice(book.notes(deleted=True)).number
        field = rng.choice(["title", "parent", "status", "own column"])
        text = rng.choice(["", "#1", "#2", "#4", "done", "학습"])
        book.edit_many([CellEdit(number, field, text, len(book.history(number, field)))])

    def take_away() -> None:
        book.delete(rng.choice(book.notes()).number)

    def bring_back() -> None:
        book.undelete(rng.choice(book.notes(deleted=True)).number)

    def train() -> None:
        store(workspace, f"run {len(workspace.runs())}", rng.randrange(2), mix=[{"name": rng.choice("ab")}])

    acts = (
        edit,
        take_away,
        bring_back,
        train,
        lambda: book.add({"title": "idea"}),
        lambda: book.comment(rng.choice(book.notes(deleted=True)).number, "why?"),
        lambda: rng.choice(workspace.runs()).set_status(rng.choice(["finished", "failed", "running"])),
        lambda: workspace.delete_run(rng.choice(workspace.runs())),
        lambda: Meetings(workspace.database).begin(since=workspace.runs()[-1].created_at),
    )
    for _ in range(4):
        train()
    gather_experiments(workspace)
    for _ in range(120):
        act = rng.choice(acts[:-2] if len(workspace.runs()) < 3 or len(book.notes()) < 3 else acts)
        if act is take_away and len(book.notes()) < 2:
            continue
        happened.add(act)
        act()
        for deleted in (False, True):
            assert rows.read(deleted=deleted)[1] == gather_experiments(workspace, deleted=deleted)
        assert rows.read()[0] == book.last_change
    assert happened == set(acts)


def test_what_did_not_change_is_the_same_object(workspace: Workspace) -> None:
    rows, book = follow(workspace), Notebook(workspace.database)
    for seed in range(3):
        store(workspace, "a", seed, mix=[{"name": str(seed)}])
    before = rows.read()[1]
    assert rows.read()[1] is before
    book.edit(2, "title", "new", base=0)
    after = rows.read()[1]
    assert [one is other for one, other in zip(before, after, strict=True)] == [True, False, True]
    book.edit(2, "parent", "#1", base=0)
    changed = rows.read()[1][1]
    assert (changed.parent, changed.changed) == (1, ("mix − 0", "mix + 1"))


def test_a_new_validation_and_the_end_of_a_training_are_seen(workspace: Workspace) -> None:
    rows, run = follow(workspace), store(workspace, "a")
    with training_lock(run):
        (before,) = rows.read()[1]
        validate(run, 20, 0.9)
        (after,) = rows.read()[1]
        assert (before.status, after.status) == ("running", "running")
        assert (after.miou, after.results[0].best) == (0.9, 2)
    assert rows.read()[1][0].status == "stopped"  # nobody holds it, and no row says so


@pytest.mark.parametrize("limit", [0, 1000])
def test_many_changes_at_once_are_followed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr("segscope.store.notebook.followed._MOST_FOLLOWED", limit)
    monkeypatch.setattr("segscope.store.followed_runs._MOST_READ_ONE_BY_ONE", limit)
    rows, book = follow(workspace), Notebook(workspace.database)
    assert rows.read() == (0, ())
    store(workspace, "a")
    book.add_many([{"title": str(number)} for number in range(20)])
    assert [row.title for row in rows.read()[1]] == [row.title for row in gather_experiments(workspace)]
