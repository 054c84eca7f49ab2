"""No student is told what it is validated on: Copy-Paste, pseudo-label teachers, out-of-fold predictions.

Nine pictures, each of a red of its own, so that every pixel says which picture it is from; three folds.
"""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from segscope.config.load import load_config
from segscope.config.pseudo import read_method
from segscope.config.run_config import RunConfig
from segscope.errors import DataError, UsageError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.checkpoint import save_checkpoint
from segscope.train.ensembles.honest import find_honest_samples
from segscope.train.ensembles.members import LoadedMember
from segscope.train.ensembles.source import source_of_runs
from segscope.train.load_model import load_model, untrained_model
from segscope.train.precision import Compute
from segscope.train.predict import find_pictures
from segscope.train.predictors.model import ModelPredictor
from segscope.train.preflight import open_data, with_absolute_paths
from segscope.train.pseudo.make import PseudoRequest, make_pseudo_labels
from segscope.train.pseudo.manifest import KEPT_NAME, PseudoManifest
from segscope.train.pseudo.parts import find_parts
from segscope.train.pseudo.training import PseudoTrainingSet, manifest_text
from segscope.train.request import TrainingRequest
from segscope.train.setup import build_training_set, split_samples
from segscope.train.stored_run import create_run

PICTURES, FOLDS, SIZE = 9, 3, 32
TINY = (
    "model.encoder=resnet18",
    "model.weights=none",
    "model.decoder_channels=[8,8,8,8]",
    "train.device=cpu",
    "train.precision=32",
)
PASTE = "augment={name: copy-paste, probability: 1, objects: 4, min_scale: 1, max_scale: 1, smallest: 1}"


def red_of(number: int) -> int:
    return 25 * number + 10


