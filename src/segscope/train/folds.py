"""All folds of a data set, one training after another; what is finished is not trained again."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from segscope.config.load import dump_config
from segscope.config.run_config import RunConfig
from segscope.data.sample import Dataset
from segscope.data.splits import DEFAULT_METHOD, divide, read_split_file
from segscope.data.splits.findings import division_findings
from segscope.data.splits.pool import pool_samples
from segscope.errors import ConfigError
from segscope.files.names import safe_file_name
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.fit import resume, train
from segscope.train.preflight import open_data, with_absolute_paths
from segscope.train.progress import Watcher
from segscope.train.request import TrainingRequest

_SAYS_NOTHING_OF_THE_TRAINING = {"notes", "tags", "loggers"}


@dataclass(frozen=True)
class FoldTraining:
    """The training of one fold.

    Attributes:
        fold: Its number, from 0.
        folds: How many there are.
        config: What is trained.
    """

    fold: int
    folds: int
    config: RunConfig

    def earlier_run(self, workspace: Workspace) -> Run | None:
        """Find the run of this fold: a finished one, else the newest that was begun."""
        runs = [
            run
            for run in workspace.runs(kind="train")
            if run.config.get("data", {}).get("fold") == self.fold
            and set(self.config.tags) <= set(run.config.get("tags", ()))
        ]
        finished = [run for run in runs if run.status == "finished"]
        return next(iter(finished or runs), None)


def plan_folds(
    config: RunConfig, workspace: Workspace, folds: int, watcher: Watcher
) -> tuple[FoldTraining, ...]:
    """Make the split file, or take the config's, and give the training of each fold.

    The file is made once for a data set, a number of folds and a group rule, and lies in the workspace;
    trainings with other settings use it again, so that they can be compared fold by fold. All runs bear
    one name, the tag ``fold 0/5``, and a tag of their experiment.

    Raises:
        ConfigError: The config names one fold, a split file of another number, or several devices.
        UsageError: There are too few groups or pictures.
        DataError: A picture or label map cannot be read.
    """
    if config.data.fold is not None:
        raise ConfigError(f"data.fold={config.data.fold} trains one fold, and --folds all: leave one out.")
    if config.train.devices > 1:
        raise ConfigError(
            "--folds trains on one device: with train.devices above 1 train fold by fold, as with "
            "data.split=FILE data.fold=0."
        )
    path = Path(config.data.split) if config.data.split else _make_split(config, workspace, folds, watcher)
    found = read_split_file(path).folds
    if found == 1:
        raise ConfigError(
            f"{path} holds one validation part, not {folds} folds: train with data.split={path} data.fold=0, "
            "and without --folds."
        )
    if found != folds:
        raise ConfigError(f"{path} holds {found} folds, not {folds}: give --folds {found}, or another file.")
    seen = [_of_fold(config, path, fold) for fold in range(folds)]
    experiment = _experiment(seen[0])
    return tuple(
        FoldTraining(
            fold,
            folds,
            one.model_copy(update={"tags": (*one.tags, f"fold {fold}/{folds}", f"folds-{experiment}")}),
        )
        for fold, one in enumerate(seen)
    )


def train_folds(config: RunConfig, workspace: Workspace, folds: int, watcher: Watcher) -> tuple[Run, ...]:
    """Train all folds, one after another; see :func:`plan_folds`.

    A fold that is finished is not trained again, and one that was stopped goes on from its last whole epoch.

    Returns:
        The finished runs, fold by fold.

    Raises:
        StoreError: Another process is training one of them.
    """
    runs = (_train_fold(fold, workspace, watcher) for fold in plan_folds(config, workspace, folds, watcher))
    # There is one process, so that each training gives its run.
    return tuple(run for run in runs if run is not None)


def _train_fold(fold: FoldTraining, workspace: Workspace, watcher: Watcher) -> Run | None:
    title = f"fold {fold.fold} of 0 to {fold.folds - 1}"
    run = fold.earlier_run(workspace)
    if run is not None and run.status == "finished":
        watcher.message(f"{title}: finished already, as run {run.id}.")
        return run
    if run is not None and (run.checkpoints_folder / "last.ckpt").is_file():
        watcher.message(f"{title}: run {run.id} goes on from its last whole epoch.")
        return resume(run, workspace, watcher)
    watcher.message(f"{title}: training begins.")
    return train(TrainingRequest(fold.config, workspace, watcher))


def _of_fold(config: RunConfig, path: Path, fold: int) -> RunConfig:
    data = config.data.model_copy(update={"split": str(path), "fold": fold})
    return with_absolute_paths(config.model_copy(update={"data": data}))


def _experiment(config: RunConfig) -> str:
    """Give a short hash of everything that the folds of one experiment share."""
    shared = config.model_copy(update={"data": config.data.model_copy(update={"fold": 0, "split": None})})
    meaning = {
        key: value for key, value in shared.model_dump().items() if key not in _SAYS_NOTHING_OF_THE_TRAINING
    }
    text = dump_config(RunConfig.model_validate(meaning))
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _make_split(config: RunConfig, workspace: Workspace, folds: int, watcher: Watcher) -> Path:
    dataset = open_data(config, workspace)
    path = workspace.folder / "splits" / _file_name(dataset, folds)
    if path.is_file():
        watcher.message(f"the folds are those of {path}")
        return path
    division = divide(dataset, DEFAULT_METHOD, {"folds": folds}, progress=watcher.data_checked)
    for finding in division_findings(division):
        watcher.message(f"{finding.message} {finding.remedy}")
    division.write(path)
    watcher.message(f"the folds are kept in {path}")
    return path


def _file_name(dataset: Dataset, folds: int) -> str:
    """Name the file by all that the division follows from."""
    digest = hashlib.sha256(f"{DEFAULT_METHOD} {folds} {dataset.label_source_hash()}".encode())
    for sample in pool_samples(dataset):
        digest.update(f"\0{sample.split}\0{sample.id}\0{sample.group}".encode("utf-8", "surrogateescape"))
    return safe_file_name(f"{dataset.root.stem or 'data'}-{folds}-folds-{digest.hexdigest()[:8]}") + ".csv"
