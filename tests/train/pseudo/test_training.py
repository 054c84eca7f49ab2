"""Pseudo-labels in a training: shares, weights, and what is refused."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from lightning_fabric import Fabric
from lightning_fabric.wrappers import _FabricOptimizer
from PIL import Image

from segscope.config.pseudo import read_method
from segscope.config.run_config import RunConfig
from segscope.errors import ConfigError, DataError
from segscope.train.batches.plan import plan_epoch
from segscope.train.batches.training_set import Batch
from segscope.train.ensembles.source import source_of_runs
from segscope.train.fit import resume, train
from segscope.train.losses.base import LossContext
from segscope.train.losses.build import build_loss
from segscope.train.predict import find_pictures
from segscope.train.preflight import open_data, with_absolute_paths
from segscope.train.preview import preview_rows
from segscope.train.pseudo.make import PseudoRequest, make_pseudo_labels
from segscope.train.pseudo.picture_set import PseudoLabel
from segscope.train.pseudo.training import Mixture, PseudoTrainingSet
from segscope.train.request import TrainingRequest
from segscope.train.setup import build_training_set, build_training_set_of_view, split_samples
from segscope.train.stepper import Stepper
from segscope.train.unknown.build import view_for_training
from tests.train.pseudo.conftest import NEW, Folds, Made

Configure = Callable[..., RunConfig]


def training_set(tiny_config: Configure, folds: Folds, labels: Path, *settings: str) -> PseudoTrainingSet:
    config = with_absolute_paths(
        tiny_config(f"data.split={folds.split}", "data.fold=0", f"data.pseudo={labels}", *settings)
    )
    dataset = open_data(config, folds.workspace)
    found = build_training_set(config, dataset, [1] * dataset.class_set.num_classes)
    assert isinstance(found, PseudoTrainingSet)
    return found


@pytest.mark.parametrize(("ratio", "pseudo"), [(1.0, 2), (3.0, 3), (0.1, 1)])
def test_every_batch_holds_its_share(
    tiny_config: Configure, pseudo_folds: Folds, made: Made, ratio: float, pseudo: int
) -> None:
    found = training_set(tiny_config, pseudo_folds, made.folder, f"data.pseudo_ratio={ratio}")
    labelled = len(found.samples) - NEW
    assert labelled == len(pseudo_folds.runs[0].samples("train"))
    for epoch in range(2):
        order = found.order(epoch)
        assert sorted(index for index in order if index < labelled) == list(range(labelled))
        windows = plan_epoch(order, batch_size=4, accumulate=1, rank=0, ranks=1)
        for (batch,) in windows[:-1]:
            assert sum(index >= labelled for index in batch) == pseudo


def test_pseudo_labels_are_taken_in_turn(tiny_config: Configure, pseudo_folds: Folds, made: Made) -> None:
    found = training_set(tiny_config, pseudo_folds, made.folder)
    labelled = len(found.samples) - NEW
    drawn = [index for epoch in range(4) for index in found.order(epoch) if index >= labelled]
    counts = np.bincount(np.array(drawn) - labelled, minlength=NEW)
    assert counts.max() - counts.min() <= 1
    assert drawn == [index for epoch in range(4) for index in found.order(epoch) if index >= labelled]


def test_each_device_gets_as_many(made: Made, tiny_config: Configure, pseudo_folds: Folds) -> None:
    found = training_set(tiny_config, pseudo_folds, made.folder)
    shared = PseudoTrainingSet(found._labelled, found.pseudo, Mixture(2, devices=2))
    labelled = len(found.samples) - NEW
    for rank in range(2):
        windows = plan_epoch(shared.order(0), batch_size=2, accumulate=1, rank=rank, ranks=2)
        assert [sum(index >= labelled for index in batch) for (batch,) in windows[:-1]] == [1] * 4


def test_weights_are_those_of_the_config(tiny_config: Configure, pseudo_folds: Folds, made: Made) -> None:
    found = training_set(tiny_config, pseudo_folds, made.folder, "data.pseudo_weight=0.25")
    labelled = len(found.samples) - NEW
    batch = found.batch(0, (0, labelled, labelled + 1, 1))
    assert batch.weights is not None
    assert batch.weights.tolist() == [1.0, 0.25, 0.25, 1.0]
    plain = training_set(tiny_config, pseudo_folds, made.folder).batch(0, (0, labelled))
    assert plain.weights is None
    # What is read are the pseudo-labels: ignored where they are not kept.
    assert bool((plain.targets[1] == 255).any())
    assert not bool((plain.targets[0] == 255).any())


@pytest.mark.parametrize("role", ["ignore", "background"])
def test_the_unknown_class_is_trained_alike_from_both_kinds_of_labels(
    tiny_config: Configure, pseudo_folds: Folds, made: Made, role: str
) -> None:
    often = max(made.manifest.sets[0].classes[1:], key=lambda one: one.kept)
    assert often.kept > 0
    unknown = f"unknown={{name: {role}, class: {often.name}}}"
    config = with_absolute_paths(
        tiny_config(f"data.split={pseudo_folds.split}", "data.fold=0", f"data.pseudo={made.folder}", unknown)
    )
    dataset = open_data(config, pseudo_folds.workspace)
    index, classes = dataset.class_set.index(often.name), dataset.class_set.num_classes
    samples = split_samples(dataset, "train")
    view = view_for_training(config.unknown, dataset, samples, [1] * classes)
    found = build_training_set_of_view(config, view)
    plain = training_set(tiny_config, pseudo_folds, made.folder)
    changed = 0
    for sample in found.samples:
        before, after = plain.read(sample)[1], found.read(sample)[1]
        np.testing.assert_array_equal(
            after, np.where(before == index, 255 if role == "ignore" else 0, before)
        )
        changed += isinstance(sample.label, PseudoLabel) and bool((before == index).any())
    assert changed


def test_a_preview_shows_pseudo_labelled_pictures_too(
    tiny_config: Configure, pseudo_folds: Folds, made: Made
) -> None:
    config = with_absolute_paths(
        tiny_config(f"data.split={pseudo_folds.split}", "data.fold=0", f"data.pseudo={made.folder}")
    )
    rows = preview_rows(config, open_data(config, pseudo_folds.workspace), samples=4, draws=1)
    pseudo = {
        one.name: made.folder / "fold-0" / "labels" / f"{one.name}.png"
        for one in made.manifest.sets[0].pictures
    }
    shown = {row.sample_id: row.shown[0][1] for row in rows if row.sample_id in pseudo}
    assert shown
    for name, labels in shown.items():
        with Image.open(pseudo[name]) as stored:
            np.testing.assert_array_equal(labels, np.asarray(stored))


@pytest.mark.parametrize("settings", [("train.batch_size=1",)])
def test_a_batch_of_one_has_no_room(
    tiny_config: Configure, pseudo_folds: Folds, made: Made, settings: tuple[str, ...]
) -> None:
    with pytest.raises(ConfigError, match=r"set train\.batch_size to 2"):
        training_set(tiny_config, pseudo_folds, made.folder, *settings)


def test_labels_without_a_labelled_pixel_are_told_and_refused(
    tiny_config: Configure, pseudo_folds: Folds, photos: Path, tmp_path: Path
) -> None:
    told: list[str] = []
    nothing = PseudoRequest(
        source_of_runs(pseudo_folds.runs),
        find_pictures(photos),
        photos,
        tmp_path / "nothing",
        read_method("{name: global, threshold: 1}"),
        min_precision=0,
        device="cpu",
        message=told.append,
    )
    manifest = make_pseudo_labels(nothing, pseudo_folds.workspace)
    assert [one.coverage for one in manifest.sets] == [0, 0]
    assert [text.split(":")[0] for text in told if "no pixel is labelled" in text] == ["fold-0", "fold-1"]
    with pytest.raises(DataError, match="fold-0 labels no pixel"):
        training_set(tiny_config, pseudo_folds, nothing.out)


def test_a_changed_or_missing_file_is_named(
    tiny_config: Configure, pseudo_folds: Folds, made: Made, tmp_path: Path
) -> None:
    copy = tmp_path / "labels"
    shutil.copytree(made.folder, copy)
    label = copy / "fold-0" / "labels" / f"{made.manifest.sets[0].pictures[0].name}.png"
    label.write_bytes(label.read_bytes() + b" ")
    with pytest.raises(DataError, match=f"{label.name} is gone, or is not the file"):
        training_set(tiny_config, pseudo_folds, copy)
    with pytest.raises(DataError, match=r"manifest\.json cannot be read"):
        training_set(tiny_config, pseudo_folds, tmp_path / "nowhere")


def test_a_student_is_trained_and_keeps_where_its_labels_are_from(
    tiny_config: Configure, pseudo_folds: Folds, made: Made, tmp_path: Path
) -> None:
    labels = tmp_path / "labels"
    shutil.copytree(made.folder, labels)
    settings = ("train.epochs=1", "data.pseudo_weight=0.5", "mix=cutmix", "name=student")
    config = tiny_config(
        f"data.split={pseudo_folds.split}", "data.fold=1", f"data.pseudo={labels}", *settings
    )
    run = train(TrainingRequest(config, pseudo_folds.workspace))
    assert run is not None
    assert (run.folder / "pseudo-labels.json").read_bytes() == (labels / "manifest.json").read_bytes()
    assert len(run.config["data"]["pseudo_sha256"]) == 64
    # What is validated are the labelled pictures of the fold, as without pseudo-labels.
    assert [row.id for row in run.samples("val")] == [row.id for row in pseudo_folds.runs[1].samples("val")]
    best = run.best_validation()
    assert best is not None
    assert set(run.load_tables(best).images) == {row.id for row in run.samples("val")}
    # Another manifest under the same name is refused, as another split file is.
    run.set_status("stopped")
    manifest = labels / "manifest.json"
    manifest.write_text(manifest.read_text() + "\n")
    with pytest.raises(DataError, match=r"is not the manifest that data\.pseudo_sha256 names"):
        resume(run, pseudo_folds.workspace)


def test_a_weight_counts_as_so_many_pixels(tiny_config: Configure) -> None:
    fabric = Fabric(accelerator="cpu", devices=1)
    loss = build_loss(tiny_config("loss=cross-entropy").loss, LossContext(3, 255, (5, 5, 5)))
    model = fabric.setup(torch.nn.Conv2d(3, 3, 1))
    optimizer = fabric.setup_optimizers(torch.optim.SGD(model.parameters(), lr=0.0))
    assert isinstance(optimizer, _FabricOptimizer)
    stepper = Stepper(fabric, model, optimizer, loss, 0.0)
    labels = torch.randint(0, 3, (2, 4, 5), dtype=torch.uint8)
    batch = Batch(torch.zeros(2, 3, 4, 5), labels, ("a", "b"), torch.tensor([1.0, 0.25]))
    weights = stepper.prepare(batch, 0, None).targets.weights
    assert weights is not None
    assert weights.shape == labels.shape
    assert bool((weights[0] == 1).all())
    assert bool((weights[1] == 0.25).all())
