"""Trained models measured on a split, and kept as a run of kind ``evaluation``."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from lightning_fabric import Fabric

from segscope.config.inference import InferenceConfig
from segscope.data.sample import Dataset
from segscope.record.options import RecordOptions
from segscope.record.recorded import RecordedValidation
from segscope.record.recorder import ValidationRecorder
from segscope.store.new_run import NewRun
from segscope.store.run_lock import training_lock
from segscope.store.runs import Run
from segscope.store.split_files import SampleRow
from segscope.store.workspace import Workspace
from segscope.train.checkpoint import checkpoint_hash
from segscope.train.ensembles.honest import Coverage, HonestSample, find_honest_samples
from segscope.train.ensembles.source import ModelSource
from segscope.train.environment import describe_environment
from segscope.train.inference_device import inference_fabric
from segscope.train.load_model import load_model
from segscope.train.models.segmenter import Segmenter
from segscope.train.precision import Compute
from segscope.train.predictors.build import build_label_maps, build_predictor
from segscope.train.validate import ValidationPass


@dataclass(frozen=True)
class EvaluateOptions:
    """How models are measured.

    Attributes:
        split: The split; None = the one that each run validates, so of folds all of them.
        data: Another data set than that of the runs.
        name: The new run's name; empty makes one of the source's.
        batch_size: Pictures of one size in one forward pass.
        workers: Reading threads.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        pictures: Whether panels and plots are drawn.
        started: Called with the number of pictures before the first.
        progress: Called with the number of further pictures done.
    """

    split: str | None = None
    data: Path | None = None
    name: str = ""
    batch_size: int = 4
    workers: int = 2
    device: str = "auto"
    pictures: bool = True
    started: Callable[[int], None] = lambda _: None
    progress: Callable[[int], None] = lambda _: None


@dataclass(frozen=True)
class Evaluation:
    """A stored evaluation.

    Attributes:
        run: The run, of kind ``evaluation``.
        recorded: Its one validation.
        coverage: What was measured, and by whom.
    """

    run: Run
    recorded: RecordedValidation
    coverage: Coverage


def evaluate(source: ModelSource, workspace: Workspace, options: EvaluateOptions) -> Evaluation:
    """Measure one model, or members and views that count as one, and keep the result.

    Each picture counts once, and only members that did not train on it are asked: fold models give
    out-of-fold predictions, models of other seeds are averaged.

    Raises:
        UsageError: Every member trained on every picture.
        ConfigError: The data has other classes, no such split, or an option is wrong.
        CheckpointError: A member has no model.
        StoreError: The workspace cannot be written to; nothing is stored then.
    """
    coverage = find_honest_samples(source.members, workspace, split=options.split, data=options.data)
    coverage = replace(coverage, searched_on=_searched_on(source, coverage, workspace))
    fabric = inference_fabric(source.members[0].run, options.device)
    models = [load_model(m.run, m.checkpoint).to(fabric.device) for m in source.members]
    run = workspace.create_run(_new_run(source, coverage, fabric, options))
    try:
        with training_lock(run):  # tells others that a process is at work on it
            recorded = _measure(run, source, models, coverage, fabric, options)
            run.set_status("finished")
    except BaseException:
        workspace.delete_run(run, force=True)  # half an evaluation would be taken for a whole one
        raise
    return Evaluation(run, recorded, coverage)


def _searched_on(source: ModelSource, coverage: Coverage, workspace: Workspace) -> int:
    """Count the measured pictures on which weights were searched: those that the ensemble's runs validate."""
    searched = {} if source.ensemble is None else source.ensemble.searched
    if searched.get("crossed_gain", 0) <= 0:  # equal weights stayed, which no picture chose
        return 0
    known = find_honest_samples(source.members, workspace)
    paths = {found.sample.image_path for found in known.samples}
    return sum(found.sample.image_path in paths for found in coverage.samples)


