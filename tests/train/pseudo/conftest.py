"""Two folds trained, and a folder of unlabelled pictures, some of which must not be labelled for one fold."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from segscope.config.pseudo import read_method
from segscope.config.run_config import RunConfig
from segscope.data.open import open_dataset
from segscope.data.recycling import write_recycling
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.ensembles.source import source_of_runs
from segscope.train.fit import train
from segscope.train.predict import find_pictures
from segscope.train.pseudo.make import PseudoRequest, make_pseudo_labels
from segscope.train.pseudo.manifest import PseudoManifest
from segscope.train.request import TrainingRequest

FOLDS = {"batch_01": 0, "batch_04": 0, "batch_02": 1, "batch_03": 1, "batch_05": 1}
NEW = 6


@dataclass(frozen=True)
class Folds:
    """Two trained folds of 18 pictures in five groups."""

    workspace: Workspace
    runs: tuple[Run, ...]
    split: Path


@dataclass(frozen=True)
class Made:
    """Pseudo-labels of both folds."""

    folder: Path
    manifest: PseudoManifest


@pytest.fixture(scope="session")
def pseudo_folds(
    tiny_config: Callable[..., RunConfig], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Folds]:
    """Train a model of each fold, for two epochs of which the first is kept."""
    folder = tmp_path_factory.mktemp("pseudo-folds")
    dataset = open_dataset(Path(tiny_config().data.path))
    rows = [
        f"{sample.id},{split},{FOLDS[sample.group or '']}"
        for split, samples in dataset.samples.items()
        for sample in samples
    ]
    split = folder / "split.csv"
    split.write_text("\n".join(["id,split,fold", *rows]) + "\n")
    with Workspace.open(folder / "workspace") as workspace:
        runs = []
        for fold in range(2):
            settings = ("train.epochs=2", "train.keep_epochs=[1]", "val.every=9")
            config = tiny_config(f"name=fold-{fold}", f"data.split={split}", f"data.fold={fold}", *settings)
            run = train(TrainingRequest(config, workspace))
            assert run is not None
            runs.append(run)
        yield Folds(workspace, tuple(runs), split)


@pytest.fixture(scope="session")
def photos(tiny_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six new pictures; a copy, a copy saved again, and a neighbour of pictures that fold 0 validates."""
    folder = tmp_path_factory.mktemp("unlabelled")
    write_recycling(folder / "drawn", images=NEW, val_images=1, size=64, seed=77)
    photos = folder / "photos"
    (photos / "new").mkdir(parents=True)
    for number, sample in enumerate(open_dataset(folder / "drawn").samples["train"]):
        shutil.copy(sample.image_path, photos / "new" / f"{number}{sample.image_path.suffix}")
    known = {sample.id: sample.image_path for sample in open_dataset(tiny_data).samples["train"]}
    (photos / "copies").mkdir()
    first = known["batch_01/0001"]
    shutil.copy(first, photos / "copies" / f"same{first.suffix}")
    with Image.open(known["batch_01/0002"]) as picture:
        picture.save(photos / "copies" / "again.jpg", quality=90)
    (photos / "batch_04").mkdir()
    neighbour = next((photos / "new").iterdir())
    with Image.open(neighbour) as picture:
        picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(photos / "batch_04" / "9999.png")
    return photos


@pytest.fixture(scope="session")
def made(pseudo_folds: Folds, photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Label the photos with both folds, half of each class."""
    out = tmp_path_factory.mktemp("labels") / "half"
    request = PseudoRequest(
        source_of_runs(pseudo_folds.runs),
        find_pictures(photos),
        photos,
        out,
        read_method("{name: cbst, every: 1}", 0.5),
        min_precision=0,
        device="cpu",
    )
    return Made(out, make_pseudo_labels(request, pseudo_folds.workspace))
