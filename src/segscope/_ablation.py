"""What the command line and a script call to try changes of a config against it. Torch is imported late."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from segscope._inference import import_train
from segscope.analysis.ablation import AblationCounts, AblationResult, collect_counts, judge, read_ablation
from segscope.analysis.ablation.collect import ArmRuns
from segscope.analysis.ablation.record import COUNTS, AblationFiles, write_record
from segscope.analysis.compare import CompareOptions
from segscope.files.names import safe_file_name
from segscope.store.workspace import Workspace

if TYPE_CHECKING:
    from segscope.train.ablation.plan import AblationPlan, AblationRequest
    from segscope.train.ablation.progress import AblationWatcher

_DEFAULTS = CompareOptions()


@dataclass(frozen=True)
class Ablation:
    """A judged ablation.

    Attributes:
        counts: The counts of all runs.
        result: What was found.
        files: Where it is kept; None where nothing was written.
    """

    counts: AblationCounts
    result: AblationResult
    files: AblationFiles | None = None


def plan_ablation(
    request: "AblationRequest", workspace: Workspace, watcher: "AblationWatcher | None" = None
) -> "AblationPlan":
    """Resolve every training of an ablation; see :func:`segscope.train.ablation.plan.plan_ablation`."""
    follower = watcher or import_train("ablation.progress").SilentAblationWatcher()
    sentences = import_train("ablation.progress").Sentences(follower)
    plan: AblationPlan = import_train("ablation.plan").plan_ablation(request, workspace, sentences)
    return plan


def ablate(
    request: "AblationRequest",
    workspace: Workspace,
    *,
    jobs: int | None = None,
    validation: str = "last",
    options: CompareOptions = _DEFAULTS,
    out: Path | None = None,
    watcher: "AblationWatcher | None" = None,
) -> Ablation:
    """Train the baseline and each change of it with every seed and fold, and compare each with the baseline.

    Trainings that are there already, by their config and data, are not trained again; stopped ones go on.

    Args:
        request: What is tried.
        workspace: Where the runs are kept.
        jobs: Trainings side by side; None = one a GPU.
        validation: Which one of each run is compared: ``last``, ``best`` or an epoch. By default the last,
            since the best was chosen on the very pictures it is measured on.
        options: Draws, seed, and what is drawn.
        out: Folder of the record; by default in the workspace.
        watcher: Follows.

    Raises:
        ConfigError: A change is wrong.
        TrainingError: A training failed; the others are done.
        MissingDependencyError: ``segscope[train]`` is not installed.
    """
    follower = watcher or import_train("ablation.progress").SilentAblationWatcher()
    plan = plan_ablation(request, workspace, follower)
    runs = import_train("ablation.pool").train_all(plan, workspace, follower, jobs=jobs)
    arms = [
        ArmRuns(name, change, tuple(runs[trial.key] for trial in plan.trials if trial.arm == name))
        for name, change in plan.arms.items()
    ]
    counts = collect_counts(arms, name=plan.name, validation=validation)
    return _kept(counts, options, out or folder_of(plan, workspace))


def list_trials(request: "AblationRequest", workspace: Workspace) -> list[dict[str, str | None]]:
    """List the trainings of an ablation: ``title``, ``arm``, ``status`` and ``run`` of each.

    A training that was not begun has the status ``missing`` and no run.
    """
    plan = plan_ablation(request, workspace)
    runs = import_train("ablation.plan").find_runs(plan.trials, workspace)
    found = [(trial, runs.get(trial.key)) for trial in plan.trials]
    return [
        {
            "title": trial.title,
            "arm": trial.arm,
            "status": "missing" if run is None else run.shown_status,
            "run": None if run is None else run.id,
        }
        for trial, run in found
    ]


def recompute(source: Path, options: CompareOptions = _DEFAULTS, out: Path | None = None) -> Ablation:
    """Judge an ablation again from its stored counts alone.

    Args:
        source: The folder of its record, or its counts file.
        options: Draws, seed, and what is drawn.
        out: Where a record is written; by default nowhere.

    Raises:
        StoreError: The counts are missing or damaged.
    """
    counts = read_ablation(source / COUNTS if source.is_dir() else source)
    return Ablation(counts, judge(counts, options)) if out is None else _kept(counts, options, out)


def folder_of(plan: "AblationPlan", workspace: Workspace) -> Path:
    """Give the folder of an ablation's record: the same for the same trainings."""
    return workspace.folder / "ablations" / safe_file_name(f"{plan.name}-{plan.key[:8]}")


def make_request(
    base: str, overrides: Sequence[str], tries: Sequence[str], **values: object
) -> "AblationRequest":
    """Read base and changes as they are typed; see :func:`segscope.config.changes.read_changes`.

    Args:
        base: A YAML config, or a data set.
        overrides: ``key=value`` words laid over it.
        tries: The changes.
        values: ``seeds``, ``folds`` and ``name``.

    Raises:
        ConfigError: Base or changes are wrong.
    """
    from segscope._api import read_config
    from segscope.config.changes import read_changes

    config, changes = read_config(base, overrides), read_changes(tries)
    request: AblationRequest = import_train("ablation.plan").AblationRequest(config, changes, **values)
    return request


def _kept(counts: AblationCounts, options: CompareOptions, folder: Path) -> Ablation:
    from segscope.report.change_heatmap import change_heatmap
    from segscope.report.show import save_png

    result = judge(counts, options)
    files = write_record(folder, counts, result)
    save_png(change_heatmap(result), files.picture)
    return Ablation(counts, result, files)
