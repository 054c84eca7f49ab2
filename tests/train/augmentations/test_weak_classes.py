"""The weakest classes of an earlier run, as the config of the next one names them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from segscope.config.load import load_config
from segscope.config.run_config import RunConfig
from segscope.data.sample import Sample
from segscope.engine.class_set import ClassSet
from segscope.errors import ConfigError, StoreError
from segscope.record.options import RecordOptions
from segscope.record.recorder import ValidationRecorder
from segscope.store.new_run import NewRun
from segscope.store.runs import Run
from segscope.store.split_files import SampleRow
from segscope.store.workspace import Workspace
from segscope.train.augmentations.weak_classes import name_weak_classes

CLASSES = ClassSet(("floor", "strange", "can", "bag", "cup"), background=0, unknown=1)


def stored_run(workspace: Workspace, right: Sequence[Sequence[float]], name: str = "before") -> Run:
    """A run with one validation for each list of recalls (one a class, in bands of 20 rows)."""
    rows = [SampleRow("val", "0001", "0001.png", None, None)]
    run = workspace.create_run(
        NewRun(name=name, config={"data": {"val": "val"}}, class_set=CLASSES, samples=rows)
    )
    truth = np.repeat(np.arange(5, dtype=np.uint8), 20)[:, None].repeat(100, axis=1)
    for epoch, recalls in enumerate(right, 1):
        guess = np.zeros_like(truth)
        for index, recall in enumerate(recalls):
            guess[20 * index : 20 * index + 20, : round(100 * recall)] = index
        record(run, epoch, truth, guess)
    return run


def record(run: Run, epoch: int, truth: np.ndarray, guess: np.ndarray) -> None:
    samples = (Sample("0001", "val", Path("0001.png"), label=1),)
    with ValidationRecorder(run, CLASSES, samples, options=RecordOptions(pictures=False)) as recorder:
        recorder.begin(epoch=epoch, step=epoch)
        recorder.add("0001", truth, guess, np.full(truth.shape, 200, np.uint8))
        recorder.finish()


def config(*overrides: str) -> RunConfig:
    return load_config(None, ["data.path=x", *overrides])


def test_the_last_validation_names_the_weakest_but_for_background_and_unknown(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as workspace:
        stored_run(workspace, [(1, 1, 0.1, 1, 1), (1, 0.05, 1, 0.4, 0.2)])
        asked = config("augment=[flip, {name: copy-paste, weak_of: before, weak_count: 2}]")
        filled = name_weak_classes(asked, workspace).model_dump(mode="json")["augment"]
    assert filled[1]["classes"] == ["cup", "bag"]
    assert filled[1]["weak_of"] == "before"
    assert filled[0] == {"name": "flip", "horizontal": 0.5, "vertical": 0.0}


def test_named_classes_stay_so_that_a_stored_config_needs_the_run_no_more(tmp_path: Path) -> None:
    asked = config("augment={name: copy-paste, weak_of: gone, classes: [can]}")
    with Workspace.open(tmp_path) as workspace:
        assert name_weak_classes(asked, workspace) == asked


def test_the_parent_may_be_named_by_that_word(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as workspace:
        stored_run(workspace, [(1, 1, 0.1, 1, 1)])
        asked = config("augment={name: copy-paste, weak_of: parent, weak_count: 1}")
        with pytest.raises(ConfigError, match="weak classes of the parent, and the config names none"):
            name_weak_classes(asked, workspace)
        filled = name_weak_classes(asked.model_copy(update={"parent": "before"}), workspace)
    assert filled.model_dump(mode="json")["augment"][0]["classes"] == ["can"]


def test_slips_are_said_in_a_sentence(tmp_path: Path) -> None:
    asked = config("augment={name: copy-paste, weak_of: before}")
    with Workspace.open(tmp_path) as workspace:
        with pytest.raises(StoreError, match="there is no run 'before'"):
            name_weak_classes(asked, workspace)
        stored_run(workspace, [])
        with pytest.raises(ConfigError, match="which has no validation"):
            name_weak_classes(asked, workspace)
