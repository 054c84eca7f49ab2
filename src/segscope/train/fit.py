"""Begin a training, or go on with one."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from lightning_fabric import Fabric

from segscope.config.load import resolve
from segscope.config.run_config import RunConfig
from segscope.data.picture_view import rgb_view
from segscope.data.sample import Dataset
from segscope.errors import SegscopeError, StoreError
from segscope.loggers.base import LoggedPicture
from segscope.loggers.fanout import Fanout
from segscope.record.options import RecordOptions
from segscope.record.recorder import ValidationRecorder
from segscope.report.batch import batch_panel
from segscope.report.show import save_png
from segscope.store.run_lock import training_lock
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.augmentations.weak_classes import name_weak_classes
from segscope.train.batches.plan import plan_epoch
from segscope.train.checkpoint import load_checkpoint, sweep_temporaries
from segscope.train.models.encoders import resolve_encoder
from segscope.train.precision import choose_compute
from segscope.train.preflight import (
    channel_figures,
    class_pixels,
    label_cache_folder,
    open_data,
    refuse_bad_data,
    refuse_changed_data,
    with_absolute_paths,
    with_picture_format,
)
from segscope.train.progress import SilentWatcher, Watcher
from segscope.train.pseudo.manifest import KEPT_NAME
from segscope.train.pseudo.training import manifest_text
from segscope.train.request import TrainingRequest
from segscope.train.scalar_buffer import ScalarBuffer
from segscope.train.session import TrainingSession
from segscope.train.setup import (
    Training,
    build_training,
    inexact_accumulation,
    launch_fabric,
    split_samples,
)
from segscope.train.stored_run import attempt, create_run, logging
from segscope.train.unknown.build import find_unknown, leaked_objects
from segscope.train.validate import ValidationPass

BATCH_PICTURES = 4
"""How many pictures of the first training batch are drawn."""


Result = TypeVar("Result")


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
    config, workspace = with_absolute_paths(request.config), request.workspace
    config = name_weak_classes(config, workspace)
    compute = choose_compute(config.train)
    # Slips in names are found before the whole data set is read.
    resolve_encoder(config.model.encoder)
    if config.parent:
        workspace.run(config.parent)
    dataset = open_data(config, workspace)
    for split in (config.data.train, config.data.val):
        split_samples(dataset, split)
    find_unknown(config.unknown, dataset.class_set, str(dataset.root))
    config = with_picture_format(config, dataset)
    leak = leaked_objects(config.unknown, dataset, split_samples(dataset, config.data.val))
    fabric = launch_fabric(config, compute)
    request = _for_rank(replace(request, config=config), fabric)
    if leak:
        request.watcher.message(leak)
    report = on_first_rank(fabric, lambda: refuse_bad_data(dataset, request.watcher))
    pixels = () if report is None else class_pixels(report, config.data.train)
    channels = None if report is None else channel_figures(report, config.data.train)
    training = build_training(
        config,
        dataset,
        fabric,
        class_pixels=fabric.broadcast(pixels),
        channels=fabric.broadcast(channels),
        label_cache=label_cache_folder(workspace),
    )
    with ExitStack() as locks:

        def begin() -> Run:
            hashes = {} if report is None else report.image_hashes
            run = create_run(request, dataset, compute, hashes)
            if config.data.pseudo is not None:
                run.save_text(KEPT_NAME, manifest_text(Path(config.data.pseudo)))
            locks.enter_context(training_lock(run))
            return run

        run = on_first_rank(fabric, begin)
        return _run_session(request, dataset, fabric, training, run)


def resume(run: Run, workspace: Workspace, watcher: Watcher | None = None) -> Run | None:
    """Go on with a run that was stopped or killed, from its last whole epoch.

    The curve is that of an uninterrupted run: weights, average, optimiser, schedule and random
    state are those of the last checkpoint, and each epoch's order and draws depend on the seed alone.

    Raises:
        StoreError: The run is finished, was no training, or is being trained by another process.
        DataError: The data set is no longer what the run began with.
        CheckpointError: There is no whole checkpoint to go on from.
    """
    if run.kind != "train":
        raise StoreError(f"run {run.id} is no training; only a training can be resumed.")
    config = resolve(run.config, f"run {run.id}")
    dataset = open_data(config, workspace)
    fabric = launch_fabric(config, choose_compute(config.train))
    request = _for_rank(TrainingRequest(config, workspace, watcher or SilentWatcher(), run.user), fabric)
    with ExitStack() as locks:

        def take_over() -> None:
            # Under the lock: a training that still runs must keep its temporary files, and one that
            # ended meanwhile must not be gone on with.
            locks.enter_context(training_lock(run))
            if run.status == "finished":
                raise StoreError(f"run {run.id} is finished: train longer in a new run, with train.epochs=N.")
            refuse_changed_data(run, dataset)
            sweep_temporaries(run.checkpoints_folder)

        on_first_rank(fabric, take_over)
        state = load_checkpoint(run.checkpoints_folder / "last.ckpt")
        training = build_training(
            config,
            dataset,
            fabric,
            class_pixels=state["class_pixels"],
            pretrained=False,
            label_cache=label_cache_folder(workspace),
        )
        training.state.load_checkpoint(state)
        step = training.state.progress.step
        own = run if fabric.global_rank == 0 else None
        return _run_session(request, dataset, fabric, training, own, resume_step=step)


def on_first_rank(fabric: Fabric, work: Callable[[], Result]) -> Result | None:
    """Do what one process alone may do; where it fails, the others end too instead of waiting for it.

    Returns:
        What ``work`` gives, on rank 0; None on the others.
    """
    result: Result | None = None
    failure: SegscopeError | None = None
    if fabric.global_rank == 0:
        try:
            result = work()
        except SegscopeError as error:
            failure = error
    failed = fabric.broadcast(failure is not None)
    if failure is not None:
        raise failure
    if failed:
        raise SystemExit(0)
    return result


def _for_rank(request: TrainingRequest, fabric: Fabric) -> TrainingRequest:
    """One process draws; the others are silent."""
    return request if fabric.global_rank == 0 else replace(request, watcher=SilentWatcher())


def _run_session(
    request: TrainingRequest,
    dataset: Dataset,
    fabric: Fabric,
    training: Training,
    run: Run | None,
    *,
    resume_step: int | None = None,
) -> Run | None:
    config, watcher = request.config, request.watcher
    samples = split_samples(dataset, config.data.val)
    validation = ValidationPass(fabric, dataset, samples, config.val.batch_size, config.train.workers)
    inexact = inexact_accumulation(training, config.train.accumulate)
    if inexact:
        watcher.message(inexact)
    if run is None:
        TrainingSession(config, None, fabric, training, validation, None, None, watcher).run_to_end()
        return None
    watcher.run_created(run.id)
    by_id = {sample.id: sample for sample in samples}
    with (
        attempt(run, resume_step),
        logging(config, run, watcher, resume_step) as loggers,
        ValidationRecorder(
            run,
            dataset.class_set,
            samples,
            options=_record_options(config),
            loggers=loggers,
            read_image=lambda sample_id: dataset.read_image(by_id[sample_id]),
        ) as recorder,
        ScalarBuffer(run, loggers) as curves,
    ):
        if resume_step is None:
            _picture_first_batch(training, config, dataset, run, loggers)
        TrainingSession(config, run, fabric, training, validation, recorder, curves, watcher).run_to_end()
    return run


def _record_options(config: RunConfig) -> RecordOptions:
    return RecordOptions(
        monitor=config.val.monitor,
        fixed_samples=config.val.fixed_samples,
        worst_per_class=config.val.worst_per_class,
    )


def _picture_first_batch(
    training: Training, config: RunConfig, dataset: Dataset, run: Run, loggers: Fanout
) -> None:
    """Draw the first training batch as the model sees it, augmented and mixed.

    A picture that cannot be drawn or written is an event of the run, and stops nothing.
    """
    order = training.training_set.order(0)
    first = plan_epoch(order, batch_size=config.train.batch_size, accumulate=1, rank=0, ranks=1)[0][0]
    read = training.training_set.batch(0, first[:BATCH_PICTURES])
    batch = training.stepper.prepare(read, 0, training.mix_draws.of_step(0))
    subclasses = training.state.model.subclasses
    labels = batch.targets.labels if subclasses is None else subclasses.merge_labels(batch.targets.labels)
    try:
        picture = batch_panel(
            [rgb_view(levels) for levels in batch.pictures.permute(0, 2, 3, 1).cpu().numpy()],
            labels,
            class_set=dataset.class_set,
            titles=batch.sample_ids,
        )
        save_png(picture, run.folder / "first-batch.png")
    except SegscopeError as error:
        run.add_event("pictures", f"first batch: {error}")
        return
    loggers.log_pictures([LoggedPicture("train/batch", picture, caption="first batch, augmented")], 0)
