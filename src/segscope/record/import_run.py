"""Predictions of any tool become a run: counted first, then stored whole or not at all."""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from time import perf_counter
from typing import Any

from segscope.data.predictions import PredictionPair, PredictionPairs, PredictionSources
from segscope.data.predictions.opening import SPLIT
from segscope.engine.count_rule import CountRule, Frame
from segscope.engine.scores import Scores
from segscope.record.kept_samples import KeptSamples, choose_kept, lowest_classes
from segscope.record.map_stage import MapStage
from segscope.record.options import RecordOptions
from segscope.record.pair_counting import CountedPairs, Progress, count_pairs
from segscope.record.pictures import PictureJob
from segscope.record.recorded import RecordedValidation
from segscope.record.validation_plots import PlotJob
from segscope.store import NewRun, Run, SampleRow, Validation, ValidationKey, Workspace, split_hash
from segscope.store.run_lock import training_lock

_OPTIONS = RecordOptions()


@dataclass(frozen=True)
class ImportedPredictions:
    """An import that is stored; its pictures are drawn when they are asked for.

    Attributes:
        run: The run, of kind ``import``.
        recorded: Its one validation, with scores and tables.
        kept: The samples that are looked at first.
        pairs: What was imported.
    """

    run: Run
    recorded: RecordedValidation
    kept: KeptSamples
    pairs: PredictionPairs

    def draw(self) -> None:
        """Draw the plots, and the panels of the worst images where pictures were given.

        They lie in ``recorded.validation.panels_folder``.

        Raises:
            SegscopeError: A picture cannot be read, or a file cannot be written.
        """
        validation, tables = self.recorded.validation, self.recorded.tables
        for _ in PlotJob(self.run, validation, tables).draw():
            pass
        if all(pair.image is not None for pair in self.pairs.pairs):
            for _ in self._panels().draw():
                pass

    def _panels(self) -> PictureJob:
        recorded, kept = self.recorded, self.kept
        return PictureJob(
            self.run,
            recorded.validation,
            recorded.tables,
            kept,
            lowest_classes(kept.worst_of_class, recorded.scores.iou, _OPTIONS.class_panels),
            self.pairs.read_image,
            _OPTIONS.row_height,
        )


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How predictions are imported.

    Attributes:
        frame: Whether the picture's frame is a boundary; see :func:`segscope.engine.count`.
        name: The run's name; empty takes that of the predictions' folder.
        boundary_f1: Count the edges that the boundary F1 is made of.
    """

    frame: Frame = "boundary"
    name: str = ""
    boundary_f1: bool = False


def import_predictions(
    workspace: Workspace,
    pairs: PredictionPairs,
    sources: PredictionSources,
    *,
    options: ImportOptions = ImportOptions(),
    progress: Progress = lambda _done, _total: None,
) -> ImportedPredictions:
    """Count all pairs and keep the result as a run with one validation.

    Args:
        workspace: Where it is kept.
        pairs: What is compared.
        sources: Where it came from; kept in the run's config.
        options: The rule and the name.
        progress: Called with the pairs done and all pairs, after each.

    Raises:
        DataError: A file cannot be read or holds what is no class, or the sizes differ; nothing is
            stored then.
        StoreError: The workspace cannot be written to; nothing is stored then.
    """
    classes = pairs.class_set
    rule = CountRule(classes.num_classes, classes.ignore, frame=options.frame, edges=options.boundary_f1)
    label_hash = pairs.truth.label_source_hash()
    labels = workspace.label_cache(label_hash, pairs.class_set)
    with MapStage(workspace.runs_folder, pairs, labels, SPLIT) as stage:
        begun = perf_counter()
        counted = count_pairs(pairs, rule, stage=stage, progress=progress)
        seconds = {"count": perf_counter() - begun}
        run = workspace.create_run(_new_run(pairs, sources, label_hash, options))
        try:
            with training_lock(run):  # tells others that a process is at work on it
                kept = choose_kept(counted.tables, run.class_set, _OPTIONS)
                recorded = _store(run, stage, counted, rule, kept.ids, seconds)
                run.set_status("finished")
        except BaseException:
            workspace.delete_run(run, force=True)  # half an import would be taken for a whole one
            raise
    return ImportedPredictions(run, recorded, kept, pairs)


def _new_run(
    pairs: PredictionPairs, sources: PredictionSources, label_hash: str, options: ImportOptions
) -> NewRun:
    name = options.name or sources.predictions.resolve().name
    return NewRun(
        name=name,
        config=_config(name, sources, pairs.class_set.ignore_id, options.frame),
        class_set=pairs.class_set,
        samples=[_sample_row(pair) for pair in pairs.pairs],
        kind="import",
        data_root=str(sources.ground_truth.absolute()),
        data_layout=pairs.truth.layout,
        label_hash=label_hash,
        environment=_environment(),
    )


def _store(
    run: Run,
    stage: MapStage,
    counted: CountedPairs,
    rule: CountRule,
    kept_samples: Sequence[str],
    seconds: Mapping[str, float],
) -> RecordedValidation:
    begun = perf_counter()
    tables = counted.tables
    scores = Scores.from_tables(tables, rule.name)
    key = ValidationKey(0, 0, SPLIT, rule.name, run.class_set.ignore, split_hash(tables.images))
    writer = run.begin_validation(key)
    try:
        stage.keep(writer.predictions_folder)
        counted.details.keep(writer)
        validation: Validation = writer.commit(
            tables,
            scores.to_dict(),
            seconds={**seconds, "keep": perf_counter() - begun},
            monitor=_OPTIONS.monitor,
            kept_samples=kept_samples,
        )
    except BaseException:
        writer.abandon()
        raise
    return RecordedValidation(validation, scores, tables)


def _sample_row(pair: PredictionPair) -> SampleRow:
    path = pair.image or pair.truth_path or pair.truth.image_path
    return SampleRow(SPLIT, pair.id, str(path.absolute()), pair.truth.group)


def _config(name: str, sources: PredictionSources, ignore: int | None, frame: Frame) -> dict[str, Any]:
    """Give what the result depends on, in the form of a config."""
    given = {
        key: str(value.absolute()) if isinstance(value, Path) else value
        for key, value in asdict(sources).items()
    }
    return {
        "name": name,
        "data": {"path": given["ground_truth"], "val": SPLIT},
        "import": {**given, "ignore": ignore, "frame": frame},
    }


def _environment() -> dict[str, Any]:
    packages = {package: metadata.version(package) for package in ("segscope", "numpy", "Pillow")}
    return {"python": platform.python_version(), "platform": platform.platform(), "packages": packages}
