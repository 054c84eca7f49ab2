"""Who looks at which pictures, and the warning where validation pictures are among them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from segscope.config.load import load_config
from segscope.data.splits import divide
from segscope.store.new_run import NewRun
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.preflight import open_data
from segscope.train.unknown.observers import Observation, observe
from tests.train.unknown.objects_data import write_objects


class Place:
    """A data set, and runs of it that need no model: nothing is looked at here."""

    def __init__(self, data: Path, workspace: Workspace) -> None:
        self.data = data
        self.workspace = workspace

    def split(self, pool: Sequence[str]) -> Path:
        path = self.data.parent / f"{'-'.join(pool)}.csv"
        dataset = open_data(load_config(None, [f"data.path={self.data}"]), self.workspace)
        divide(dataset, "k-fold", {"folds": 2}, pool=pool).write(path)
        return path

    def run(self, *words: str) -> Run:
        config = load_config(None, [f"data.path={self.data}", *words])
        dataset = open_data(config, self.workspace)
        values = config.model_dump(mode="json")
        new = NewRun("base", values, dataset.class_set, [], label_hash=dataset.label_source_hash())
        return self.workspace.create_run(new)

    def folds(self, pool: Sequence[str], count: int = 2) -> Observation:
        split = self.split(pool)
        runs = [self.run(f"data.split={split}", f"data.fold={fold}") for fold in range(count)]
        return observe(runs, self.workspace)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with Workspace.open(tmp_path / "workspace") as workspace:
        yield Place(write_objects(tmp_path / "data", pictures=6, val=4), workspace)


def names(observation: Observation) -> list[str]:
    paths = (sample.image_path for observer in observation.observers for sample in observer.samples)
    return sorted(f"{path.parent.name}/{path.stem}" for path in paths)


def test_folds_of_the_training_split_need_no_warning(place: Place) -> None:
    found = place.folds(["train"])
    assert names(found) == [f"train/{number:03d}" for number in range(6)]
    assert found.out_of_fold
    assert found.warning == ""


def test_folds_that_hold_the_validation_split_are_warned_of_in_one_sentence(place: Place) -> None:
    found = place.folds(["train", "val"])
    assert len(names(found)) == 10
    assert found.warning.startswith("4 of the 10 pictures looked at are of the split 'val'")
    assert "`segscope split ... --pool train`" in found.warning


def test_folds_of_data_without_a_validation_split_are_warned_of(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "workspace") as workspace:
        place = Place(write_objects(tmp_path / "data", pictures=6, val=0), workspace)
        found = place.folds(["train"])
        assert found.warning.startswith("the data has no split 'val' of its own")
        assert "some of the 6 pictures looked at" in found.warning
        # The fold that a single run trained on is what a training like it trains on again.
        assert "looked at and scores too well" not in place.folds(["train"], 1).warning


def test_one_training_is_warned_of_for_its_own_reason(place: Place) -> None:
    found = observe([place.run()], place.workspace)
    assert names(found) == [f"train/{number:03d}" for number in range(6)]
    assert not found.out_of_fold
    assert found.leak == ""
    assert "trained on the objects it looks at" in found.warning
    both = place.folds(["train", "val"], 1)
    own = sum(name.startswith("val/") for name in names(both))
    assert own > 0
    assert f"explore with all of them. {own} of the 5 pictures looked at are of the split" in both.warning
