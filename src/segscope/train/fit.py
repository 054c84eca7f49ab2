"""Begin a training, or go on with one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lightning_fabric import Fabric

from segscope.config.load import dump_config, resolve
from segscope.config.run_config import RunConfig
from segscope.data.check import check_dataset
from segscope.data.open import open_dataset
from segscope.data.sample import Dataset
from segscope.errors import DataError, StoreError
from segscope.loggers.base import LoggedPicture, RunInfo
from segscope.loggers.create import create_logger
from segscope.loggers.fanout import Fanout
from segscope.record.options import RecordOptions
from segscope.record.recorder import ValidationRecorder
from segscope.report.batch import batch_panel
from segscope.report.show import save_png
from segscope.store.new_run import NewRun
from segscope.store.runs import Run
from segscope.store.split_files import SampleRow
from segscope.store.workspace import Workspace
from segscope.train.batches.plan import plan_epoch
from segscope.train.checkpoint import load_checkpoint, sweep_temporaries
from segscope.train.environment import describe_environment
from segscope.train.precision import Compute, choose_compute
from segscope.train.progress import SilentWatcher, Watcher
from segscope.train.scalar_buffer import ScalarBuffer
from segscope.train.session import TrainingSession
from segscope.train.setup import (
    Training,
    build_training,
    count_class_pixels,
    inexact_accumulation,
    launch_fabric,
    split_samples,
)
from segscope.train.validate import ValidationPass

BATCH_PICTURES = 4
"""How many pictures of the first training batch are drawn."""


@dataclass(frozen=True)
class TrainingRequest:
    """What to train, and where to keep it.

    Attributes:
        config: The resolved config.
        workspace: Where the run is kept.
        watcher: Follows the training.
        user: Who trains; None takes ``SEGSCOPE_USER`` or the system's user.
    """

    config: RunConfig
    workspace: Workspace
    watcher: Watcher = field(default_factory=SilentWatcher)
    user: str | None = None


def train(request: TrainingRequest) -> Run | None:
    """Train from the start.

    The data set is checked first, and config, code state and data hash are saved before step one.

    Returns:
        The finished run; None on ranks other than 0.

    Raises:
        DataError: The check found errors.
        ConfigError: The config asks for what is not there.
        TrainingError: The training cannot go on; the run is kept, marked failed.
    """
    config, watcher = request.config, request.watcher
    compute = choose_compute(config.train)
    dataset = open_data(config, request.workspace)
    train_samples = split_samples(dataset, config.data.train)
    split_samples(dataset, config.data.val)
    fabric = launch_fabric(config, compute)
    class_pixels: tuple[int, ...] = (0,) * dataset.class_set.num_classes
    if fabric.global_rank == 0:
        refuse_bad_data(dataset, watcher)
        class_pixels = count_class_pixels(dataset, train_samples)
    class_pixels = fabric.broadcast(class_pixels)
    training = build_training(config, dataset, fabric, class_pixels=class_pixels)
    run = _create_run(request, dataset, compute) if fabric.global_rank == 0 else None
    return _run_session(request, dataset, fabric, training, run)


def resume(run: Run, workspace: Workspace, watcher: Watcher | None = None) -> Run | None:
    """Go on with a run that was stopped or killed, from its last whole epoch.

    The curve is that of an uninterrupted run: weights, average, optimiser, schedule and random
    state are those of the last checkpoint, and each epoch's order and draws depend on the seed alone.

    Raises:
        StoreError: The run is finished, or was no training.
        DataError: The data set is no longer what the run began with.
        CheckpointError: There is no whole checkpoint to go on from.
    """
    if run.kind != "train":
        raise StoreError(f"run {run.id} was imported; only a training can be resumed.")
    config = resolve(run.config, f"run {run.id}")
    request = TrainingRequest(config, workspace, watcher or SilentWatcher(), run.user)
    dataset = open_data(config, workspace)
    if dataset.label_source_hash() != run.label_hash:
        raise DataError(
            f"{dataset.root}: the labels are no longer those that run {run.id} began with: put them back, or "
            "start a new run."
        )
    sweep_temporaries(run.checkpoints_folder)
    state = load_checkpoint(run.checkpoints_folder / "last.ckpt")
    if state["progress"]["epoch"] >= config.train.epochs and run.status == "finished":
        raise StoreError(f"run {run.id} is finished: raise train.epochs in a new run instead.")
    fabric = launch_fabric(config, choose_compute(config.train))
    training = build_training(config, dataset, fabric, class_pixels=state["class_pixels"], pretrained=False)
    training.state.load_checkpoint(state)
    if fabric.global_rank == 0:
        # What the stopped attempt stored after its last checkpoint is superseded.
        run.new_attempt(training.state.progress.step)
    return _run_session(
        request,
        dataset,
        fabric,
        training,
        run if fabric.global_rank == 0 else None,
        resume_step=training.state.progress.step,
    )


def open_data(config: RunConfig, workspace: Workspace) -> Dataset:
    """Open the config's data set; rasterised label maps are cached in the workspace."""
    return open_dataset(
        Path(config.data.path),
        classes=Path(config.data.classes) if config.data.classes else None,
        group=config.data.group,
        ignore=config.data.ignore,
        overlap=config.data.overlap,
        cache_dir=workspace.folder / "cache" / "labels",
    )