def draw(path: Path, red: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    picture = rng.integers(0, 256, (SIZE, SIZE, 3), dtype=np.uint8)
    picture[..., 0] = red
    Image.fromarray(picture).save(path)


@dataclass(frozen=True)
class Planted:
    """The data, its split file, and an (untrained) model of each fold."""

    data: Path
    split: Path
    workspace: Workspace
    runs: tuple[Run, ...]

    def config(self, *settings: str) -> RunConfig:
        overrides = [f"data.path={self.data}", *TINY, *settings]
        return with_absolute_paths(load_config(None, overrides))

    def of_fold(self, fold: int, *settings: str) -> RunConfig:
        return self.config(f"data.split={self.split}", f"data.fold={fold}", *settings)


def keep_run(planted: Planted, config: RunConfig) -> Run:
    """Store a run as a training does, with random weights as its best checkpoint."""
    dataset = open_data(config, planted.workspace)
    hashes = {
        (sample.split, sample.id): hashlib.sha256(sample.image_path.read_bytes()).hexdigest()
        for split in ("train", "val")
        for sample in split_samples(dataset, split)
    }
    request = TrainingRequest(config, planted.workspace)
    run = create_run(request, dataset, Compute("cpu", "32-true"), hashes)
    save_checkpoint({"model": untrained_model(run).state_dict()}, run.checkpoints_folder / "best.ckpt")
    if config.data.pseudo is not None:
        run.save_text(KEPT_NAME, manifest_text(Path(config.data.pseudo)))
    return run


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    folder = tmp_path_factory.mktemp("leaks")
    data = folder / "data"
    for split, numbers in (("train", range(6)), ("val", range(6, PICTURES))):
        for kind in ("images", "masks"):
            (data / split / kind).mkdir(parents=True)
        for number in numbers:
            draw(data / split / "images" / f"p{number}.png", red_of(number), number)
            mask = np.zeros((SIZE, SIZE), np.uint8)
            mask[8:20, 4 + number : 14 + number] = 1
            Image.fromarray(mask).save(data / split / "masks" / f"p{number}.png")
    (data / "classes.yaml").write_text("classes:\n  - {name: ground, role: background}\n  - {name: can}\n")
    rows = [f"p{number},{number % FOLDS}" for number in range(PICTURES)]
    (folder / "split.csv").write_text("\n".join(["id,fold", *rows]) + "\n")
    with Workspace.open(folder / "workspace") as workspace:
        torch.manual_seed(0)
        bare = Planted(data, folder / "split.csv", workspace, ())
        runs = tuple(keep_run(bare, bare.of_fold(fold, f"name=fold-{fold}")) for fold in range(FOLDS))
        yield Planted(bare.data, bare.split, workspace, runs)


def validated_by(fold: int) -> set[int]:
    return set(range(fold, PICTURES, FOLDS))


def digests(planted: Planted, numbers: set[int]) -> set[str]:
    files = {path.stem: path for path in planted.data.glob("*/images/*.png")}
    return {hashlib.sha256(files[f"p{number}"].read_bytes()).hexdigest() for number in numbers}


@pytest.fixture(scope="module")
def labels(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PseudoManifest]:
    """Label two new pictures and a copy of every labelled one."""
    folder = tmp_path_factory.mktemp("pseudo")
    photos = folder / "photos"
    photos.mkdir()
    for number in range(2):
        draw(photos / f"new{number}.png", 250, 100 + number)
    for path in planted.data.glob("*/images/*.png"):
        shutil.copy(path, photos / f"copy-of-{path.name}")
    request = PseudoRequest(
        source_of_runs(planted.runs),
        find_pictures(photos),
        photos,
        folder / "labels",
        read_method("{name: global, threshold: 0}"),
        min_precision=0,
        device="cpu",
    )
    return request.out, make_pseudo_labels(request, planted.workspace)


@pytest.mark.parametrize("fold", range(FOLDS))
def test_copy_paste_cuts_from_the_training_part_of_the_fold_alone(planted: Planted, fold: int) -> None:
    config = planted.of_fold(fold, PASTE)
    found = build_training_set(config, open_data(config, planted.workspace), [1000, 1000])
    seen: set[int] = set()
    foreign = 0
    for epoch in range(12):
        for index in range(len(found.samples)):
            picture = found.batch(epoch, [index]).pictures[0, 0]
            own = red_of(int(found.samples[index].id[1:]))
            seen |= set(picture.unique().tolist())  # type: ignore[no-untyped-call]
            foreign += int((picture != own).sum())
    assert foreign > 0
    assert seen == {red_of(number) for number in set(range(PICTURES)) - validated_by(fold)}


def test_the_teachers_of_a_fold_never_saw_its_validation_part(planted: Planted) -> None:
    members = [LoadedMember(run, "best") for run in planted.runs]
    parts = find_parts(members)
    assert [part.fold for part in parts] == list(range(FOLDS))
    for part in parts:
        assert part.members == (part.fold,)
        validated = digests(planted, validated_by(part.fold or 0))
        for index in part.members:
            trained = {row.image_hash for row in members[index].run.samples("train")}
            assert not trained & validated


def test_teachers_of_no_common_division_are_refused(planted: Planted) -> None:
    everything = keep_run(planted, planted.config("name=everything"))
    with pytest.raises(UsageError, match="folds of different split files"):
        find_parts([LoadedMember(run, "best") for run in (everything, planted.runs[0])])


def test_labels_of_a_fold_are_its_own_teachers_and_of_no_validation_picture(
    planted: Planted, labels: tuple[Path, PseudoManifest]
) -> None:
    folder, manifest = labels
    for part in manifest.sets:
        assert part.fold is not None
        validated = digests(planted, validated_by(part.fold))
        assert set(part.validation) == validated
        assert not {one.sha256 for one in part.pictures} & validated
        assert set(part.left_out) == {f"copy-of-p{number}" for number in validated_by(part.fold)}
        assert len(part.pictures) == 2 + PICTURES - len(validated_by(part.fold))
        predict = ModelPredictor(load_model(planted.runs[part.fold]))
        for one in part.pictures:
            with Image.open(one.path) as picture:
                said = predict(torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None]).argmax(dim=1)[0]
            with Image.open(folder / part.name / "labels" / f"{one.name}.png") as stored:
                assert (np.asarray(stored) == said.numpy()).mean() > 0.999


