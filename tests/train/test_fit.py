"""A whole training on the real trainer: what it keeps, and that a resume changes nothing."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from segscope.config.load import dump_config, load_config
from segscope.config.run_config import RunConfig
from segscope.data.open import open_dataset
from segscope.errors import DataError, StoreError, TrainingError
from segscope.record.recorded import RecordedValidation
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.checkpoint import load_checkpoint
from segscope.train.fit import resume, train
from segscope.train.load_model import load_model
from segscope.train.progress import SilentWatcher, StepReport
from segscope.train.request import TrainingRequest
from segscope.train.segment import to_label_maps

Configure = Callable[..., RunConfig]
WEIGHTS = "checkpoints/last.ckpt"


class StopAfter(SilentWatcher):
    """Interrupts a training as Ctrl-C does, in the middle of an epoch."""

    def __init__(self, step: int) -> None:
        self.step = step

    def step_done(self, report: StepReport) -> None:
        if report.step >= self.step:
            raise KeyboardInterrupt


class Remember(SilentWatcher):
    """Keeps the messages."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def message(self, text: str) -> None:
        self.messages.append(text)


def begin(config: RunConfig, folder: Path, watcher: SilentWatcher | None = None) -> Run:
    with Workspace.open(folder) as workspace:
        run = train(TrainingRequest(config, workspace, watcher or SilentWatcher(), user="tester"))
    assert run is not None
    return run


def curve(run: Run) -> list[tuple[int, float]]:
    return list(run.scalars("train/loss"))


def same_weights(one: Run, other: Run) -> bool:
    first, second = load_checkpoint(one.folder / WEIGHTS), load_checkpoint(other.folder / WEIGHTS)
    return all(
        torch.equal(first[part][name], second[part][name])
        for part in ("model", "average")
        for name in first[part]
    )


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory, tiny_config: Configure) -> Run:
    return begin(tiny_config("train.epochs=3", "val.every=1"), tmp_path_factory.mktemp("whole"))


def test_everything_that_matters_is_kept(uninterrupted: Run, tiny_data: Path) -> None:
    run = uninterrupted
    assert run.status == "finished"
    names = {path.name for path in run.folder.iterdir()}
    assert {"config.yaml", "split.csv", "environment.json", "first-batch.png", "checkpoints"} <= names
    assert load_config(run.folder / "config.yaml").data.path == str(tiny_data)
    assert run.environment["packages"]["torch"].split("+")[0] == torch.__version__.split("+")[0]
    validations = run.validations()
    assert [v.key.epoch for v in validations] == [1, 2, 3]
    assert all(v.num_images == 6 for v in validations)
    assert [step for step, _ in curve(run)] == list(range(1, 10))
    best = run.best_validation()
    assert best is not None
    assert best.scores["miou"] == max(v.scores["miou"] for v in validations)


def test_the_best_checkpoint_gives_the_stored_predictions(uninterrupted: Run, tiny_data: Path) -> None:
    model = load_model(uninterrupted, "best")
    dataset = open_dataset(tiny_data)
    best = uninterrupted.best_validation()
    assert best is not None
    for sample in dataset.samples["val"]:
        picture = torch.from_numpy(dataset.read_image(sample)).permute(2, 0, 1)[None]
        with torch.inference_mode():
            labels, confidence = to_label_maps(model(picture).logits)
        kept = uninterrupted.prediction(best, sample.id)
        certain = uninterrupted.confidence(best, sample.id)
        assert kept is not None
        assert certain is not None
        # A batch of one rounds differently from a batch of four: a pixel on the fence may fall over.
        assert float((labels[0].numpy() == kept).mean()) > 0.999
        assert int(np.abs(confidence[0].numpy().astype(int) - certain).max()) <= 1


def test_the_same_seed_gives_the_same_run_and_workers_change_nothing(
    uninterrupted: Run, tiny_config: Configure, tmp_path: Path
) -> None:
    again = begin(tiny_config("train.epochs=3", "val.every=1", "train.workers=2"), tmp_path)
    assert curve(again) == curve(uninterrupted)
    assert same_weights(again, uninterrupted)


