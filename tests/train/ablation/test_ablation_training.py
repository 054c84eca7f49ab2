"""Ablations on the real trainer: what is trained, what is found again, what is stopped and goes on."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from segscope._ablation import Ablation, ablate, list_trials, recompute
from segscope.analysis.compare import CompareOptions
from segscope.config.changes import read_changes
from segscope.config.run_config import RunConfig
from segscope.errors import ConfigError
from segscope.store import strict_json
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.ablation.plan import AblationRequest, Trial, find_runs, plan_ablation
from segscope.train.ablation.pool import devices_for
from segscope.train.ablation.progress import SilentAblationWatcher
from segscope.train.checkpoint import load_checkpoint
from segscope.train.fit import train
from segscope.train.progress import SilentWatcher
from segscope.train.request import TrainingRequest

Configure = Callable[..., RunConfig]
QUICK = ("train.epochs=2", "val.every=2", "name=tiny")
OPTIONS = CompareOptions(draws=200)


class Follow(SilentAblationWatcher):
    """Remembers what was trained, and may interrupt as Ctrl-C does."""

    def __init__(self, stop_at: int = 0) -> None:
        self.done = -1
        self.begun_titles: list[str] = []
        self.ended_titles: list[str] = []
        self.steps = 0
        self._stop_at = stop_at

    def planned(self, trials: int, done: int) -> None:
        self.done = done

    def begun(self, trial: Trial, device: str) -> None:
        self.begun_titles.append(trial.title)

    def stepped(self, trial: Trial, steps: int, of: int, loss: float) -> None:
        self.steps += 1

    def ended(self, trial: Trial, run: Run | None, problem: str) -> None:
        self.ended_titles.append(trial.title if run is not None else f"{trial.title}: {problem}")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("ablation")) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def request_(tiny_config: Configure) -> AblationRequest:
    changes = read_changes(["no EMA: train.ema=0"])
    return AblationRequest(tiny_config(*QUICK), changes, seeds=1)


@pytest.fixture(scope="module")
def earlier(workspace: Workspace, tiny_config: Configure) -> Run:
    """Train one of the changes under another name, with other threads, before the ablation."""
    run = train(TrainingRequest(tiny_config(*QUICK, "train.ema=0", "name=by hand", "tags=[x]"), workspace))
    assert run is not None
    return run


@pytest.fixture(scope="module")
def done(workspace: Workspace, request_: AblationRequest, earlier: Run) -> tuple[Ablation, Follow]:
    follow = Follow()
    return ablate(request_, workspace, options=OPTIONS, watcher=follow), follow


def test_what_was_trained_before_is_found_by_config_and_data(
    done: tuple[Ablation, Follow], earlier: Run, workspace: Workspace, request_: AblationRequest
) -> None:
    found, follow = done
    assert follow.done == 1
    assert follow.ended_titles == ["baseline, seed 0"]
    assert found.counts.arms[1].runs[0].run == earlier.id
    assert {trial["status"] for trial in list_trials(request_, workspace)} == {"finished"}
    again = Follow()
    second = ablate(request_, workspace, options=OPTIONS, watcher=again)
    assert again.begun_titles == []
    assert strict_json.dumps(second.result.to_dict()) == strict_json.dumps(found.result.to_dict())


def test_the_record_is_whole_and_its_counts_give_the_table_again(done: tuple[Ablation, Follow]) -> None:
    found, _ = done
    assert found.files is not None
    assert sorted(path.name for path in found.files.folder.iterdir()) == [
        "ablation.json",
        "ablation.md",
        "classes.png",
        "counts.parquet",
    ]
    for source in (found.files.folder, found.files.counts):
        again = recompute(source, OPTIONS)
        assert strict_json.dumps(again.result.to_dict()) == strict_json.dumps(found.result.to_dict())


def test_runs_are_those_of_segscope_train_and_know_their_cost(
    done: tuple[Ablation, Follow], workspace: Workspace, tiny_config: Configure
) -> None:
    found, _ = done
    run = workspace.run(found.counts.baseline.runs[0].run)
    alone = train(TrainingRequest(tiny_config(*QUICK), workspace))
    assert alone is not None
    weights = [load_checkpoint(one.checkpoints_folder / "last.ckpt")["model"] for one in (run, alone)]
    assert all(torch.equal(weights[0][name], weights[1][name]) for name in weights[0])
    assert run.name == "tiny"
    cost = found.counts.baseline.runs[0]
    assert cost.step_seconds is not None
    assert 0 < cost.step_seconds < 60
    assert cost.memory_bytes is not None
    assert 2**26 < cost.memory_bytes < 2**34
    assert found.counts.changes[0].change == ("train.ema 0.99 → 0.0",)


class StopSecond(Follow):
    """Interrupts the second training in its fourth step, after its first epochs were kept."""

    def stepped(self, trial: Trial, steps: int, of: int, loss: float) -> None:
        super().stepped(trial, steps, of, loss)
        if len(self.begun_titles) == 2 and steps == 4:
            os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.slow
def test_a_stopped_ablation_goes_on_where_it_was(tmp_path: Path, tiny_config: Configure) -> None:
    config = tiny_config(*QUICK, "train.epochs=40", "val.every=40")
    request = AblationRequest(config, read_changes(["optimizer=sgd"]), seeds=1)
    with Workspace.open(tmp_path / "stopped") as workspace:
        with pytest.raises(KeyboardInterrupt):
            ablate(request, workspace, options=OPTIONS, watcher=StopSecond())
        statuses = [run.shown_status for run in workspace.runs()]
        assert sorted(statuses) == ["finished", "stopped"]
        follow = Follow()
        found = ablate(request, workspace, options=OPTIONS, watcher=follow)
        assert follow.done == 1
        assert follow.begun_titles == ["optimizer=sgd, seed 0"]
        assert len(workspace.runs()) == 2, "it was resumed, not begun anew"
        assert len(found.result.changes) == 1


def test_trainings_are_ordered_seed_by_seed_and_folds_share_one_file(
    tmp_path: Path, tiny_config: Configure
) -> None:
    request = AblationRequest(tiny_config(*QUICK), read_changes(["mix+=cutmix"]), seeds=2, folds=2)
    with Workspace.open(tmp_path / "folds") as workspace:
        plan = plan_ablation(request, workspace, SilentWatcher())
        assert [trial.title for trial in plan.trials] == [
            f"{arm}, seed {seed}, fold {fold}"
            for seed in (0, 1)
            for fold in (0, 1)
            for arm in ("baseline", "mix+=cutmix")
        ]
        assert len({trial.key for trial in plan.trials}) == 8
        assert len({trial.config.data.split_sha256 for trial in plan.trials}) == 1
        assert find_runs(plan.trials, workspace) == {}


def test_a_change_of_how_the_data_is_trained_keeps_its_folds(tmp_path: Path, tiny_config: Configure) -> None:
    tries = ["data.pseudo_ratio=2 mix+=cutmix"]  # as beside data.pseudo
    request = AblationRequest(tiny_config(*QUICK), read_changes(tries), seeds=1, folds=2)
    with Workspace.open(tmp_path / "folds") as workspace:
        plan = plan_ablation(request, workspace, SilentWatcher())
    data = [(trial.config.data.fold, trial.config.data.pseudo_ratio) for trial in plan.trials]
    assert data == [(0, 1.0), (0, 2.0), (1, 1.0), (1, 2.0)]
    assert len({trial.config.data.split_sha256 for trial in plan.trials}) == 1


@pytest.mark.parametrize(
    ("tries", "seeds", "folds", "complaint"),
    [
        (["train.seed=5"], 1, 1, "sets train.seed"),
        (["train.devices=2"], 1, 1, "gives each training one"),
        ([], 1, 1, "there is nothing to try"),
        (["mix+=cutmix"], 0, 1, "give 1 or more"),
        (["data.val=train"], 1, 1, "is measured on other pictures"),
        (["data.crowd=ignore"], 1, 2, "is measured on other pictures or labels"),
        (["data.fold=1"], 1, 2, "which --folds makes"),
    ],
)
def test_what_cannot_be_tried_is_one_sentence_before_anything_is_trained(
    tries: list[str], seeds: int, folds: int, complaint: str, tmp_path: Path, tiny_config: Configure
) -> None:
    request = AblationRequest(tiny_config(*QUICK), read_changes(tries), seeds, folds)
    with Workspace.open(tmp_path) as workspace, pytest.raises(ConfigError, match=complaint):
        plan_ablation(request, workspace, SilentWatcher())


def test_a_baseline_on_several_devices_is_refused_whatever_the_changes_say(
    tmp_path: Path, tiny_config: Configure
) -> None:
    changes = read_changes(["train.devices=1"])
    request = AblationRequest(tiny_config(*QUICK, "train.devices=2"), changes, seeds=1)
    with Workspace.open(tmp_path) as workspace, pytest.raises(ConfigError, match="the baseline trains on 2"):
        plan_ablation(request, workspace, SilentWatcher())


def test_changed_pictures_are_other_trainings(
    tmp_path: Path, tiny_data: Path, tiny_config: Configure
) -> None:
    moved, changed = tmp_path / "moved", tmp_path / "changed"
    for folder in (moved, changed):
        shutil.copytree(tiny_data, folder)
    picture = next(path for path in sorted(changed.rglob("*.jpg")) or sorted(changed.rglob("*.png")))
    picture.write_bytes(picture.read_bytes() + b"\0")
    keys = []
    with Workspace.open(tmp_path / "workspace") as workspace:
        for folder in (tiny_data, moved, changed):
            request = AblationRequest(
                tiny_config(*QUICK, f"data.path={folder}"), read_changes(["mix+=cutmix"]), seeds=1
            )
            keys.append(plan_ablation(request, workspace, SilentWatcher()).key)
    assert keys[0] == keys[1]
    assert keys[0] != keys[2]


def test_devices_are_shared_out(monkeypatch: pytest.MonkeyPatch, tiny_config: Configure) -> None:
    config = tiny_config("train.device=auto").train
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 3)
    assert devices_for(config) == ("0", "1", "2")
    assert devices_for(config, 4) == ("0", "1", "2", "0")
    assert devices_for(tiny_config("train.device=cpu").train) == ("",)
    assert devices_for(tiny_config("train.device=auto", "train.devices=2").train) == ("",)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    assert devices_for(config, 2) == ("", "")


@pytest.mark.parametrize(
    ("shown", "names"),
    [("5,2", ("5", "2", "5")), ("GPU-8932f937, GPU-1b2c", ("GPU-8932f937", "GPU-1b2c") * 2)],
)
def test_gpus_that_are_hidden_stay_hidden(
    shown: str, names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tiny_config: Configure
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", shown)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert devices_for(tiny_config("train.device=auto").train, len(names)) == names
