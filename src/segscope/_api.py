"""What the command line and a script both call. Heavy rooms are imported when a function needs them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from segscope._inference import evaluation_of, import_train
from segscope.analysis.diagnosis import Diagnosis
from segscope.analysis.stored_diagnosis import diagnose_validation
from segscope.analysis.trends import ClassTrend, class_trends, dropped, iou_history
from segscope.config.ensemble_file import is_ensemble_file
from segscope.config.load import load_config, resolve
from segscope.config.overrides import apply_overrides
from segscope.config.run_config import RunConfig
from segscope.engine.count_rule import Frame
from segscope.errors import StoreError
from segscope.store.runs import Run
from segscope.store.validations import Validation
from segscope.store.workspace import Workspace, workspace_folder

if TYPE_CHECKING:
    from segscope.analysis.compare import CompareOptions, Comparison
    from segscope.data.predictions import PredictionSources
    from segscope.engine.count_tables import CountTables
    from segscope.record.import_run import ImportedPredictions
    from segscope.train.progress import Watcher


def open_workspace(folder: Path | str | None = None) -> Workspace:
    """Open the workspace of a folder; see :meth:`segscope.store.workspace.Workspace.open`."""
    return Workspace.open(folder)


def read_config(
    source: Path | str, overrides: Sequence[str] = (), *, texts: Mapping[str, str] | None = None
) -> RunConfig:
    """Read a config file, or take a data set with the default config.

    Args:
        source: A YAML config, or a data set (a folder or a COCO JSON).
        overrides: ``key=value`` words; the values are read as YAML.
        texts: Further texts that are taken as they are, such as ``name`` and ``parent``.

    Raises:
        ConfigError: The config is wrong.

    Example:
        >>> read_config("camvid", ["train.epochs=3"]).data.path
        'camvid'
    """
    if Path(source).suffix.lower() in (".yaml", ".yml"):
        return load_config(source, overrides, texts=texts)
    return load_config(None, overrides, data=str(source), texts=texts)


def train(
    source: Path | str | RunConfig,
    overrides: Sequence[str] = (),
    *,
    workspace: Path | str | Workspace | None = None,
    watcher: "Watcher | None" = None,
) -> Run:
    """Train a model, with every validation diagnosed and kept.

    Args:
        source: A YAML config, a data set, or a resolved config.
        overrides: ``key=value`` words.
        workspace: Where the run is kept; by default ``./segscope-workspace``.
        watcher: Follows the training.

    Returns:
        The finished run.

    Raises:
        MissingDependencyError: ``segscope[train]`` is not installed.
    """
    config = _resolved(source, overrides)
    from segscope.data.open import refuse_nothing

    refuse_nothing(Path(config.data.path).expanduser())  # before torch is imported, which takes its time
    fit = import_train("fit")
    place = workspace if isinstance(workspace, Workspace) else Workspace.open(workspace)
    request_type = import_train("request").TrainingRequest
    request = request_type(config, place, watcher) if watcher else request_type(config, place)
    run = fit.train(request)
    return _on_first_rank(run)


def train_folds(
    source: Path | str | RunConfig,
    overrides: Sequence[str] = (),
    *,
    folds: int = 5,
    workspace: Path | str | Workspace | None = None,
    watcher: "Watcher | None" = None,
) -> tuple[Run, ...]:
    """Train every fold of a data set, one after another.

    The folds are those of ``data.split``, or of a split file (stratified by class, groups whole) that is
    made once and kept in the workspace. Calling it again trains what is not finished yet.

    Args:
        source: A YAML config, a data set, or a resolved config.
        overrides: ``key=value`` words.
        folds: How many.
        workspace: Where the runs are kept; by default ``./segscope-workspace``.
        watcher: Follows the trainings.

    Returns:
        The finished runs, fold by fold.

    Raises:
        ConfigError: The config names a single fold, or a split file with another number of folds.
        MissingDependencyError: ``segscope[train]`` is not installed.
    """
    module = import_train("folds")
    place = workspace if isinstance(workspace, Workspace) else Workspace.open(workspace)
    follower = watcher or import_train("progress").SilentWatcher()
    runs: tuple[Run, ...] = module.train_folds(_resolved(source, overrides), place, folds, follower)
    return runs


def save_preview(
    source: Path | str | RunConfig,
    out: Path | str,
    overrides: Sequence[str] = (),
    *,
    workspace: Path | str | Workspace | None = None,
) -> Path:
    """Draw what a config's augmentations and mixes make of the first training samples; train nothing.

    Args:
        source: A YAML config, a data set, or a resolved config.
        out: The PNG to write.
        overrides: ``key=value`` words.
        workspace: Where a run that the config names is; by default ``./segscope-workspace``.

    Returns:
        The written file.

    Raises:
        ConfigError: The config asks for what is not there.
        StoreError: The file cannot be written.
        MissingDependencyError: ``segscope[train]`` is not installed.
    """
    from segscope.report.show import save_png

    module = import_train("preview")
    place = workspace if isinstance(workspace, Workspace) else Workspace.open(workspace)
    save_png(module.preview(_resolved(source, overrides), place), Path(out))
    return Path(out)


def resume(run: Run, workspace: Workspace, *, watcher: "Watcher | None" = None) -> Run:
    """Go on with a stopped or killed training from its last whole epoch."""
    return _on_first_rank(import_train("fit").resume(run, workspace, watcher))


def diagnose_run(
    run: Run, validation: Validation | None = None, *, tables: "CountTables | None" = None
) -> tuple[Validation, Diagnosis]:
    """Diagnose a validation of a run.

    Args:
        run: A run with at least one validation.
        validation: By default the best.
        tables: Its counts, where they are at hand and need not be read again.

    Raises:
        StoreError: The run has no validation yet.

    Returns:
        The validation and what is known of it.
    """
    split = _validation_split(run)
    # Where no score exists (all pixels are ignored) none is the best, and the last one is shown.
    chosen = validation or run.best_validation(split) or next(reversed(run.validations(split)), None)
    if chosen is None:
        raise StoreError(f"run {run.id} has no validation yet: wait for its first one, or resume it.")
    return chosen, diagnose_validation(run, chosen, tables)


def diagnose_predictions(
    sources: "PredictionSources",
    *,
    frame: Frame = "boundary",
    boundary_f1: bool = False,
    name: str = "",
    workspace: Path | str | Workspace | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    warn: Callable[[str], None] = lambda _sentence: None,
) -> "ImportedPredictions":
    """Count the predictions of any tool against their ground truth, and keep the result as a run.

    Args:
        sources: The folders, the class file, and how they are read.
        frame: ``boundary`` or ``open``; see :func:`segscope.engine.count`.
        boundary_f1: Count the edges, too, of which the boundary F1 is made: about a sixth more time.
        name: The run's name; empty takes that of the predictions' folder.
        workspace: Where the run is kept; by default ``./segscope-workspace``.
        progress: Called with the pairs done and all pairs, after each.
        warn: Called with each sentence that the user should read, before anything is counted.

    Returns:
        The import: ``.run``, ``.recorded`` (scores and counts); ``.draw()`` draws its pictures.

    Raises:
        UsageError: A folder or the class file is missing.
        DataError: Files do not pair up, cannot be read, hold what is no class, or differ in size.
        StoreError: The workspace cannot be written to.
    """
    from segscope.data.predictions import open_predictions
    from segscope.record.import_run import ImportOptions, import_predictions

    folder = workspace.folder if isinstance(workspace, Workspace) else workspace_folder(workspace)
    pairs = open_predictions(sources, cache_dir=folder / "cache" / "labels")
    for sentence in pairs.warnings:
        warn(sentence)
    # Opened only now: a mistake in the folders leaves no workspace behind.
    place = workspace if isinstance(workspace, Workspace) else Workspace.open(workspace)
    return import_predictions(
        place, pairs, sources, options=ImportOptions(frame, name, boundary_f1), progress=progress
    )


def compare_runs(
    workspace: Workspace,
    a: str,
    b: str,
    *,
    validation: str | int = "best",
    options: "CompareOptions | None" = None,
) -> "Comparison":
    """Compare two sides by the names of their runs; see :func:`segscope.compare`.

    Args:
        workspace: Where the runs are kept.
        a: What is compared with: a run, or several with commas between them; a name that several
            runs of one config with different seeds share stands for all of them; or an ensemble file,
            which is evaluated where it was not yet.
        b: What is judged.
        validation: Which one of each run: ``best``, ``last``, or an epoch.
        options: Draws, seed, and what is drawn.

    Raises:
        NotComparableError: The runs differ in classes, rule, ignore id, samples or ground truth.
        StoreError: There is no such run or validation.
        UsageError: A run is named twice, or stands on both sides.
    """
    from segscope.analysis.compare import CompareOptions, compare, runs_of_side

    runs = {text: runs_of_side(workspace, text) for text in (a, b) if not is_ensemble_file(text)}
    known = [run for side in runs.values() for run in side]
    sides = (runs.get(text) or (evaluation_of(workspace, text, known),) for text in (a, b))
    return compare(*sides, validation=validation, options=options or CompareOptions())


def fallen_classes(run: Run, split: str) -> tuple[ClassTrend, ...]:
    """List the classes whose IoU at the last validation lies clearly below their own best before."""
    validations = run.validations(split)
    return dropped(class_trends([v.key.epoch for v in validations], iou_history(validations)))


def _resolved(source: Path | str | RunConfig, overrides: Sequence[str]) -> RunConfig:
    if isinstance(source, RunConfig):
        return resolve(apply_overrides(source.model_dump(mode="json"), overrides))
    return read_config(source, overrides)


def _validation_split(run: Run) -> str:
    data = run.config.get("data", {})
    return str(data.get("val", "val"))


def _on_first_rank(run: Run | None) -> Run:
    if run is None:
        # The other processes of a distributed training have nothing to tell.
        raise SystemExit(0)
    return run
