"""The one place where a validation is made; no torch.

::

    recorder = ValidationRecorder(run, class_set, samples, options=RecordOptions(), loggers=fanout,
                                  read_image=lambda sample_id: ...)        # (H, W, 3) uint8
    recorder.begin(epoch=3, step=1200)
    recorder.add(sample_id, ground_truth, prediction, confidence)          # returns at once
    recorded = recorder.finish(seconds={"forward": 4.2})                   # stored and visible
    recorded.scores, recorded.tables, recorded.is_best, recorded.validation
    recorder.wait()                                                        # until the pictures are drawn
    recorder.close()

Counting and writing happen in threads; so do the pictures, after ``finish``. Whatever goes wrong while
counting is raised by the next ``add`` or by ``finish``, and the validation is then not stored. Once it is
stored nothing that goes wrong stops a training: a curve that cannot be written, a picture that cannot be
drawn, or old files that cannot be pruned are an event of the run.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from time import perf_counter
from types import TracebackType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from segscope.engine import CountRule
from segscope.engine.class_set import ClassSet
from segscope.engine.scores import Scores
from segscope.errors import UsageError
from segscope.loggers.base import LoggedPicture
from segscope.loggers.fanout import Fanout
from segscope.record.after_storing import stop_nothing
from segscope.record.kept_samples import KeptSamples, choose_kept, lowest_classes
from segscope.record.logged_scores import logged_scores
from segscope.record.open_validation import OpenValidation
from segscope.record.options import RecordOptions
from segscope.record.pictures import PictureJob, ReadImage
from segscope.record.recorded import RecordedValidation
from segscope.record.validation_plots import PlotJob
from segscope.record.worker_pool import WorkerPool
from segscope.store import Run, ValidationKey, split_hash

_DEFAULTS = RecordOptions()
_PICTURES_IN_MEMORY = 32


class RecordedSample(Protocol):
    """What the recorder must know of a sample; data sets' and stored samples have it."""

    @property
    def id(self) -> str:
        """Unique within its split."""

    @property
    def split(self) -> str:
        """The split's name."""


