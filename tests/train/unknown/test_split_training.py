"""Sub-classes on the real trainer: one part is the class, bit for bit; several never leave the training."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from segscope.config.inference import MembersChoice
from segscope.config.load import load_config
from segscope.config.run_config import RunConfig
from segscope.data.open import open_dataset
from segscope.errors import DataError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.checkpoint import load_checkpoint
from segscope.train.ensembles.context import EnsembleContext
from segscope.train.ensembles.make import EnsembleRequest, make_ensemble
from segscope.train.ensembles.source import source_of_runs
from segscope.train.fit import resume, train
from segscope.train.load_model import load_model
from segscope.train.predict import PredictOptions, find_pictures, predict
from segscope.train.progress import SilentWatcher, StepReport
from segscope.train.request import TrainingRequest
from tests.train.conftest import TINY
from tests.train.unknown.objects_data import write_objects
from tests.train.unknown.split_files import truth_file

MIXED = (
    "train.epochs=2",
    "val.every=2",
    "val.fixed_samples=1",
    "mix=[classmix, {name: snapmix, warmup: 0}]",
    "augment=[{name: copy-paste, classes: [thing, box]}, {name: scale-crop, size: 64, rare: 0.5}, flip]",
)


@dataclass(frozen=True)
class Place:
    data: Path
    folder: Path
    workspace: Workspace

    def config(self, *words: str) -> RunConfig:
        return load_config(None, [f"data.path={self.data}", *TINY, *MIXED, *words])

    def train(self, *words: str) -> Run:
        run = train(TrainingRequest(self.config(*words), self.workspace))
        assert run is not None
        return run


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("split-training")
    data = write_objects(folder / "data", pictures=8, val=3)
    dataset = open_dataset(data)
    truth_file(dataset, folder / "three.yaml")
    truth_file(dataset, folder / "one.yaml", cluster_of=lambda _: 1)
    with Workspace.open(folder / "workspace") as workspace:
        yield Place(data, folder, workspace)


@pytest.fixture(scope="module")
def single(place: Place) -> Run:
    """A training on the class itself."""
    return place.train()


@pytest.fixture(scope="module")
def three(place: Place) -> Run:
    """A training on three sub-classes with a loss on their class."""
    return place.train(
        "unknown=split", f"unknown.file={place.folder / 'three.yaml'}", "unknown.parent_weight=0.5"
    )


def weights(run: Run) -> dict[str, torch.Tensor]:
    state = load_checkpoint(run.checkpoints_folder / "last.ckpt")
    return {**state["model"], **{f"average.{name}": value for name, value in state["average"].items()}}


def test_one_part_is_bit_equal_to_the_single_class(single: Run, place: Place) -> None:
    one = place.train(
        "unknown=split", f"unknown.file={place.folder / 'one.yaml'}", "unknown.parent_weight=0.5"
    )
    ours, theirs = weights(one), weights(single)
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    a, b = one.validations()[-1], single.validations()[-1]
    left, right = one.load_tables(a), single.load_tables(b)
    assert np.array_equal(left.wrong, right.wrong)
    assert all(np.array_equal(left.columns[name], right.columns[name]) for name in left.columns)


def test_sub_classes_reach_no_score_picture_or_prediction(three: Run, place: Place) -> None:
    assert three.class_set.names == ("ground", "thing", "box")
    assert three.config["unknown"]["parts"] == ["thing 1", "thing 2", "thing 3"]
    state = load_checkpoint(three.checkpoints_folder / "last.ckpt")
    assert state["model"]["network.head.weight"].shape[0] == 5
    assert len(state["class_pixels"]) == 3
    for validation in three.validations():
        assert len(validation.scores["per_class"]["iou"]) == 3
    pictures = find_pictures(place.data / "images" / "val")
    assert predict(three, pictures, place.folder / "predicted", PredictOptions(device="cpu")) == []
    for path in (place.folder / "predicted").glob("*.png"):
        assert np.asarray(Image.open(path)).max() <= 2
    assert (three.folder / "first-batch.png").is_file()


def test_the_loaded_model_and_an_ensemble_with_a_single_class_give_classes(three: Run, single: Run) -> None:
    source = source_of_runs([three, single])
    assert source.class_set.names == ("ground", "thing", "box")
    pictures = torch.zeros(1, 3, 64, 64, dtype=torch.uint8)
    for run in (three, single):
        found = load_model(run)(pictures).logits.softmax(dim=1)
        assert found.shape[1] == 3
        torch.testing.assert_close(found.sum(1), torch.ones(1, 64, 64))


def test_an_average_of_sub_classes_has_their_outputs_and_statistics(three: Run, place: Place) -> None:
    request = EnsembleRequest((three.id,), MembersChoice.model_validate("ema"))
    (member,) = make_ensemble(request, EnsembleContext(place.workspace, "cpu")).members
    kept = load_checkpoint(three.checkpoints_folder / f"{member.checkpoint}.ckpt")["model"]
    before = load_checkpoint(three.checkpoints_folder / "last.ckpt")["average"]
    assert kept["network.head.weight"].shape[0] == 5
    assert torch.equal(kept["network.head.weight"], before["network.head.weight"])
    means = [name for name in kept if name.endswith("running_mean")]
    assert not any(torch.equal(kept[name], before[name]) for name in means)


class StopInLastEpoch(SilentWatcher):
    def step_done(self, report: StepReport) -> None:
        if report.epoch == 2:
            raise KeyboardInterrupt


def test_a_stopped_training_goes_on_to_the_same_weights_and_refuses_another_file(
    three: Run, place: Place
) -> None:
    file = place.folder / "again.yaml"
    file.write_bytes((place.folder / "three.yaml").read_bytes())
    config = place.config("unknown=split", f"unknown.file={file}", "unknown.parent_weight=0.5")
    with pytest.raises(KeyboardInterrupt):
        train(TrainingRequest(config, place.workspace, StopInLastEpoch()))
    run = place.workspace.runs()[0]

    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("name: thing 2", "name: thing 1"), encoding="utf-8")
    with pytest.raises(DataError, match=r"no longer says what it said"):
        resume(run, place.workspace)

    file.write_text(text, encoding="utf-8")
    resumed = resume(run, place.workspace)
    assert resumed is not None
    ours, theirs = weights(resumed), weights(three)
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)


def test_background_and_ignore_train_and_are_scored_on_the_whole_truth(place: Place) -> None:
    for word in ("background", "ignore"):
        # There is nothing of the class to paste.
        run = place.train(f"unknown={word}", "augment.copy-paste.classes=[box]", "train.epochs=1")
        last = run.validations()[-1]
        tables = run.load_tables(last)
        # The unknown class is still asked for: its pixels are right or missed.
        assert (tables.pooled("tp") + tables.pooled("fn"))[1] > 0
        assert len(last.scores["per_class"]["iou"]) == 3


class Told(SilentWatcher):
    """Keeps what is said."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def message(self, text: str) -> None:
        self.sentences.append(text)


@pytest.mark.parametrize("splits", [("train",), ("train", "val")], ids=["training split", "both splits"])
def test_a_training_says_that_validation_pictures_had_a_say(place: Place, splits: tuple[str, ...]) -> None:
    file = place.folder / f"seen in {len(splits)}.yaml"
    truth_file(open_dataset(place.data), file, splits=splits)
    watcher = Told()
    config = place.config("unknown=split", f"unknown.file={file}", "train.epochs=1")
    assert train(TrainingRequest(config, place.workspace, watcher)) is not None
    told = [sentence for sentence in watcher.sentences if "had a say" in sentence]
    assert len(told) == len(splits) - 1
    assert all(sentence.startswith("3 of the 3 validation pictures") for sentence in told)