@pytest.mark.parametrize("step", [2, 4, 8])
def test_an_interrupted_run_resumes_to_the_same_bits(
    uninterrupted: Run, tiny_config: Configure, tmp_path: Path, step: int
) -> None:
    config = tiny_config("train.epochs=3", "val.every=1")
    with Workspace.open(tmp_path) as workspace:
        with pytest.raises(KeyboardInterrupt):
            train(TrainingRequest(config, workspace, StopAfter(step)))
        (stopped,) = workspace.runs()
        assert stopped.status == "stopped"
        resumed = resume(stopped, workspace)
        assert resumed is not None
        assert resumed.status == "finished"
        assert curve(resumed) == curve(uninterrupted)
        assert same_weights(resumed, uninterrupted)
        assert [v.scores["miou"] for v in resumed.validations()] == [
            v.scores["miou"] for v in uninterrupted.validations()
        ]


class StopInValidation(SilentWatcher):
    """Interrupts the first validation: at its first picture, or when it is stored."""

    def __init__(self, moment: str) -> None:
        self.moment = moment

    def picture_validated(self, count: int) -> None:
        if self.moment == "running":
            raise KeyboardInterrupt

    def validation_done(self, epoch: int, recorded: RecordedValidation) -> None:
        raise KeyboardInterrupt


class CountSteps(SilentWatcher):
    """Counts the optimiser steps of this attempt."""

    def __init__(self) -> None:
        self.steps = 0

    def step_done(self, report: StepReport) -> None:
        self.steps += 1


@pytest.mark.parametrize("moment", ["running", "stored"])
def test_a_kill_in_a_validation_costs_the_validation_alone(
    uninterrupted: Run, tiny_config: Configure, tmp_path: Path, moment: str
) -> None:
    config = tiny_config("train.epochs=3", "val.every=1")
    with Workspace.open(tmp_path) as workspace:
        with pytest.raises(KeyboardInterrupt):
            train(TrainingRequest(config, workspace, StopInValidation(moment)))
        (stopped,) = workspace.runs()
        watcher = CountSteps()
        resumed = resume(stopped, workspace, watcher)
        assert resumed is not None
        assert watcher.steps == 6  # the two epochs that were left, of three steps each
        assert same_weights(resumed, uninterrupted)
        assert [v.key.epoch for v in resumed.validations()] == [1, 2, 3]
        assert [v.scores["miou"] for v in resumed.validations()] == [
            v.scores["miou"] for v in uninterrupted.validations()
        ]
        best = load_checkpoint(resumed.folder / "checkpoints/best.ckpt")["progress"]["epoch"]
        assert best == load_checkpoint(uninterrupted.folder / "checkpoints/best.ckpt")["progress"]["epoch"]