def _measure(
    run: Run,
    source: ModelSource,
    models: Sequence[Segmenter],
    coverage: Coverage,
    fabric: Fabric,
    options: EvaluateOptions,
) -> RecordedValidation:
    by_id = {found.sample.id: found for found in coverage.samples}
    options.started(len(by_id))
    with ValidationRecorder(
        run,
        run.class_set,
        [found.sample for found in coverage.samples],
        options=RecordOptions(pictures=options.pictures),
        read_image=lambda sample_id: by_id[sample_id].dataset.read_image(by_id[sample_id].sample),
    ) as recorder:
        recorder.begin(epoch=0, step=0)
        for dataset, members, samples in _parts(coverage.samples):
            predictor = build_predictor(
                [models[index] for index in members],
                [source.members[index].weight for index in members],
                source.inference,
                fabric.autocast,
                batch_size=options.batch_size,
            )
            label_maps = build_label_maps(predictor, source.inference, run.class_set)
            sight = ValidationPass(
                fabric, dataset, [s.sample for s in samples], options.batch_size, options.workers
            )
            for done in sight.run_with(label_maps, recorder.add, recorder.settle):
                options.progress(done)
        return recorder.finish()


def _parts(
    samples: Sequence[HonestSample],
) -> Iterator[tuple[Dataset, tuple[int, ...], list[HonestSample]]]:
    """Put pictures of one data set and the same members together."""

    def key(found: HonestSample) -> tuple[int, tuple[int, ...]]:
        return id(found.dataset), found.members

    for (_, members), group in groupby(sorted(samples, key=key), key=key):
        part = list(group)
        yield part[0].dataset, members, part


def _new_run(source: ModelSource, coverage: Coverage, fabric: Fabric, options: EvaluateOptions) -> NewRun:
    first = coverage.samples[0].dataset
    datasets = {id(found.dataset): found.dataset for found in coverage.samples}
    hashes = {dataset.label_source_hash() for dataset in datasets.values()}
    rows = [
        SampleRow(coverage.split, found.sample.id, str(found.sample.image_path), found.sample.group)
        for found in coverage.samples
    ]
    compute = Compute(fabric.device.type, str(fabric.strategy.precision.precision))
    single = source.members[0].run.id if len(source.members) == 1 else None
    return NewRun(
        name=options.name or f"evaluation of {source.title}",
        config=_config(source, coverage, first, chosen_data=bool(options.split or options.data)),
        class_set=first.class_set,
        samples=rows,
        kind="evaluation",
        data_root=str(first.root),
        data_layout=first.layout,
        # Label maps of several sources must not share a cache.
        label_hash=hashes.pop() if len(hashes) == 1 else "",
        environment=describe_environment(compute),
        parent_id=single,
    )


def _config(
    source: ModelSource, coverage: Coverage, dataset: Dataset, *, chosen_data: bool
) -> dict[str, Any]:
    """Give what the result depends on, in the form of a config."""
    members = [
        {
            "run": member.run.id,
            "checkpoint": member.checkpoint,
            "weight": member.weight,
            "sha256": checkpoint_hash(member.run.checkpoints_folder / f"{member.checkpoint}.ckpt"),
        }
        for member in source.members
    ]
    inference = source.inference.model_dump(mode="json", include=set(InferenceConfig.model_fields))
    return {
        "name": source.title,
        "data": {"path": str(dataset.root), "val": coverage.split},
        "evaluation": {
            "members": members,
            **inference,
            "ensemble": None if source.ensemble is None else source.ensemble.sha256,
            # False = what the members' runs validate.
            "chosen_data": chosen_data,
            "pictures": len(coverage.samples),
            "pool": coverage.pool,
            "trained_on": coverage.trained_on,
            "transductive": coverage.transductive,
            "searched_on": coverage.searched_on,
            "members_per_picture": [coverage.fewest, coverage.most],
        },
    }
