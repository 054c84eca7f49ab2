"""Weights searched on planted members: what each knows is written into it, and so is what it was asked of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor, nn

from segscope.config.catalogue.ensembles import WeightSearchOptions
from segscope.config.load import load_config, resolve
from segscope.store.new_run import NewRun
from segscope.store.runs import Run
from segscope.store.split_files import SampleRow
from segscope.store.workspace import Workspace
from segscope.train.ensembles import weighting
from segscope.train.ensembles.context import EnsembleContext
from segscope.train.ensembles.source import source_of_runs
from segscope.train.ensembles.weighting import Weighed, search
from segscope.train.preflight import open_data
from tests.train.conftest import TINY

CLASSES = ("floor", "cup", "box")
OPTIONS = WeightSearchOptions(pixels=3000, steps=20)
PICTURES = 12


class Planted(nn.Module):
    """Right, if not quite sure, in the pictures that it knows; wrong and surer in all others."""

    def __init__(self, known: Sequence[int]) -> None:
        super().__init__()
        self.known = frozenset(known)
        self.asked: list[int] = []

    def forward(self, pictures: Tensor) -> Tensor:
        number = int(pictures[0, 1, 0, 0])
        self.asked.append(number)
        truth = pictures[:, 0].long()
        right = number in self.known
        said = truth if right else (truth + 1 + torch.arange(truth.shape[-1]) % 2) % len(CLASSES)
        sure = 0.7 if right else 0.9
        rest = (1 - sure) / (len(CLASSES) - 1)
        one_hot = nn.functional.one_hot(said, len(CLASSES)).movedim(-1, 1).float()
        return rest + (sure - rest) * one_hot


@dataclass
class Place:
    """Data whose pictures tell their labels and number, and runs whose models are planted."""

    folder: Path
    workspace: Workspace
    models: dict[str, Planted] = field(default_factory=dict)

    def data(self, names: Sequence[str], val: Sequence[int] = ()) -> Path:
        """Write pictures by name, in order of their number; some of them as the layout's own ``val``."""
        data = self.folder / "data"
        for number, name in enumerate(names):
            labels = np.random.default_rng(number).integers(0, len(CLASSES), (12, 12)).astype(np.uint8)
            picture = np.stack([labels, np.full_like(labels, number), labels], axis=-1)
            for kind, array in (("images", picture), ("masks", labels)):
                path = data / kind / ("val" if number in val else "train") / f"{name}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                Image.fromarray(array).save(path)
        (data / "classes.txt").write_text("\n".join(CLASSES) + "\n")
        return data

    def run(self, name: str, data: Path, knows: Callable[[set[int]], set[int]], *words: str) -> Run:
        """Store a run; what its model knows may depend on the numbers of its training pictures."""
        config = load_config(None, [f"data.path={data}", *TINY, f"name={name}", *words])
        dataset = open_data(config, self.workspace)
        rows = [
            SampleRow(split, sample.id, str(sample.image_path), sample.group)
            for split in ("train", "val")
            for sample in dataset.samples[split]
        ]
        run = self.workspace.create_run(
            NewRun(name, config.model_dump(mode="json"), dataset.class_set, samples=rows)
        )
        trained = {int(dataset.read_image(sample)[0, 0, 1]) for sample in dataset.samples["train"]}
        self.models[run.id] = Planted(sorted(knows(trained)))
        return run

    def search(self, *runs: Run) -> Weighed:
        return search(source_of_runs(runs), EnsembleContext(self.workspace, "cpu"), OPTIONS)

    def folds(self, data: Path, folds: int) -> Path:
        """Divide the layout's training pictures by their number."""
        path = self.folder / "split.csv"
        numbers = sorted(int(file.stem) for file in (data / "images" / "train").iterdir())
        rows = [f"{number:02d},train,{number % folds}" for number in numbers]
        path.write_text("\n".join(["id,split,fold", *rows]) + "\n")
        return path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with Workspace.open(tmp_path / "workspace") as workspace:
        found = Place(tmp_path, workspace)
        monkeypatch.setattr(weighting, "load_model", lambda run, _: found.models[run.id])
        monkeypatch.setattr(weighting, "build_predictor", lambda models, *_: models[0])
        yield found


def everything(_: set[int]) -> set[int]:
    return set(range(PICTURES))