def refuse_bad_data(dataset: Dataset, watcher: Watcher) -> None:
    """Check the data set; tell warnings, and refuse errors.

    Raises:
        DataError: With the first error and how many there are.
    """
    report = check_dataset(dataset)
    for finding in report.findings:
        if finding.severity == "warning":
            watcher.message(f"{finding.message} {finding.remedy}")
    errors = [finding for finding in report.findings if finding.severity == "error"]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise DataError(
            f"{dataset.root}: {errors[0].message}{more} {errors[0].remedy} "
            "See `segscope check` for all findings and their files."
        )


def _create_run(request: TrainingRequest, dataset: Dataset, compute: Compute) -> Run:
    config = request.config
    parent = request.workspace.run(config.parent).id if config.parent else None
    rows = [
        SampleRow(sample.split, sample.id, str(sample.image_path), sample.group)
        for split in (config.data.train, config.data.val)
        for sample in split_samples(dataset, split)
    ]
    run = request.workspace.create_run(
        NewRun(
            name=config.name or f"{config.model.name} {config.model.encoder}",
            config=config.model_dump(mode="json"),
            class_set=dataset.class_set,
            samples=rows,
            data_root=str(dataset.root),
            data_layout=dataset.layout,
            label_hash=dataset.label_source_hash(),
            seed=config.train.seed,
            environment=describe_environment(compute),
            parent_id=parent,
            user=request.user,
        )
    )
    run.save_text("config.yaml", dump_config(config))
    return run


def _run_session(
    request: TrainingRequest,
    dataset: Dataset,
    fabric: Fabric,
    training: Training,
    run: Run | None,
    *,
    resume_step: int | None = None,
) -> Run | None:
    config = request.config
    samples = split_samples(dataset, config.data.val)
    validation = ValidationPass(fabric, dataset, samples, config.val.batch_size, config.train.workers)
    _tell_start(request.watcher, config, training)
    if run is None:
        TrainingSession(config, None, fabric, training, validation, None, None, request.watcher).run_to_end()
        return None
    by_id = {sample.id: sample for sample in samples}
    with (
        _status(run),
        _logging(config, run, request.watcher, resume_step) as loggers,
        ValidationRecorder(
            run,
            dataset.class_set,
            samples,
            options=_record_options(config),
            loggers=loggers,
            read_image=lambda sample_id: dataset.read_image(by_id[sample_id]),
        ) as recorder,
    ):
        if resume_step is None:
            _picture_first_batch(training, config, dataset, run, loggers)
        curves = ScalarBuffer(run, loggers)
        TrainingSession(
            config, run, fabric, training, validation, recorder, curves, request.watcher
        ).run_to_end()
        curves.flush()
    return run


def _record_options(config: RunConfig) -> RecordOptions:
    return RecordOptions(
        monitor=config.val.monitor,
        fixed_samples=config.val.fixed_samples,
        worst_per_class=config.val.worst_per_class,
    )


def _tell_start(watcher: Watcher, config: RunConfig, training: Training) -> None:
    inexact = inexact_accumulation(training, config.train.accumulate)
    if inexact:
        watcher.message(inexact)


def _picture_first_batch(
    training: Training, config: RunConfig, dataset: Dataset, run: Run, loggers: Fanout
) -> None:
    """Draw the first training batch as the model sees it, after augmentation."""
    order = training.training_set.order(0)
    first = plan_epoch(order, batch_size=config.train.batch_size, accumulate=1, rank=0, ranks=1)[0][0]
    batch = training.training_set.batch(0, first[:BATCH_PICTURES])
    picture = batch_panel(
        batch.pictures.numpy(),
        batch.targets.numpy(),
        class_set=dataset.class_set,
        titles=batch.sample_ids,
    )
    save_png(picture, run.folder / "first-batch.png")
    loggers.log_pictures([LoggedPicture("train/batch", picture, caption="first batch, augmented")], 0)


@contextmanager
def _logging(config: RunConfig, run: Run, watcher: Watcher, resume_step: int | None) -> Iterator[Fanout]:
    loggers = Fanout([create_logger(name) for name in config.loggers], report=watcher.message)
    loggers.start(
        RunInfo(
            run.id,
            run.name,
            str(run.folder),
            dict(run.config),
            run.class_set,
            resumed=resume_step is not None,
            resume_step=resume_step,
        )
    )
    status = "failed"
    try:
        yield loggers
        status = "finished"
    except KeyboardInterrupt:
        status = "stopped"
        raise
    finally:
        loggers.finish(status)
        for sentence in loggers.left_out:
            watcher.message(sentence)


@contextmanager
def _status(run: Run) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        run.set_status("stopped", "interrupted")
        raise
    except BaseException as error:
        run.set_status("failed", str(error) or type(error).__name__)
        raise
    run.set_status("finished")
