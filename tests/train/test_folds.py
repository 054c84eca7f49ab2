"""All folds on the real trainer: each picture validates once, finished folds stay, stopped ones go on."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from segscope.config.run_config import RunConfig
from segscope.data.splits import read_split_file
from segscope.errors import ConfigError, DataError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.fit import resume, train
from segscope.train.folds import plan_folds, train_folds
from segscope.train.progress import SilentWatcher, StepReport
from segscope.train.request import TrainingRequest

Configure = Callable[..., RunConfig]
QUICK = ("train.epochs=2", "val.every=1", "name=baseline")


class Follow(SilentWatcher):
    """Remembers messages and new runs, and may interrupt a training as Ctrl-C does."""

    def __init__(self, stop_in_run: int = 0) -> None:
        self.messages: list[str] = []
        self.begun: list[str] = []
        self.steps = 0
        self._stop_in_run = stop_in_run

    def message(self, text: str) -> None:
        self.messages.append(text)

    def run_created(self, run_id: str) -> None:
        self.begun.append(run_id)

    def step_done(self, report: StepReport) -> None:
        self.steps += 1
        if len(self.begun) == self._stop_in_run and report.epoch == 2:
            raise KeyboardInterrupt


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("folds")) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def stopped_once(workspace: Workspace, tiny_config: Configure) -> tuple[tuple[Run, ...], Follow]:
    """Train two folds; the first call was interrupted in the second one."""
    config = tiny_config(*QUICK)
    with pytest.raises(KeyboardInterrupt):
        train_folds(config, workspace, 2, Follow(stop_in_run=2))
    again = Follow()
    return train_folds(config, workspace, 2, again), again


def test_a_second_call_trains_only_what_is_not_finished(
    stopped_once: tuple[tuple[Run, ...], Follow], workspace: Workspace, tiny_config: Configure
) -> None:
    runs, again = stopped_once
    assert [run.status for run in runs] == ["finished"] * 2
    assert len(workspace.runs()) == 2
    assert again.begun == [runs[1].id]
    assert any("fold 0 of 0 to 1: finished already" in text for text in again.messages)
    assert any("fold 1 of 0 to 1: run" in text and "goes on" in text for text in again.messages)

    third = Follow()
    assert [run.id for run in train_folds(tiny_config(*QUICK), workspace, 2, third)] == [
        run.id for run in runs
    ]
    assert third.steps == 0


def test_each_picture_validates_once_and_never_trains_in_its_fold(
    stopped_once: tuple[tuple[Run, ...], Follow],
) -> None:
    runs, _ = stopped_once
    validated = [row.id for run in runs for row in run.samples("val")]
    assert len(validated) == len(set(validated)) == 18
    for run in runs:
        parts = {split: {row.id for row in run.samples(split)} for split in ("train", "val")}
        assert not parts["train"] & parts["val"]
        assert parts["train"] | parts["val"] == set(validated)
        best = run.best_validation()
        assert best is not None
        assert set(run.load_tables(best).images) == parts["val"]


def test_runs_keep_the_file_its_hash_their_fold_and_one_name(
    stopped_once: tuple[tuple[Run, ...], Follow], workspace: Workspace
) -> None:
    runs, _ = stopped_once
    files = {run.config["data"]["split"] for run in runs}
    (file,) = files
    assert Path(file).parent == workspace.folder / "splits"
    assert {run.config["data"]["split_sha256"] for run in runs} == {read_split_file(file).sha256}
    assert [run.config["data"]["fold"] for run in runs] == [0, 1]
    assert [run.config["tags"][0] for run in runs] == ["fold 0/2", "fold 1/2"]
    assert len({run.config["tags"][1] for run in runs}) == 1
    assert {run.name for run in runs} == {"baseline"}


def test_another_setting_is_another_experiment_on_the_same_folds(
    stopped_once: tuple[tuple[Run, ...], Follow], workspace: Workspace, tiny_config: Configure
) -> None:
    runs, _ = stopped_once
    follow = Follow()

    same = plan_folds(tiny_config(*QUICK, "notes=tried again"), workspace, 2, follow)
    other = plan_folds(tiny_config(*QUICK, "train.seed=1"), workspace, 2, follow)

    assert [fold.earlier_run(workspace).id for fold in same] == [run.id for run in runs]  # type: ignore[union-attr]
    assert [fold.earlier_run(workspace) for fold in other] == [None] * 2
    assert {fold.config.data.split for fold in other} == {runs[0].config["data"]["split"]}


def test_one_fold_trains_as_the_config_says_and_a_changed_file_stops_a_resume(
    workspace: Workspace, tiny_config: Configure, tmp_path: Path
) -> None:
    plan = plan_folds(tiny_config(*QUICK), workspace, 2, SilentWatcher())
    file = tmp_path / "mine.csv"
    file.write_bytes(Path(str(plan[0].config.data.split)).read_bytes())
    config = tiny_config("train.epochs=2", "val.every=1", f"data.split={file}", "data.fold=1")

    with pytest.raises(KeyboardInterrupt):
        train(TrainingRequest(config, workspace, Follow(stop_in_run=1)))

    run = workspace.runs()[0]
    rows = read_split_file(file).rows
    assert {row.id for row in run.samples("val")} == {row.id for row in rows if row.fold == 1}
    text = file.read_text(encoding="utf-8").partition("\n")[2]
    file.write_text(text.replace(",1\n", ",0\n", 1), encoding="utf-8")
    with pytest.raises(DataError, match=r"is not the split file that data.split_sha256 names"):
        resume(run, workspace)


def test_what_cannot_be_trained_in_folds_is_one_sentence(
    workspace: Workspace, tiny_config: Configure, tmp_path: Path
) -> None:
    file = plan_folds(tiny_config(*QUICK), workspace, 3, SilentWatcher())[0].config.data.split
    part = tmp_path / "part.csv"
    rows = read_split_file(str(file)).rows
    part.write_text("id,fold\n" + "".join(f"{row.id},{'' if row.fold else 0}\n" for row in rows))
    for words, folds, complaint in (
        ((f"data.split={file}",), 5, "holds 3 folds, not 5"),
        ((f"data.split={part}",), 3, "holds one validation part, not 3 folds"),
        ((f"data.split={file}", "data.fold=0"), 3, "leave one out"),
        (("train.devices=2",), 3, "trains on one device"),
    ):
        with pytest.raises(ConfigError, match=complaint):
            plan_folds(tiny_config(*words), workspace, folds, SilentWatcher())