@pytest.mark.parametrize(("sign", "whole_epochs"), [(WEIGHTS, 0), ("validations/0002", 2)])
def test_kill_minus_nine_loses_at_most_the_running_epoch(
    uninterrupted: Run, tiny_config: Configure, tmp_path: Path, sign: str, whole_epochs: int
) -> None:
    config_path = tmp_path / "run.yaml"
    config_path.write_text(dump_config(tiny_config("train.epochs=3", "val.every=1")))
    folder = tmp_path / "workspace"
    command = [sys.executable, "-m", "segscope", "train", str(config_path), "--workspace", str(folder)]
    process = subprocess.Popen(command, env={**os.environ, "TMPDIR": "/dev/shm"}, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while not list(folder.glob(f"runs/*/{sign}")):
        assert process.poll() is None, "the training ended early"
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with Workspace.open(folder) as workspace:
        (killed,) = workspace.runs()
        kept = load_checkpoint(killed.folder / WEIGHTS)["progress"]["epoch"]
        assert kept >= whole_epochs
        resumed = resume(killed, workspace)
        assert resumed is not None
        assert same_weights(resumed, uninterrupted)
        assert curve(resumed) == curve(uninterrupted)


def test_a_finished_run_is_not_resumed(uninterrupted: Run) -> None:
    place = uninterrupted.folder.parent.parent
    with Workspace.open(place) as workspace, pytest.raises(StoreError, match="is finished"):
        resume(workspace.run(uninterrupted.id), workspace)


def test_changed_labels_are_refused_on_resume(
    tiny_data: Path, tiny_config: Configure, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(tiny_data, data)
    config = tiny_config("train.epochs=2", "val.every=1", f"data.path={data}")
    with Workspace.open(tmp_path / "workspace") as workspace:
        with pytest.raises(KeyboardInterrupt):
            train(TrainingRequest(config, workspace, StopAfter(5)))
        (stopped,) = workspace.runs()
        text = (data / "val.json").read_text()
        (data / "val.json").write_text(text.replace('"iscrowd": 0', '"iscrowd": 1', 1))
        with pytest.raises(DataError, match="no longer those that run"):
            resume(stopped, workspace)


def test_a_changed_picture_is_refused_on_resume(
    tiny_data: Path, tiny_config: Configure, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(tiny_data, data)
    config = tiny_config("train.epochs=2", "val.every=1", f"data.path={data}")
    with Workspace.open(tmp_path / "workspace") as workspace:
        with pytest.raises(KeyboardInterrupt):
            train(TrainingRequest(config, workspace, StopAfter(1)))
        (stopped,) = workspace.runs()
        first, second = (Path(row.image_path) for row in stopped.samples("train")[:2])
        kept = first.read_bytes()
        first.write_bytes(second.read_bytes())
        with pytest.raises(DataError, match=re.escape(f"{first} is no longer the picture that run")):
            resume(stopped, workspace)
        first.write_bytes(kept)
        assert resume(stopped, workspace) is not None


def test_early_stop(tiny_config: Configure, tmp_path: Path) -> None:
    # A rate of almost nothing never improves after the first validation by much.
    watcher = Remember()
    config = tiny_config(
        "train.epochs=30", "val.every=1", "train.patience=2", "optimizer.lr=1e-12", "train.ema=0"
    )
    run = begin(config, tmp_path, watcher)
    assert len(run.validations()) < 30
    assert any("stopped early" in message for message in watcher.messages)


def test_a_loss_that_is_no_number_names_the_pictures(tiny_config: Configure, tmp_path: Path) -> None:
    config = tiny_config("train.epochs=2", "optimizer.lr=1e30", "train.clip_norm=0")
    with Workspace.open(tmp_path) as workspace:
        with pytest.raises(TrainingError, match=r"the loss became .* on pictures .*batch_"):
            train(TrainingRequest(config, workspace))
        (run,) = workspace.runs()
        assert run.status == "failed"


def test_accumulation_names_the_losses_it_changes(tiny_config: Configure, tmp_path: Path) -> None:
    watcher = Remember()
    begin(tiny_config("train.epochs=1", "train.accumulate=2"), tmp_path, watcher)
    assert any("dice" in message and "accumulation" in message for message in watcher.messages)


def test_bad_data_is_refused_before_a_run_is_made(
    tiny_data: Path, tiny_config: Configure, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(tiny_data, data)
    broken = next(data.glob("batch_*/*.jpg"))
    broken.write_bytes(b"")
    with Workspace.open(tmp_path / "workspace") as workspace:
        with pytest.raises(DataError, match=rf"Seen in .*{broken.name}.* `segscope check`"):
            train(TrainingRequest(tiny_config(f"data.path={data}"), workspace))
        assert workspace.runs() == ()


@pytest.mark.parametrize("precision", ["bf16"])
def test_mixed_precision_trains(tiny_config: Configure, tmp_path: Path, precision: str) -> None:
    run = begin(tiny_config("train.epochs=1", f"train.precision={precision}"), tmp_path)
    losses = [loss for _, loss in curve(run)]
    assert len(losses) == 3
    assert all(np.isfinite(losses))


def test_a_run_that_another_process_trains_is_not_resumed(tiny_config: Configure, tmp_path: Path) -> None:
    holder = (
        "import sys, time\n"
        "from segscope.store.workspace import Workspace\n"
        "from segscope.store.run_lock import training_lock\n"
        "with Workspace.open(sys.argv[1]) as workspace, training_lock(workspace.runs()[0]):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(600)\n"
    )
    with Workspace.open(tmp_path) as workspace:
        with pytest.raises(KeyboardInterrupt):
            train(TrainingRequest(tiny_config("train.epochs=2", "val.every=1"), workspace, StopAfter(5)))
        (stopped,) = workspace.runs()
        process = subprocess.Popen([sys.executable, "-c", holder, str(tmp_path)], stdout=subprocess.PIPE)
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"held\n"
            with pytest.raises(StoreError, match="is being trained by another process"):
                resume(stopped, workspace)
            assert stopped.status == "stopped"
        finally:
            process.kill()
            process.communicate()
        resumed = resume(stopped, workspace)
        assert resumed is not None
        assert resumed.status == "finished"


def test_a_run_resumes_from_any_folder(
    tiny_data: Path, tiny_config: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_data.parent)
    config = tiny_config("train.epochs=2", "val.every=1", f"data.path={tiny_data.name}")
    with Workspace.open(tmp_path / "workspace") as workspace:
        with pytest.raises(KeyboardInterrupt):
            train(TrainingRequest(config, workspace, StopAfter(5)))
        monkeypatch.chdir(tmp_path)
        resumed = resume(workspace.runs()[0], workspace)
        assert resumed is not None
        assert resumed.status == "finished"
