"""Exploring on trained folds: planted kinds are found, objects named once, wrong uses are one sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from segscope._unknown import explore_unknown, name_clusters, save_exploration
from segscope.config.load import load_config
from segscope.config.run_config import RunConfig
from segscope.config.unknown_file import load_unknown_file, save_unknown_file
from segscope.data.open import open_dataset
from segscope.errors import ConfigError, UsageError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.fit import train
from segscope.train.folds import train_folds
from segscope.train.progress import SilentWatcher
from segscope.train.request import TrainingRequest
from segscope.train.unknown.explore import Exploration
from segscope.train.unknown.objects import number_objects, picture_key
from tests.train.conftest import TINY
from tests.train.unknown.objects_data import kind_at, write_objects

# ImageNet's features, moved a little: a tiny random encoder would see little more than places.
QUICK = (
    "model.encoder=tf_efficientnet_lite0",
    "model.weights=imagenet",
    "optimizer.lr=0.0001",
    "train.epochs=1",
    "val.fixed_samples=0",
    "val.worst_per_class=0",
)
SMALL = ("model.encoder=resnet18", "model.weights=none")


@dataclass(frozen=True)
class Place:
    data: Path
    workspace: Workspace
    folds: tuple[Run, ...]

    def config(self, *words: str) -> RunConfig:
        return load_config(None, [f"data.path={self.data}", *TINY, *QUICK, *words])

    def explore(self, **options: object) -> Exploration:
        return explore_unknown(self.workspace, ["base"], smallest=5, device="cpu", **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("explore")
    data = write_objects(folder / "data", pictures=14, val=4)
    with Workspace.open(folder / "workspace") as workspace:
        config = load_config(None, [f"data.path={data}", *TINY, *QUICK, "name=base"])
        yield Place(data, workspace, train_folds(config, workspace, 2, SilentWatcher()))


@pytest.fixture(scope="module")
def found(place: Place) -> Exploration:
    return place.explore()


def test_planted_kinds_are_found_out_of_fold(found: Exploration, place: Place) -> None:
    kinds = []
    for one in found.objects:
        labels = one.dataset.read_label_map(one.sample)
        numbers = number_objects(one.dataset, one.sample, labels, 1)
        kinds.append(kind_at(one.dataset.read_image(one.sample), numbers == one.instance.number))
    assert found.choice.k == 3
    assert adjusted_rand_score(kinds, found.labels) == 1
    assert found.content.out_of_fold
    assert found.content.runs == tuple(run.id for run in place.folds)
    assert found.warning.startswith("4 of the 18 pictures looked at are of the split 'val'")
    for one in found.objects:
        run = place.folds[one.source]
        assert one.sample.id in {row.id for row in run.samples("val")}
        assert one.sample.id not in {row.id for row in run.samples("train")}


def test_every_object_of_every_picture_is_listed_once(found: Exploration, place: Place) -> None:
    dataset = open_dataset(place.data)
    expected = {}
    for samples in dataset.samples.values():
        for sample in samples:
            labels = dataset.read_label_map(sample)
            numbers = number_objects(dataset, sample, labels, 1)
            own = {int(n): int((numbers == n).sum()) for n in np.unique(numbers[numbers > 0])}
            expected[picture_key(dataset, sample)] = own
    listed = {
        picture: {one.number: one.pixels for one in objects}
        for picture, objects in found.content.objects.items()
    }
    assert listed == expected
    assert sum(cluster.objects for cluster in found.content.clusters) == len(found.objects)
    sizes = [cluster.objects for cluster in found.content.clusters]
    assert sizes == sorted(sizes, reverse=True)


def test_numbers_and_names_are_kept_whatever_k_means_calls_its_groups(
    found: Exploration, place: Place, tmp_path: Path
) -> None:
    number = {1: 3, 2: 9, 3: 1}
    renumbered = found.content.model_copy(
        update={
            "clusters": tuple(
                one.model_copy(update={"number": number[one.number], "name": f"kind {number[one.number]}"})
                for one in found.content.clusters
            ),
            "objects": {
                picture: tuple(one.model_copy(update={"cluster": number[one.cluster]}) for one in listed)
                for picture, listed in found.content.objects.items()
            },
        }
    )
    path = tmp_path / "earlier.yaml"
    save_unknown_file(renumbered, path)

    again = place.explore(like=path, seed=5)

    assert [c.name for c in again.content.clusters] == ["kind 1", "kind 3", "kind 9"]
    assert again.content.objects == renumbered.objects


def test_sheets_and_file_are_written_once_and_train(found: Exploration, place: Place, tmp_path: Path) -> None:
    path = save_exploration(found, place.workspace, tmp_path / "out")
    assert {file.name for file in path.parent.iterdir()} == {
        "unknown.yaml",
        "clusters.png",
        "cluster-1.png",
        "cluster-2.png",
        "cluster-3.png",
    }
    assert load_unknown_file(path) == found.content
    with pytest.raises(UsageError, match=r"is there already"):
        save_exploration(found, place.workspace, tmp_path / "out")

    assert name_clusters(path, [1, 3], "both").parts == ("both", "thing 2")
    run = train(TrainingRequest(place.config("unknown=split", f"unknown.file={path}"), place.workspace))
    assert run is not None
    assert run.config["unknown"]["parts"] == ["both", "thing 2"]


def test_one_model_looks_at_its_own_training_part_with_a_warning(place: Place) -> None:
    single = explore_unknown(place.workspace, [place.folds[0].id], smallest=3, device="cpu")
    assert "trained on the objects it looks at" in single.warning
    assert not single.content.out_of_fold
    trained = {row.id for row in place.folds[0].samples("train")}
    assert {one.sample.id for one in single.objects} <= trained


def test_wrong_uses_are_one_sentence(place: Place) -> None:
    ignoring = train(TrainingRequest(place.config("unknown=ignore", "name=blind", *SMALL), place.workspace))
    assert ignoring is not None
    with pytest.raises(ConfigError, match=r"knows nothing of the class"):
        explore_unknown(place.workspace, ["blind"])
    other = train(TrainingRequest(place.config("name=whole", *SMALL), place.workspace))
    assert other is not None
    with pytest.raises(UsageError, match=r"different folds of one split file"):
        explore_unknown(place.workspace, [place.folds[0].id, "whole"])
    with pytest.raises(UsageError, match=r"different folds of one split file"):
        explore_unknown(place.workspace, [place.folds[0].id, place.folds[0].id])
    with pytest.raises(ConfigError, match=r"there is no class 'thnig'"):
        place.explore(class_name="thnig")
    with pytest.raises(UsageError, match=r"lower --min-pixels"):
        place.explore(min_pixels=4000)