@pytest.mark.parametrize("fold", range(FOLDS))
def test_a_student_gets_the_labels_of_its_fold_and_no_validation_picture(
    planted: Planted, labels: tuple[Path, PseudoManifest], fold: int
) -> None:
    config = planted.of_fold(fold, f"data.pseudo={labels[0]}", PASTE)
    found = build_training_set(config, open_data(config, planted.workspace), [1000, 1000])
    assert isinstance(found, PseudoTrainingSet)
    assert f"fold-{fold}" in str(found.pseudo.pictures[0].label.path)
    files = {sample.image_path for sample in found.samples}
    contents = {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert not contents & digests(planted, validated_by(fold))
    # Pseudo-labelled pictures are pasted onto, and never cut from: red 250 is in no labelled picture.
    labelled = len(split_samples(open_data(config, planted.workspace), "train"))
    for index in range(labelled):
        assert not bool((found.batch(0, [index]).pictures[0, 0] == 250).any())


def test_a_student_with_another_validation_part_is_refused(
    planted: Planted, labels: tuple[Path, PseudoManifest]
) -> None:
    config = planted.config(f"data.pseudo={labels[0]}")  # validates the layout's own split
    with pytest.raises(DataError, match="the teachers may have seen 2 of the 3 pictures"):
        build_training_set(config, open_data(config, planted.workspace), [1000, 1000])


def test_what_a_student_learned_from_its_teachers_is_known_for_its_own_part_alone(
    planted: Planted, labels: tuple[Path, PseudoManifest]
) -> None:
    students = [keep_run(planted, planted.of_fold(fold, f"data.pseudo={labels[0]}")) for fold in range(FOLDS)]
    parts = find_parts([LoadedMember(run, "best") for run in students])
    assert [part.members for part in parts] == [(fold,) for fold in range(FOLDS)]


def test_a_score_on_pictures_whose_pseudo_labels_were_trained_on_is_told(
    planted: Planted, labels: tuple[Path, PseudoManifest], tmp_path: Path
) -> None:
    """The contest's way: the test pictures, two new ones among them, are labelled and trained on."""
    test = tmp_path / "test"
    for kind in ("images", "masks"):
        (test / "val" / kind).mkdir(parents=True)
    photos = {Path(one.path).name: Path(one.path) for one in labels[1].sets[0].pictures}
    for name in ("new0.png", "new1.png"):
        shutil.copy(photos[name], test / "val" / "images" / name)
    draw(test / "val" / "images" / "unseen.png", 240, 200)
    for path in (test / "val" / "images").iterdir():
        Image.fromarray(np.zeros((SIZE, SIZE), np.uint8)).save(test / "val" / "masks" / path.name)
    shutil.copy(planted.data / "classes.yaml", test)
    student = keep_run(planted, planted.of_fold(0, f"data.pseudo={labels[0]}", "name=student"))
    members = [LoadedMember(run, "best") for run in (student, planted.runs[1])]
    told = [
        find_honest_samples(some, planted.workspace, data=test, split="val").transductive
        for some in (members, members[1:])
    ]
    assert told == [2, 0]
    # A picture that its fold validates is left out of its labels, so that out of fold nothing is told.
    assert find_honest_samples(members[:1], planted.workspace).transductive == 0


def test_out_of_fold_each_picture_is_segmented_once_by_a_model_that_never_saw_it(planted: Planted) -> None:
    members = [LoadedMember(run, "best") for run in planted.runs]
    coverage = find_honest_samples(members, planted.workspace)
    by_number = {int(found.sample.id[1:]): found.members for found in coverage.samples}
    assert len(coverage.samples) == PICTURES
    assert by_number == {number: (number % FOLDS,) for number in range(PICTURES)}
