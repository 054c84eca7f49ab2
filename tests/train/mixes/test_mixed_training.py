"""A training with every augmentation and every mix: workers and a kill change no bit of it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from segscope.config.catalogue import AUGMENTATIONS, MIXES
from segscope.config.run_config import RunConfig
from segscope.data.open import open_dataset
from segscope.data.sample import Picture
from segscope.engine.class_set import LabelMap
from segscope.engine.prefetch import prefetch
from segscope.store.workspace import Workspace
from segscope.train.augmentations.base import Draw
from segscope.train.batches.training_set import TrainingSet
from segscope.train.checkpoint import load_checkpoint
from segscope.train.fit import resume, train
from segscope.train.progress import SilentWatcher, StepReport
from segscope.train.request import TrainingRequest
from segscope.train.setup import build_training_set

Configure = Callable[..., RunConfig]
EVERYTHING = (
    "augment=[{name: copy-paste, probability: 1, smallest: 8}, affine, "
    "{name: scale-crop, size: 64, rare: 0.5}, flip, colour, cutout, {name: gridmask, ramp: 0.5}]",
    "mix=[snapmix, cutmix, classmix]",
    "train.epochs=2",
    "train.accumulate=2",
    "val.fixed_samples=0",
    "val.worst_per_class=0",
)


class StopAfter(SilentWatcher):
    """Interrupts a training as Ctrl-C does."""

    def __init__(self, step: int) -> None:
        self.step = step

    def step_done(self, report: StepReport) -> None:
        if report.step >= self.step:
            raise KeyboardInterrupt


def training_set(config: RunConfig) -> TrainingSet:
    dataset = open_dataset(Path(config.data.path))
    return build_training_set(config, dataset, [100] * dataset.class_set.num_classes)


def test_the_list_holds_every_entry(tiny_config: Configure) -> None:
    config = tiny_config(*EVERYTHING)
    assert {choice.name for choice in config.augment} == set(AUGMENTATIONS)
    assert {choice.name for choice in config.mix} == set(MIXES)


def test_batches_are_the_same_whatever_the_workers_do(tiny_config: Configure) -> None:
    samples = training_set(tiny_config(*EVERYTHING))
    groups = [samples.order(1)[start : start + 3] for start in range(0, 12, 3)]
    alone, beside = (
        list(prefetch(lambda group: samples.batch(1, group), groups, workers=workers)) for workers in (0, 3)
    )
    for one, other in zip(alone, beside, strict=True):
        assert torch.equal(one.pictures, other.pictures)
        assert torch.equal(one.targets, other.targets)
    later = samples.batch(0, groups[0])
    assert not torch.equal(alone[0].pictures, later.pictures), "each epoch draws anew"


def test_augmentations_are_told_how_far_the_training_is(tiny_config: Configure) -> None:
    samples = training_set(tiny_config("train.epochs=4", "augment=[{name: scale-crop, size: 64}]"))
    told: list[float] = []

    def listen(picture: Picture, label_map: LabelMap, draw: Draw) -> tuple[Picture, LabelMap]:
        told.append(draw.progress)
        return picture, label_map

    samples.augmentations = (*samples.augmentations, listen)
    for epoch in range(4):
        samples.batch(epoch, [0])
    assert told == [0, 0.25, 0.5, 0.75]


def test_an_interrupted_training_resumes_to_the_same_bits(tiny_config: Configure, tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as workspace:
        whole = train(TrainingRequest(tiny_config(*EVERYTHING), workspace, SilentWatcher()))
        config = tiny_config(*EVERYTHING, "train.workers=2")
        with pytest.raises(KeyboardInterrupt):
            train(TrainingRequest(config, workspace, StopAfter(3)))
        stopped = workspace.runs()[0]
        resumed = resume(stopped, workspace)
        assert whole is not None
        assert resumed is not None
        assert list(resumed.scalars("train/loss")) == list(whole.scalars("train/loss"))
        assert all(np.isfinite(loss) for _, loss in whole.scalars("train/loss"))
        first, second = (load_checkpoint(run.checkpoints_folder / "last.ckpt") for run in (whole, resumed))
        assert all(torch.equal(value, second["model"][name]) for name, value in first["model"].items())
        assert (whole.folder / "first-batch.png").exists()