class ValidationRecorder:
    """Records the validations of one split of one run.

    Args:
        run: The run.
        class_set: The run's classes, which the label maps are of.
        samples: The samples of the split, at least one.
        options: What is kept, and how.
        loggers: Mirrors of the numbers and pictures.
        read_image: Reads the picture of a sample as (H, W, 3) uint8 (or (H, W, C) of 8 or 16 bits, of
            which a view is drawn); without it no pictures are drawn.

    Raises:
        UsageError: The samples are of several splits or of none, or the classes are not the run's.
    """

    def __init__(
        self,
        run: Run,
        class_set: ClassSet,
        samples: Sequence[RecordedSample],
        *,
        options: RecordOptions = _DEFAULTS,
        loggers: Fanout | None = None,
        read_image: ReadImage | None = None,
    ) -> None:
        splits = {sample.split for sample in samples}
        if len(splits) != 1:
            raise UsageError(f"a recorder takes the samples of one split, and these are of {len(splits)}.")
        if class_set != run.class_set:
            raise UsageError(f"the classes given are not those of run {run.id}.")
        self._run = run
        self._options = options
        self._loggers = loggers
        self._read_image = read_image
        self._split = splits.pop()
        self._sample_ids = tuple(sample.id for sample in samples)
        self._split_hash = split_hash(self._sample_ids)
        self._rule = CountRule(class_set.num_classes, class_set.ignore)
        self._pool = WorkerPool(options.workers, options.waiting)
        self._after = ThreadPoolExecutor(1, thread_name_prefix="segscope-pictures")
        self._pictures: Future[None] | None = None
        self._open: OpenValidation | None = None
        self._add_seconds = 0.0
        self._caller_seconds: dict[str, float] = {}
        self._told: set[str] = set()

    def __enter__(self) -> "ValidationRecorder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def caller_seconds(self) -> Mapping[str, float]:
        """Seconds that the last validation's ``add`` and ``finish`` held the caller up."""
        return dict(self._caller_seconds)

    def begin(self, *, epoch: int, step: int) -> None:
        """Begin a validation of the checkpoint at an epoch and an optimiser step.

        Raises:
            UsageError: One is open already.
            StoreError: Its folder cannot be made.
        """
        if self._open is not None:
            raise UsageError("a validation is open: finish or abandon it before the next begins.")
        key = ValidationKey(
            epoch, step, self._split, self._rule.name, self._run.class_set.ignore, self._split_hash
        )
        self._add_seconds = 0.0
        self._open = OpenValidation(self._run, key, self._sample_ids, self._rule, self._options, self._pool)

    def add(
        self,
        sample_id: str,
        ground_truth: NDArray[Any] | None,
        prediction: NDArray[Any],
        confidence: NDArray[np.uint8] | None = None,
    ) -> None:
        """Take one sample; returns as soon as it is copied, unless ``options.waiting`` samples wait.

        Args:
            sample_id: A sample of the split, not added before.
            ground_truth: (H, W) class indices, ``class_set.ignore`` for ignored pixels.
            prediction: (H, W) class indices, ``class_set.ignore`` for "no class".
            confidence: (H, W) uint8, 255 × the probability of the predicted class.

        Raises:
            StoreError: The sample does not belong here, came before, has no ground truth, or a file
                could not be written.
            LabelMapError: A shape, a dtype or an id is wrong, of this sample or of one before.
        """
        begun = perf_counter()
        self._current().add(sample_id, ground_truth, prediction, confidence)
        self._add_seconds += perf_counter() - begun

    def settle(self) -> None:
        """Wait until the samples that were added are counted and written.

        Raises:
            StoreError: A file could not be written.
            LabelMapError: A label map holds what is no class.
        """
        begun = perf_counter()
        self._pool.drain()
        self._add_seconds += perf_counter() - begun

    def finish(self, *, seconds: Mapping[str, float] | None = None) -> RecordedValidation:
        """Compute the scores, store the validation, and begin to draw its pictures.

        Args:
            seconds: Seconds of the caller's own parts, such as ``forward``; kept with the validation
                beside ``add`` and ``finish``, the seconds that the recorder held the caller up.

        Raises:
            StoreError: Samples are missing, or a file could not be written; nothing is stored then.
                Ctrl-C in the moment of storing leaves the validation either stored whole or not at all.
        """
        begun = perf_counter()
        current = self._current()
        try:
            tables = current.tables()
            scores = Scores.from_tables(tables, self._rule.name)
            kept = choose_kept(tables, self._run.class_set, self._options)
            own = {"add": self._add_seconds, "finish": perf_counter() - begun}
            validation = current.writer.commit(
                tables,
                scores.to_dict(),
                seconds={**(seconds or {}), **own},
                monitor=self._options.monitor,
                kept_samples=kept.ids,
            )
        except BaseException:
            self.abandon()
            raise
        self._open = None
        recorded = RecordedValidation(validation, scores, tables)
        stop_nothing(self._run, "curves", validation, lambda: self._log_scores(recorded))
        self._settle_pictures()  # one validation's pictures at a time may wait behind the training
        self._pictures = self._after.submit(self._draw_and_prune, recorded, kept)
        self._caller_seconds = {"add": self._add_seconds, "finish": perf_counter() - begun}
        return recorded

    def abandon(self) -> None:
        """Give the open validation up, if there is one; nothing of it stays."""
        if self._open is not None:
            self._open.abandon()
            self._open = None

    def wait(self) -> None:
        """Wait until the pictures of the last validation are drawn and older predictions pruned."""
        self._settle_pictures()

    def close(self) -> None:
        """Abandon what is open, wait for the pictures, and end the threads."""
        try:
            self.abandon()
            self._settle_pictures()
        finally:
            self._pool.close()
            self._after.shutdown()

    def _current(self) -> OpenValidation:
        if self._open is None:
            raise UsageError("no validation is open: call begin first.")
        return self._open

    def _settle_pictures(self) -> None:
        if self._pictures is not None:
            pictures, self._pictures = self._pictures, None
            pictures.result()

    def _log_scores(self, recorded: RecordedValidation) -> None:
        key = recorded.validation.key
        values = logged_scores(recorded.scores, self._run.class_set, key.split)
        if self._loggers is not None:
            self._loggers.log_scalars(values, key.step)
        self._run.log_scalars(values, key.step)

    def _draw_and_prune(self, recorded: RecordedValidation, kept: KeptSamples) -> None:
        validation = recorded.validation
        if self._options.pictures:
            stop_nothing(self._run, "plots", validation, lambda: self._plot(recorded))
        if self._options.pictures and self._read_image is not None:
            job = PictureJob(
                self._run,
                validation,
                recorded.tables,
                kept,
                lowest_classes(kept.worst_of_class, recorded.scores.iou, self._options.class_panels),
                self._read_image,
                self._options.row_height,
            )
            stop_nothing(self._run, "pictures", validation, lambda: self._draw(job))
        stop_nothing(self._run, "pruning", validation, self._run.prune_validations)

    def _plot(self, recorded: RecordedValidation) -> None:
        job = PlotJob(self._run, recorded.validation, recorded.tables)
        self._tell_once("plots", job.left_out)
        self._log_pictures(job.draw(), recorded.validation.key.step)

    def _draw(self, job: PictureJob) -> None:
        self._tell_once("pictures", job.left_out)
        self._log_pictures(job.draw(), job.validation.key.step)

    def _tell_once(self, kind: str, left_out: str) -> None:
        """Make an event of what is left out; at every validation it would hide other events."""
        if left_out and kind not in self._told:
            self._told.add(kind)
            self._run.add_event(kind, left_out)

    def _log_pictures(self, drawn: Iterator[LoggedPicture], step: int) -> None:
        while batch := list(islice(drawn, _PICTURES_IN_MEMORY)):
            if self._loggers is not None:
                self._loggers.log_pictures(batch, step)
