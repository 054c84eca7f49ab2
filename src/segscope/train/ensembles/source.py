"""What segments pictures, as a user names it: a run, several runs, or an ensemble file."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from segscope.config.ensemble_file import EnsembleConfig, is_ensemble_file, load_ensemble
from segscope.config.inference import InferenceConfig
from segscope.engine.class_set import ClassSet
from segscope.errors import ConfigError, UsageError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.ensembles.members import LoadedMember, find_members


@dataclass(frozen=True)
class ModelSource:
    """Members and views that count as one model.

    Attributes:
        title: What people call it.
        members: At least one; all have the same class names.
        inference: Views, tiles and post-processing.
        ensemble: The ensemble that it was read from, or None.
    """

    title: str
    members: tuple[LoadedMember, ...]
    inference: InferenceConfig = field(default_factory=InferenceConfig)
    ensemble: EnsembleConfig | None = None

    @property
    def class_set(self) -> ClassSet:
        """The classes of the first member."""
        return self.members[0].run.class_set

    def with_inference(self, values: dict[str, object]) -> "ModelSource":
        """Give the same members with other views.

        Args:
            values: ``tta``, ``window`` or ``post``; what is not given stays.
        """
        kept = {name: getattr(self.inference, name) for name in InferenceConfig.model_fields}
        return replace(self, inference=InferenceConfig(**{**kept, **values}))


def source_of_runs(runs: Sequence[Run], checkpoint: str = "best") -> ModelSource:
    """Take trainings with equal weights.

    Raises:
        UsageError: One is no training, or is named twice.
        ConfigError: Their classes differ.
    """
    for run in runs:
        if run.kind != "train":
            raise UsageError(f"run {run.id} is no training and has no model: name a training.")
    ids = [run.id for run in runs]
    repeated = next((run_id for run_id in ids if ids.count(run_id) > 1), None)
    if repeated is not None:
        raise UsageError(f"run {repeated} is named twice: name every run once.")
    refuse_other_classes(runs)
    names = list(dict.fromkeys(run.name or run.id for run in runs))
    return ModelSource(", ".join(names), tuple(LoadedMember(run, checkpoint) for run in runs))


def refuse_other_classes(runs: Sequence[Run]) -> None:
    """Refuse runs that cannot be averaged.

    Raises:
        ConfigError: Their classes differ.
    """
    other = next((run for run in runs if run.class_set.names != runs[0].class_set.names), None)
    if other is not None:
        raise ConfigError(f"runs {runs[0].id} and {other.id} have different classes: they are no ensemble.")


def find_source(words: Sequence[str], workspace: Workspace, checkpoint: str = "best") -> ModelSource:
    """Find what words on the command line name.

    Args:
        words: One ensemble file, or runs: ids, names, or beginnings of one. A name that several finished
            trainings share stands for all of them.
        workspace: Where the runs are kept.
        checkpoint: Which one of each run; an ensemble names its own.

    Raises:
        UsageError: An ensemble file stands beside something else or a checkpoint, or nothing is named.
        StoreError: No run, or more than one, fits.
        ConfigError: The file is wrong, or the classes differ.
        CheckpointError: A checkpoint of the ensemble is missing or another one.
    """
    if not words:
        raise UsageError("name a run or an ensemble file.")
    files = [word for word in words if is_ensemble_file(word)]
    if files and len(words) > 1:
        raise UsageError(f"{files[0]} is an ensemble already: name it alone, or name runs.")
    if files and checkpoint != "best":
        raise UsageError(f"{files[0]} names a checkpoint of each member: leave --checkpoint out.")
    if files:
        ensemble = load_ensemble(Path(files[0]))
        members = find_members(ensemble, workspace)
        return ModelSource(Path(files[0]).stem, tuple(members), ensemble, ensemble)
    return source_of_runs([run for word in words for run in _runs_named(word, workspace)], checkpoint)


def _runs_named(word: str, workspace: Workspace) -> tuple[Run, ...]:
    finished = workspace.runs(status="finished", kind="train")
    same_name = tuple(run for run in reversed(finished) if run.name == word)
    return same_name or (workspace.run(word),)
