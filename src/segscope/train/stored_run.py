"""The stored side of a training: its row and files, one process at a time, its end in any case."""

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from segscope.config.run_config import RunConfig
from segscope.data.sample import Dataset
from segscope.loggers.base import RunInfo
from segscope.loggers.create import create_logger
from segscope.loggers.fanout import Fanout
from segscope.store.new_run import NewRun
from segscope.store.runs import Run
from segscope.store.split_files import SampleRow
from segscope.train.environment import describe_environment
from segscope.train.precision import Compute
from segscope.train.progress import Watcher
from segscope.train.request import TrainingRequest
from segscope.train.setup import split_samples


def create_run(
    request: TrainingRequest,
    dataset: Dataset,
    compute: Compute,
    image_hashes: Mapping[tuple[str, str], str],
) -> Run:
    """Store config, split, code state and data hash before step one.

    Args:
        request: What is trained.
        dataset: The opened data.
        compute: Device and precision.
        image_hashes: Hex SHA-256 of each picture by (split, sample id), where known.

    Raises:
        StoreError: The parent is not in the workspace, or nothing can be written there.
    """
    config, workspace = request.config, request.workspace
    parent = workspace.run(config.parent).id if config.parent else None
    rows = [
        SampleRow(
            sample.split,
            sample.id,
            str(sample.image_path),
            sample.group,
            image_hashes.get((sample.split, sample.id)),
        )
        for split in (config.data.train, config.data.val)
        for sample in split_samples(dataset, split)
    ]
    return workspace.create_run(
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


@contextmanager
def attempt(run: Run, resume_step: int | None) -> Iterator[None]:
    """Begin an attempt and record how it ended: finished, stopped by the user, or failed and why.

    Args:
        run: The run; hold its :func:`~segscope.store.run_lock.training_lock`.
        resume_step: The step that is gone on from; what was stored after it is superseded. None for
            the first attempt.
    """
    if resume_step is not None:
        run.new_attempt(resume_step)
    try:
        with _terminate_as_interrupt():
            yield
    except KeyboardInterrupt:
        run.set_status("stopped", "interrupted")
        raise
    except BaseException as error:
        run.set_status("failed", str(error) or type(error).__name__)
        raise
    run.set_status("finished")


@contextmanager
def _terminate_as_interrupt() -> Iterator[None]:
    """Take SIGTERM, by which schedulers and containers stop a job, as Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def logging(config: RunConfig, run: Run, watcher: Watcher, resume_step: int | None) -> Iterator[Fanout]:
    """Start the config's loggers, say how to open what they write, and finish them however it ends."""
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
    for command in loggers.hint.splitlines():
        watcher.message(f"to see curves and pictures: {command}")
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
