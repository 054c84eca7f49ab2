"""Schedules and optimisers in a whole training: rates that are kept, and resumes that change none."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import torch

from segscope.config.run_config import RunConfig
from segscope.record.recorded import RecordedValidation
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.checkpoint import load_checkpoint
from segscope.train.fit import resume, train
from segscope.train.load_model import load_model
from segscope.train.progress import SilentWatcher, StepReport
from segscope.train.request import TrainingRequest
from segscope.train.schedules.plateau import Plateau

Configure = Callable[..., RunConfig]

# No gain ever counts, so that every validation after the first lowers the rate.
PLATEAU = (
    "schedule={name: plateau, factor: 0.5, patience: 0, threshold: 1e9, warmup: 3}",
    "optimizer={name: sgd, lr: 0.01, encoder_lr_factor: 0.25, lookahead: {k: 4}}",
    "train.epochs=3",
    "train.ema=0",
    "val.every=1",
)
RATES = [0.01 / 3, 0.02 / 3, *[0.01] * 4, *[0.005] * 3]


class StopAt(SilentWatcher):
    """Interrupts a training in a step, or when a validation is stored and nothing has heard of it."""

    def __init__(self, *, step: int = -1, epoch: int = -1) -> None:
        self.step = step
        self.epoch = epoch

    def step_done(self, report: StepReport) -> None:
        if report.step == self.step:
            raise KeyboardInterrupt

    def validation_done(self, epoch: int, recorded: RecordedValidation) -> None:
        if epoch == self.epoch:
            raise KeyboardInterrupt


def rates(run: Run, name: str = "train/lr") -> list[float]:
    return [rate for _, rate in run.scalars(name)]


def weights(run: Run) -> dict[str, torch.Tensor]:
    state: dict[str, torch.Tensor] = load_checkpoint(run.folder / "checkpoints/last.ckpt")["model"]
    return state


def sums(tensors: Iterable[torch.Tensor]) -> list[float]:
    """Tell sets of tensors apart, whatever their order."""
    return sorted(tensor.detach().double().sum().item() for tensor in tensors)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, tiny_config: Configure) -> Run:
    with Workspace.open(tmp_path_factory.mktemp("whole")) as workspace:
        run = train(TrainingRequest(tiny_config(*PLATEAU), workspace))
    assert run is not None
    return run


def test_the_rate_climbs_and_falls_by_the_scores_in_each_part(whole: Run) -> None:
    assert rates(whole) == pytest.approx(RATES)
    assert rates(whole, "train/lr/encoder") == pytest.approx([rate / 4 for rate in RATES])


def test_the_slow_weights_of_lookahead_are_validated_and_kept_as_best(
    tiny_config: Configure, tmp_path: Path
) -> None:
    # Three steps in cycles of two: the last one has moved the fast weights alone.
    config = tiny_config("train.epochs=1", "train.ema=0", "schedule=constant", "optimizer.lookahead.k=2")
    with Workspace.open(tmp_path) as workspace:
        run = train(TrainingRequest(config, workspace))
        assert run is not None
        best, last = load_model(run, "best"), load_model(run, "last")
        slow = load_checkpoint(run.folder / "checkpoints/last.ckpt")["optimizer"]["slow"]
    assert sums(best.parameters()) == sums(slow)
    assert sums(last.parameters()) != sums(slow)


def test_a_plateau_hears_the_score_that_is_monitored(
    tiny_config: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[float] = []
    monkeypatch.setattr(Plateau, "observe", lambda self, score, update: heard.append(score))
    plateau = "schedule={name: plateau, warmup: 0}"
    config = tiny_config("train.epochs=2", "val.every=1", "val.monitor=boundary_iou", plateau)
    with Workspace.open(tmp_path) as workspace:
        run = train(TrainingRequest(config, workspace))
        assert run is not None
        stored = {name: [v.scores[name] for v in run.validations()] for name in ("boundary_iou", "miou")}
    assert heard == stored["boundary_iou"]
    assert heard != stored["miou"]


@pytest.mark.parametrize(
    "watcher",
    [
        pytest.param(StopAt(step=8), id="mid-plateau"),
        pytest.param(StopAt(epoch=2), id="unheard-score", marks=pytest.mark.slow),
    ],
)
def test_a_resume_gives_the_same_rates_and_bits(
    whole: Run, tiny_config: Configure, tmp_path: Path, watcher: StopAt
) -> None:
    with Workspace.open(tmp_path) as workspace:
        with pytest.raises(KeyboardInterrupt):
            train(TrainingRequest(tiny_config(*PLATEAU), workspace, watcher))
        (stopped,) = workspace.runs()
        resumed = resume(stopped, workspace)
        assert resumed is not None
        assert rates(resumed) == rates(whole)
        again, expected = weights(resumed), weights(whole)
        assert all(torch.equal(again[name], value) for name, value in expected.items())
