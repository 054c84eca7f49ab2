"""What the command line and a script call to use trained models: to predict, evaluate, combine and export.

Torch is imported when a function needs it.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segscope.config.ensemble_file import EnsembleConfig, is_ensemble_file, load_ensemble
from segscope.config.inference import (
    InferenceConfig,
    MembersChoice,
    OutputChoice,
    PostChoice,
    TtaChoice,
    WeightingChoice,
    WindowChoice,
    parse_words,
)
from segscope.errors import MissingDependencyError, UsageError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace

if TYPE_CHECKING:
    from segscope.train.ensembles.source import ModelSource
    from segscope.train.evaluate import EvaluateOptions, Evaluation
    from segscope.train.export_onnx import OnnxExport
    from segscope.train.predict import PredictOptions


def import_train(module: str) -> Any:
    """Import a module of the training room.

    Raises:
        MissingDependencyError: ``segscope[train]`` is not installed.
    """
    try:
        return import_module(f"segscope.train.{module}")
    except ModuleNotFoundError as error:
        raise MissingDependencyError(error.name or "torch", "train") from error


def read_inference(
    tta: Sequence[str] = (), window: str | None = None, post: Sequence[str] = ()
) -> dict[str, object]:
    """Read views, tiles and post-processing as they are typed: names, or YAML mappings with options.

    Args:
        tta: Such as ``flip`` or ``{name: scales, factors: [0.75, 1]}``; ``none`` takes an ensemble's away.
        window: A number (the tiles' side), ``sliding-window``, or a mapping with its options.
        post: Such as ``small-regions``.

    Returns:
        The parts of an :class:`~segscope.config.inference.InferenceConfig` that were given.

    Raises:
        ConfigError: A name or an option is unknown, or a value is wrong.

    Example:
        >>> read_inference(window="320")["window"].options.size
        320
    """
    given: dict[str, object] = {}
    if tta:
        given["tta"] = () if list(tta) == ["none"] else parse_words(TtaChoice, tta, "--tta")
    if window == "none":
        given["window"] = None
    elif window:
        word = f"{{name: sliding-window, size: {window}}}" if window.isdecimal() else window
        given["window"] = parse_words(WindowChoice, [word], "--window")[0]
    if post:
        given["post"] = () if list(post) == ["none"] else parse_words(PostChoice, post, "--post")
    return given


def read_outputs(words: Sequence[str]) -> tuple[OutputChoice, ...]:
    """Read the kinds of files that predictions are written as; without words, index PNGs."""
    return parse_words(OutputChoice, words or ["index-png"], "--format")


def find_source(
    workspace: Workspace,
    words: Sequence[str],
    *,
    checkpoint: str = "best",
    inference: Mapping[str, object] | None = None,
) -> "ModelSource":
    """Find a run, several runs, or an ensemble file; see :func:`segscope.train.ensembles.source.find_source`.

    Args:
        workspace: Where the runs are kept.
        words: One ensemble file, or runs.
        checkpoint: Which one of each run.
        inference: What :func:`read_inference` gave; it goes before what an ensemble says.
    """
    source: ModelSource = import_train("ensembles.source").find_source(words, workspace, checkpoint)
    return source.with_inference(dict(inference or {}))


def find_pictures(source: Path) -> dict[str, Path]:
    """Find the pictures of a folder by the name that each result gets."""
    return import_train("predict").find_pictures(source)  # type: ignore[no-any-return]


def predict_options(**values: Any) -> "PredictOptions":
    """Make the options of :func:`predict`."""
    options: PredictOptions = import_train("predict").PredictOptions(**values)
    return options


def predict(
    workspace: Workspace,
    source: "ModelSource | str | Sequence[str]",
    pictures: Mapping[str, Path] | Path | str,
    out: Path | str,
    *,
    options: "PredictOptions | None" = None,
    progress: Callable[[int], None] = lambda _: None,
) -> list[str]:
    """Segment pictures with a run's model or an ensemble; see :func:`segscope.train.predict.predict`.

    Args:
        workspace: Where the runs are kept.
        source: A run, several runs, or an ensemble file; or what :func:`find_source` gave.
        pictures: A picture, a folder, a COCO JSON that lists them, or result name → picture file.
        out: Folder of the results.
        options: Batch size, device, kinds of files.
        progress: Called with the number of further pictures done.

    Returns:
        One sentence for each picture that could not be read.
    """
    module = import_train("predict")
    found = pictures if isinstance(pictures, Mapping) else find_pictures(Path(pictures))
    chosen = options or module.PredictOptions()
    problems: list[str] = module.predict(_found(workspace, source), found, Path(out), chosen, progress)
    return problems


def evaluate_options(**values: Any) -> "EvaluateOptions":
    """Make the options of :func:`evaluate`."""
    options: EvaluateOptions = import_train("evaluate").EvaluateOptions(**values)
    return options


def evaluate(
    workspace: Workspace,
    source: "ModelSource | str | Sequence[str]",
    options: "EvaluateOptions | None" = None,
) -> "Evaluation":
    """Measure a model or an ensemble, and keep the result as a run; see :mod:`segscope.train.evaluate`.

    Args:
        workspace: Where the runs are kept.
        source: A run, several runs, or an ensemble file; or what :func:`find_source` gave.
        options: Split, data, device.

    Returns:
        The evaluation: ``.run``, ``.recorded`` (scores and counts), ``.coverage``.
    """
    module = import_train("evaluate")
    chosen = options or module.EvaluateOptions()
    found: Evaluation = module.evaluate(_found(workspace, source), workspace, chosen)
    return found


def make_ensemble(
    workspace: Workspace,
    runs: Sequence[str],
    *,
    members: str = "folds",
    weights: str = "uniform",
    inference: Mapping[str, object] | None = None,
    **context: Any,
) -> EnsembleConfig:
    """Make an ensemble of runs; :func:`segscope.config.ensemble_file.save_ensemble` keeps it.

    Args:
        workspace: Where the runs are kept.
        runs: Ids or names of trainings; ensemble files, whose members join.
        members: What each gives: ``folds`` or ``seeds`` (its best checkpoint), ``epochs``, ``swa``, ``ema``.
        weights: ``uniform`` or ``search``.
        inference: What :func:`read_inference` gave.
        context: ``device``, ``started`` and ``progress``, of a search and of weights that are averaged.
    """
    make = import_train("ensembles.make")
    request = make.EnsembleRequest(
        runs=tuple(runs),
        members=parse_words(MembersChoice, [members], "--members")[0],
        weighting=parse_words(WeightingChoice, [weights], "--weights")[0],
        inference=InferenceConfig(**dict(inference or {})),  # type: ignore[arg-type]
    )
    made_with = import_train("ensembles.context").EnsembleContext(workspace, **context)
    ensemble: EnsembleConfig = make.make_ensemble(request, made_with)
    return ensemble


def export_onnx(run: Run, path: Path, **options: Any) -> "OnnxExport":
    """Write a run's model as ONNX, checked against torch; see :mod:`segscope.train.export_onnx`."""
    found: OnnxExport = import_train("export_onnx").export_onnx(run, path, **options)
    return found


def evaluation_of(workspace: Workspace, file: str, like: Sequence[Run] = ()) -> Run:
    """Give the newest evaluation of an ensemble file; it is made where there is none.

    Args:
        workspace: Where the runs are kept.
        file: The ensemble file.
        like: Runs that it is compared with: an evaluation on the pictures of theirs is wanted. Where there
            are only others, it is evaluated on what its own runs validate.

    Raises:
        UsageError: The word names no ensemble file.
        ConfigError: The file is wrong.
    """
    if not is_ensemble_file(file):
        raise UsageError(f"{file} is no ensemble file.")
    ensemble = load_ensemble(Path(file))
    stored = workspace.runs(kind="evaluation", status="finished")
    found = [run for run in stored if run.config.get("evaluation", {}).get("ensemble") == ensemble.sha256]
    pictures = _validated(like)
    fitting = [run for run in found if not like or pictures & _validated([run])]
    if not fitting:
        fitting = [run for run in found if not run.config["evaluation"].get("chosen_data", True)]
    return fitting[0] if fitting else evaluate(workspace, file).run


def _found(workspace: Workspace, source: "ModelSource | str | Sequence[str]") -> "ModelSource":
    if isinstance(source, str):
        return find_source(workspace, [source])
    if isinstance(source, Sequence):
        return find_source(workspace, source)
    return source


def _validated(runs: Sequence[Run]) -> set[str]:
    return {validation.key.split_hash for run in runs for validation in run.validations()}
