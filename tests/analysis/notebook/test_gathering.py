"""Rows that fill themselves: from stored runs whose configs and scores are known."""

import math
import statistics

import pytest

from segscope.analysis.notebook import gather_experiments, give_runs_rows
from segscope.store import NewRun, Workspace
from segscope.store.notebook import Notebook
from tests.analysis.compare.stored_runs import CLASSES, Stored, draw_truth, predict, store_run

TRUTH = draw_truth(6)


def config(**train: object) -> dict[str, object]:
    return {"train": {"epochs": 30, **train}, "data": {"val": "val"}, "mix": []}


def store(workspace: Workspace, name: str, wrong: float, seed: int = 0, **changes: object) -> str:
    how = Stored(name=name, seed=seed, config={**config(seed=seed), **changes})
    return store_run(workspace, TRUTH, predict(TRUTH, wrong, seed), how).id


def test_runs_that_differ_by_their_seed_share_a_row(workspace: Workspace) -> None:
    ids = [store(workspace, "baseline", 0.2, seed) for seed in range(3)]
    ids.append(store(workspace, "mixed", 0.1, mix=[{"name": "cutmix"}]))
    first, second = gather_experiments(workspace)
    assert [first.note.number, second.note.number] == [1, 2]
    assert ([result.id for result in first.results], [result.id for result in second.results]) == (
        ids[:3],
        ids[3:],
    )
    best = [run.best_validation() for run in reversed(workspace.runs())]
    scores = [found.scores["miou"] for found in best if found is not None]
    assert first.scores == tuple(scores[:3])
    assert first.miou == pytest.approx(statistics.mean(scores[:3]))
    assert first.miou_sd == pytest.approx(statistics.stdev(scores[:3]))
    assert math.isnan(second.miou_sd)
    assert (first.title, second.title) == ("baseline", "mixed")


def test_the_weakest_class_is_the_one_of_the_lowest_mean_iou(workspace: Workspace) -> None:
    store(workspace, "baseline", 0.2)
    (row,) = gather_experiments(workspace)
    (found,) = [run.best_validation() for run in workspace.runs()]
    assert found is not None
    by_class = dict(zip(CLASSES.names, found.scores["per_class"]["iou"], strict=True))
    known = {name: iou for name, iou in by_class.items() if iou is not None}
    assert row.weakest == (min(known, key=lambda name: known[name]), min(known.values()))


def test_what_changed_is_told_against_the_parent_run(workspace: Workspace) -> None:
    parent = store(workspace, "baseline", 0.2)
    new = NewRun(
        "longer",
        {**config(epochs=60, seed=4), "mix": [{"name": "cutmix"}]},
        CLASSES,
        workspace.run(parent).samples(),
        seed=4,
        parent_id=parent,
    )
    child = workspace.create_run(new)
    row = gather_experiments(workspace)[1]
    assert (row.parent, [result.id for result in row.results]) == (1, [child.id])
    assert row.changed == ("train.epochs 30 → 60", "mix + cutmix")
    assert math.isnan(row.difference)  # not validated yet
    assert row.status == "stopped"  # nobody trains it


def test_the_parent_that_people_write_goes_first(workspace: Workspace) -> None:
    store(workspace, "baseline", 0.2)
    store(workspace, "mixed", 0.1, mix=[{"name": "cutmix"}])
    give_runs_rows(workspace)
    notebook = Notebook(workspace.database)
    notebook.edit(2, "parent", "#1", base=0)
    first, second = gather_experiments(workspace)
    assert (second.parent, second.changed) == (1, ("mix + cutmix",))
    assert second.difference == pytest.approx(second.miou - first.miou)
    for nowhere in ("#9", "2", "last week's"):
        notebook.edit(2, "parent", nowhere, base=notebook.note(2).cells["parent"].version)
        assert gather_experiments(workspace)[1].parent is None


def test_an_idea_is_a_row_without_a_run(workspace: Workspace) -> None:
    Notebook(workspace.database).add({"title": "boundary loss"})
    (row,) = gather_experiments(workspace)
    assert (row.title, row.status, row.weakest, row.scores) == ("boundary loss", "idea", None, ())
    assert row.to_dict()["miou"] is None


def test_every_run_gets_its_row_once(workspace: Workspace) -> None:
    store(workspace, "baseline", 0.2)
    assert [give_runs_rows(workspace), give_runs_rows(workspace)] == [1, 0]
    workspace.delete_run(workspace.runs()[0])
    (row,) = gather_experiments(workspace)
    assert (len(row.note.runs), row.results) == (1, ())
