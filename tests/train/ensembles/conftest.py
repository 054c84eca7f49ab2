"""Tiny trainings that several tests join to ensembles."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from segscope.config.run_config import RunConfig
from segscope.data.open import open_dataset
from segscope.record.options import RecordOptions
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train import fit
from segscope.train.request import TrainingRequest


@dataclass(frozen=True)
class Trained:
    """A workspace with trainings of one name each."""

    workspace: Workspace
    runs: dict[str, Run]


def train_without_pictures(config: RunConfig, workspace: Workspace) -> Run:
    """Train without panels and plots, which take longer than these trainings themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fit, "_record_options", lambda _: RecordOptions(pictures=False))
        run = fit.train(TrainingRequest(config, workspace))
    assert run is not None
    return run


@pytest.fixture(scope="session")
def trained(
    tiny_config: Callable[..., RunConfig], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Trained]:
    """Train twice with one seed, and once with another."""
    with Workspace.open(tmp_path_factory.mktemp("members")) as workspace:
        runs = {}
        for name, seed in (("one", 0), ("same", 0), ("other", 1)):
            settings = ["train.epochs=2", "train.keep_epochs=2", "val.every=9"]
            config = tiny_config(f"name={name}", f"train.seed={seed}", *settings)
            runs[name] = train_without_pictures(config, workspace)
        yield Trained(workspace, runs)


@pytest.fixture(scope="session")
def folds(
    tiny_config: Callable[..., RunConfig], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Trained]:
    """Train two folds of all 18 pictures."""
    folder = tmp_path_factory.mktemp("folds")
    dataset = open_dataset(Path(tiny_config().data.path))
    rows = [
        f"{sample.id},{split},{index % 2}"
        for split, samples in dataset.samples.items()
        for index, sample in enumerate(samples)
    ]
    file = folder / "split.csv"
    file.write_text("\n".join(["id,split,fold", *rows]) + "\n")
    with Workspace.open(folder / "workspace") as workspace:
        runs = {}
        for fold in range(2):
            config = tiny_config(
                f"name=fold-{fold}", "train.epochs=1", f"data.split={file}", f"data.fold={fold}"
            )
            run = train_without_pictures(config, workspace)
            runs[run.name] = run
        yield Trained(workspace, runs)
