"""How a side is written."""

import pytest

from segscope.analysis.compare import runs_of_side
from segscope.errors import StoreError, UsageError
from segscope.store import Run, Workspace
from tests.analysis.compare.stored_runs import Stored, draw_truth, predict, store_run

TRUTH = draw_truth(2)
GUESS = predict(TRUTH, 0.2)


def test_ids_names_and_lists(workspace: Workspace) -> None:
    base, wide = (store_run(workspace, TRUTH, GUESS, Stored(name)) for name in ("base", "wide, again"))
    assert [run.id for run in runs_of_side(workspace, base.id)] == [base.id]
    assert [run.id for run in runs_of_side(workspace, "wide, again")] == [wide.id]
    assert [run.id for run in runs_of_side(workspace, f"base, {wide.id}")] == [base.id, wide.id]
    with pytest.raises(StoreError, match="no run 'nobody'"):
        runs_of_side(workspace, "base,nobody")
    with pytest.raises(UsageError, match="an empty place between commas"):
        runs_of_side(workspace, "base,,wide")


def test_a_name_shared_by_seeds_stands_for_all_of_them(workspace: Workspace) -> None:
    runs = [store_run(workspace, TRUTH, GUESS, Stored("base", seed)) for seed in range(3)]
    assert [run.id for run in runs_of_side(workspace, "base")] == [run.id for run in runs]
    store_run(workspace, TRUTH, GUESS, Stored("base", 3, config={"loss": "dice"}))
    with pytest.raises(StoreError, match="fits 4 runs"):
        runs_of_side(workspace, "base")


def test_a_training_repeated_with_its_seed_is_no_second_one(workspace: Workspace) -> None:
    for _ in range(2):
        store_run(workspace, TRUTH, GUESS, Stored("base", 1))
    with pytest.raises(StoreError, match="fits 2 runs"):
        runs_of_side(workspace, "base")


def test_a_name_shared_by_the_folds_of_one_split_file_stands_for_all_of_them(workspace: Workspace) -> None:
    truth = draw_truth(4)
    guess = predict(truth, 0.2)
    parts = [list(truth)[:2], list(truth)[2:]]

    def store(fold: int, sha256: str) -> Run:
        part = {image: guess[image] for image in parts[fold]}
        data = {"val": "val", "split": "s.csv", "fold": fold, "split_sha256": sha256}
        return store_run(workspace, truth, part, Stored("base", config={"data": data}))

    runs = [store(fold, "one") for fold in range(2)]
    assert [run.id for run in runs_of_side(workspace, "base")] == [run.id for run in runs]
    store(1, "another")
    with pytest.raises(StoreError, match="fits 3 runs"):
        runs_of_side(workspace, "base")
