"""Which validation of a run is compared."""

import pytest

from segscope.analysis.compare import choose_validation
from segscope.errors import StoreError, UsageError
from segscope.store import Workspace
from tests.analysis.compare.stored_runs import Stored, draw_truth, predict, store_run

TRUTH = draw_truth(4)


def test_best_last_and_epochs(workspace: Workspace) -> None:
    run = store_run(workspace, TRUTH, predict(TRUTH, 0.2), Stored(epochs=(2, 4)))
    floor = store_run(workspace, TRUTH, {image: 0 * m for image, m in TRUTH.items()}, Stored(epochs=(3, 6)))
    assert choose_validation(run).validation.key.epoch == 4
    assert choose_validation(floor).validation.key.epoch == 3, "the first of equals"
    assert choose_validation(floor, "last").validation.key.epoch == 6
    assert choose_validation(run, "2").validation.key.epoch == 2
    assert choose_validation(run, 2).validation.index == 1


def test_what_is_not_there_is_said(workspace: Workspace) -> None:
    run = store_run(workspace, TRUTH, predict(TRUTH, 0.2), Stored(epochs=(2, 4)))
    empty = store_run(workspace, TRUTH, predict(TRUTH, 0.2), Stored(epochs=()))
    with pytest.raises(StoreError, match=r"no validation at epoch 3: it has them at 2, 4"):
        choose_validation(run, "3")
    with pytest.raises(UsageError, match="'newest' is no validation"):
        choose_validation(run, "newest")
    with pytest.raises(StoreError, match="has no validation yet"):
        choose_validation(empty)


def test_the_split_of_the_config_is_meant(workspace: Workspace) -> None:
    run = store_run(workspace, TRUTH, predict(TRUTH, 0.2), Stored(split="test"))
    assert choose_validation(run).validation.key.split == "test"
    other = Stored(split="test", config={"data": {"val": "val"}})
    lone = store_run(workspace, TRUTH, predict(TRUTH, 0.2), other)
    assert choose_validation(lone).validation.key.split == "test", "the only one there is"