def most(_: set[int]) -> set[int]:
    return set(range(3, PICTURES))


def nothing(_: set[int]) -> set[int]:
    return set()


def by_heart(trained: set[int]) -> set[int]:
    return trained


def numbered() -> list[str]:
    return [f"{number:02d}" for number in range(PICTURES)]


def test_folds_and_seeds_of_a_recipe_share_a_weight_that_is_found_out_of_fold(place: Place) -> None:
    """A recipe that learns by heart is right in its training pictures, and so worth nothing."""
    data = place.data(numbered())
    split = place.folds(data, 3)
    runs = [
        place.run(
            f"{rate} {fold} {seed}",
            data,
            knows,
            f"optimizer.lr={rate}",
            f"train.seed={seed}",
            f"data.split={split}",
            f"data.fold={fold}",
        )
        for rate, seeds in ((0.01, (everything, most)), (0.02, (by_heart, by_heart)))
        for fold in range(3)
        for seed, knows in enumerate(seeds)
    ]

    found = place.search(*runs)

    assert found.searched["pictures"] == PICTURES
    assert found.searched["crossed_gain"] > 0.5
    good, heart = found.weights[:6], found.weights[6:]
    assert sum(good) + sum(heart) == pytest.approx(1)
    assert sum(heart) < 0.05
    assert good == pytest.approx([sum(good) / 6] * 6)
    assert heart == pytest.approx([sum(heart) / 6] * 6)
    for run in runs:
        fold = resolve(run.config).data.fold
        asked = place.models[run.id].asked
        assert sorted(asked) == [number for number in range(PICTURES) if number % 3 == fold], run.name


def test_pictures_that_one_recipe_only_trained_on_say_nothing_of_its_weight(place: Place) -> None:
    data = place.data(numbered())
    split = place.folds(data, 2)
    fold = [(f"data.split={split}", f"data.fold={number}") for number in range(2)]
    whole = [place.run(f"good {number}", data, everything, *fold[number]) for number in range(2)]
    single = place.run("by heart", data, by_heart, *fold[1], "optimizer.lr=0.02")

    found = place.search(*whole, single)

    assert found.searched["pictures"] == PICTURES // 2
    assert found.weights[2] < 0.05
    assert found.weights[0] == found.weights[1]
    odd = list(range(1, PICTURES, 2))
    assert [place.models[run.id].asked for run in (*whole, single)] == [[], odd, odd]


def test_seeds_that_validate_the_same_pictures_have_a_weight_each(place: Place) -> None:
    data = place.data(numbered(), val=range(4, PICTURES))
    runs = [
        place.run(f"seed {seed}", data, knows, f"train.seed={seed}")
        for seed, knows in enumerate((nothing, everything, nothing))
    ]
    found = place.search(*runs)
    assert found.searched["pictures"] == PICTURES - 4
    assert found.weights[1] > 0.9


@pytest.mark.parametrize("scenes", [True, False])
def test_a_gain_is_confirmed_across_scenes_and_not_within_one(scenes: bool, place: Place) -> None:
    """One member knows the eight pictures of a scene, the other the two of another one.

    Among single pictures the first is the better one; of two scenes each has its own better member.
    """
    first, second = set(range(8)), {8, 9}
    names = [f"{'hall' if number in first else 'yard'}_{number}" for number in range(PICTURES)]
    data = place.data(names if scenes else numbered(), val=range(10))
    runs = [
        place.run(name, data, lambda _, known=known: known, f"train.seed={seed}")  # type: ignore[misc]
        for seed, (name, known) in enumerate((("hall", first), ("yard", second)))
    ]
    found = place.search(*runs)
    if scenes:
        assert found.searched["crossed_gain"] <= 0
        assert found.weights == (0.5, 0.5)
    else:
        assert found.searched["crossed_gain"] > 0.1
        assert found.weights[0] > 0.6


def test_one_scene_alone_confirms_nothing(place: Place) -> None:
    names = [f"{'yard' if number < 2 else 'hall'}_{number}" for number in range(PICTURES)]
    data = place.data(names, val=range(2, PICTURES))
    runs = [
        place.run(f"seed {seed}", data, knows, f"train.seed={seed}")
        for seed, knows in enumerate((everything, nothing))
    ]
    found = place.search(*runs)
    assert found.searched["crossed_gain"] == 0
    assert found.weights == (0.5, 0.5)
