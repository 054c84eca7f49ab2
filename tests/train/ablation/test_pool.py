"""The pool of trainings, with a worker that only says that it trains: order, failures, stops, devices."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from segscope.config.run_config import RunConfig
from segscope.engine.class_set import ClassSet
from segscope.errors import TrainingError
from segscope.store import NewRun, Run, SampleRow, Workspace
from segscope.train.ablation.plan import AblationPlan, Trial
from segscope.train.ablation.pool import train_all
from segscope.train.ablation.progress import SilentAblationWatcher

WORKER = """
import json, os, pathlib, sys
request = json.loads(sys.stdin.readline())
place = pathlib.Path(request["workspace"])
name = request.get("config", {}).get("name") or "resumed " + request["resume"]
tell = lambda **event: print(json.dumps(event), flush=True)
with (place / "asked").open("a") as file:
    print(name, os.environ.get("CUDA_VISIBLE_DEVICES"), os.environ.get("OMP_NUM_THREADS"), file=file)
tell(event="message", text="hello from " + name)
tell(event="step", steps=1, of=2, loss=0.5)
if "fails" in name:
    tell(event="failed", text="the loss is no number.")
    sys.exit(1)
if "dies" in name:
    os._exit(9)
if "waits" in name:
    sys.stdin.read()
    (place / "was stopped").touch()
    sys.exit(130)
tell(event="validation", epoch=1, miou=0.25)
run = (place / "id").read_text()
tell(event="finished", run=run)
"""


class Follow(SilentAblationWatcher):
    def __init__(self) -> None:
        self.told: list[str] = []

    def message(self, trial: Trial | None, text: str) -> None:
        self.told.append(text)

    def stepped(self, trial: Trial, steps: int, of: int, loss: float) -> None:
        self.told.append(f"{trial.arm} {steps}/{of} {loss}")
        if "waits" in trial.arm:
            os.kill(os.getpid(), signal.SIGINT)

    def validated(self, trial: Trial, epoch: int, miou: float) -> None:
        self.told.append(f"{trial.arm} {miou}")

    def ended(self, trial: Trial, run: Run | None, problem: str) -> None:
        self.told.append(f"{trial.arm} ended {problem}".strip())


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as workspace:
        run = workspace.create_run(
            NewRun("any", {}, ClassSet(("floor", "paper")), [SampleRow("val", "a", "/a.png", None)])
        )
        run.set_status("finished")
        (tmp_path / "id").write_text(run.id)
        yield workspace


def plan(*arms: str) -> AblationPlan:
    config = RunConfig.model_validate({"data": {"path": "x"}, "train": {"device": "cpu"}})
    trials = tuple(
        Trial(arm, 0, None, config.model_copy(update={"name": arm}), f"key of {arm}") for arm in arms
    )
    return AblationPlan("tiny", "0" * 64, dict.fromkeys(arms, ()), trials)


def worker() -> list[str]:
    return [sys.executable, "-c", WORKER]


def asked(workspace: Workspace) -> list[str]:
    return (workspace.folder / "asked").read_text().splitlines()


def test_trainings_run_in_order_and_tell_what_happens(workspace: Workspace) -> None:
    follow = Follow()
    runs = train_all(plan("one", "two"), workspace, follow, command=worker())
    assert set(runs) == {"key of one", "key of two"}
    assert [line.split()[0] for line in asked(workspace)] == ["one", "two"]
    assert follow.told == [
        text.format(arm)
        for arm in ("one", "two")
        for text in ("hello from {}", "{} 1/2 0.5", "{} 0.25", "{} ended")
    ]


def test_what_fails_is_told_and_the_others_are_trained(workspace: Workspace) -> None:
    follow = Follow()
    with pytest.raises(TrainingError, match=r"'fails, seed 0' failed \(and 1 more\): the loss is no number"):
        train_all(plan("fails", "dies", "good"), workspace, follow, command=worker())
    assert "good ended" in follow.told
    assert any(line.startswith("dies ended its process ended with 9; see ") for line in follow.told)


def test_an_interrupt_stops_the_trainings_and_begins_no_more(workspace: Workspace) -> None:
    with pytest.raises(KeyboardInterrupt):
        train_all(plan("waits", "after"), workspace, Follow(), command=worker())
    assert (workspace.folder / "was stopped").exists()
    assert [line.split()[0] for line in asked(workspace)] == ["waits"]


def test_side_by_side_each_has_its_device_or_its_share_of_the_cores(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr("segscope.train.ablation.pool.usable_cpus", lambda: 6)
    monkeypatch.setattr("segscope.train.ablation.pool.devices_for", lambda _train, _jobs: ("0", "1"))
    train_all(plan("a", "b", "c"), workspace, Follow(), command=worker())
    devices = [line.split()[1] for line in asked(workspace)]
    assert set(devices) == {"0", "1"}
    (workspace.folder / "asked").unlink()
    monkeypatch.setattr("segscope.train.ablation.pool.devices_for", lambda _train, _jobs: ("", "", ""))
    train_all(plan("a", "b", "c"), workspace, Follow(), command=worker())
    assert {line.split()[2] for line in asked(workspace)} == {"2"}


def test_a_training_that_was_begun_is_asked_to_go_on(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = workspace.runs()[0]
    run.set_status("stopped")
    (run.checkpoints_folder / "last.ckpt").touch()
    monkeypatch.setattr("segscope.train.ablation.pool.find_runs", lambda *_: {"key of one": run})
    train_all(plan("one", "two"), workspace, Follow(), command=worker())
    assert [line.rsplit(" ", 2)[0] for line in asked(workspace)] == [f"resumed {run.id}", "two"]
