"""Rounds of self-training: teachers, their labels, students, who are the next teachers."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from segscope.config.inference import InferenceConfig
from segscope.config.load import dump_config
from segscope.config.pseudo import PseudoChoice
from segscope.config.run_config import RunConfig
from segscope.errors import UsageError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.ensembles.source import source_of_runs
from segscope.train.fit import resume, train
from segscope.train.folds import train_folds
from segscope.train.preflight import with_absolute_paths
from segscope.train.progress import Watcher
from segscope.train.pseudo.make import PseudoRequest, make_pseudo_labels
from segscope.train.pseudo.manifest import FILE_NAME, PseudoManifest, read_manifest
from segscope.train.pseudo.teacher import stage_epochs
from segscope.train.request import TrainingRequest

_SAYS_NOTHING_OF_THE_TRAINING = {"notes", "tags", "loggers"}


@dataclass(frozen=True)
class RoundsRequest:
    """What is trained, and on which unlabelled pictures.

    Attributes:
        config: Of the first teachers; students differ in ``data.pseudo`` alone, and begin from the same
            weights, never from their teacher's.
        pictures: Name → picture file.
        source: The folder that they are from.
        method: How pixels and pictures are chosen; later rounds keep more.
        rounds: How many times labels are made and students trained.
        folds: How many folds are trained each time; None trains one model.
        inference: Views and tiles of the teachers.
        min_precision: Classes of less out-of-fold precision are dropped.
        out: Folder of the labels; None = in the workspace.
        began: Called with a title and the number of pictures before each pass.
        progress: Called with the number of further pictures done.
    """

    config: RunConfig
    pictures: Mapping[str, Path]
    source: Path
    method: PseudoChoice
    rounds: int = 1
    folds: int | None = None
    inference: InferenceConfig = field(default_factory=InferenceConfig)
    min_precision: float = 0.5
    out: Path | None = None
    began: Callable[[str, int], None] = lambda _title, _pictures: None
    progress: Callable[[int], None] = lambda _: None


@dataclass(frozen=True)
class Round:
    """What was made in one round.

    Attributes:
        number: 0 for the first teachers, who saw no pseudo-label.
        runs: The trainings: one, or one a fold.
        folder: The pseudo-labels that they were trained on; None in round 0.
        manifest: What is known of those.
    """

    number: int
    runs: tuple[Run, ...]
    folder: Path | None = None
    manifest: PseudoManifest | None = None

    @property
    def miou(self) -> float:
        """Mean over the runs of mIoU at the best validation; NaN where a split has none."""
        best = [run.best_validation(run.config["data"]["val"]) for run in self.runs]
        scores = [float("nan") if one is None else float(one.scores["miou"]) for one in best]
        return sum(scores) / len(scores)


def train_rounds(request: RoundsRequest, workspace: Workspace, watcher: Watcher) -> tuple[Round, ...]:
    """Train the teachers, then as often as is asked for: label, and train students on it.

    Called again, it goes on where it stopped: finished trainings and labels stay.

    Raises:
        ConfigError: The config is wrong, or names pseudo-labels itself.
        UsageError: No picture is left to label, or labels of other teachers lie where these would go.
    """
    if request.config.data.pseudo is not None:
        raise UsageError("rounds make their own pseudo-labels: leave data.pseudo out of the config.")
    config = _with_stages(with_absolute_paths(request.config), request.method)
    tag = f"rounds-{_experiment(config, request)}"
    folder = request.out or workspace.folder / "pseudo" / tag
    generations = [Round(0, _train(_student(config, tag, 0, None), request.folds, workspace, watcher))]
    for number in range(1, request.rounds + 1):
        labels = folder / f"round-{number}"
        manifest = _label(request, generations[-1].runs, labels, number, workspace, watcher)
        runs = _train(_student(config, tag, number, labels), request.folds, workspace, watcher)
        generations.append(Round(number, runs, labels, manifest))
    return tuple(generations)


def _label(
    request: RoundsRequest,
    teachers: tuple[Run, ...],
    folder: Path,
    number: int,
    workspace: Workspace,
    watcher: Watcher,
) -> PseudoManifest:
    if (folder / FILE_NAME).is_file():
        manifest, _ = read_manifest(folder)
        if {one.run for made in manifest.sets for one in made.teachers} != {run.id for run in teachers}:
            raise UsageError(
                f"{folder} holds pseudo-labels of other teachers: move it away, or give another --out."
            )
        watcher.message(f"round {number}: labelled already, in {folder}.")
        return manifest
    source = replace(source_of_runs(teachers), inference=request.inference)
    watcher.message(f"round {number}: {len(request.pictures)} pictures are labelled.")
    return make_pseudo_labels(
        PseudoRequest(
            source,
            request.pictures,
            request.source,
            folder,
            request.method,
            min_precision=request.min_precision,
            round=number,
            device=request.config.train.device,
            began=request.began,
            progress=request.progress,
            message=watcher.message,
        ),
        workspace,
    )


def _student(config: RunConfig, tag: str, number: int, labels: Path | None) -> RunConfig:
    name = config.name or f"{config.model.name} {config.model.encoder}"
    data = config.data if labels is None else config.data.model_copy(update={"pseudo": str(labels)})
    changed = {"name": f"{name} round {number}", "data": data, "tags": (*config.tags, tag, f"round {number}")}
    return config.model_copy(update=changed)


def _train(config: RunConfig, folds: int | None, workspace: Workspace, watcher: Watcher) -> tuple[Run, ...]:
    if folds is not None:
        return train_folds(config, workspace, folds, watcher)
    earlier = [
        run for run in workspace.runs(kind="train") if set(config.tags) <= set(run.config.get("tags", ()))
    ]
    finished = [run for run in earlier if run.status == "finished"]
    if finished:
        watcher.message(f"{config.name}: finished already, as run {finished[0].id}.")
        return (finished[0],)
    begun = next((run for run in earlier if (run.checkpoints_folder / "last.ckpt").is_file()), None)
    run = (
        train(TrainingRequest(config, workspace, watcher))
        if begun is None
        else resume(begun, workspace, watcher)
    )
    # Other processes of a training on several devices have no run, and nothing more to do.
    if run is None:
        raise SystemExit(0)
    return (run,)


def _with_stages(config: RunConfig, method: PseudoChoice) -> RunConfig:
    """Keep the epochs that the method compares, beside those that the config keeps.

    Raises:
        UsageError: The config keeps the last epochs, and so no earlier ones.
    """
    stages = getattr(method.options, "stages", 0)
    if not stages:
        return config
    wanted, kept = stage_epochs(config.train.epochs, stages), config.train.keep_epochs
    if isinstance(kept, int):
        if kept:
            raise UsageError(
                f"train.keep_epochs={kept} keeps the last epochs, and --method {method.name} compares "
                f"earlier ones: set it to {wanted}, or leave it out."
            )
        kept = ()
    both = tuple(sorted({*kept, *wanted}))
    return config.model_copy(update={"train": config.train.model_copy(update={"keep_epochs": both})})


def _experiment(config: RunConfig, request: RoundsRequest) -> str:
    """Give a short hash of what all rounds follow from, but for their number."""
    meaning = {k: v for k, v in config.model_dump().items() if k not in _SAYS_NOTHING_OF_THE_TRAINING}
    further = {
        "method": request.method.model_dump(mode="json"),
        "source": str(request.source.absolute()),
        "folds": request.folds,
        "inference": request.inference.model_dump(mode="json"),
        "min_precision": request.min_precision,
    }
    text = dump_config(RunConfig.model_validate(meaning)) + json.dumps(further, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]
