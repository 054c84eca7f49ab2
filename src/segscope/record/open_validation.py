"""A validation in the making: every sample once, counted and written in threads."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine import CountRule
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.count_tables import CountTables
from segscope.engine.counting import count_by_rule
from segscope.errors import LabelMapError, StoreError
from segscope.record.merged_tables import merge_tables
from segscope.record.options import RecordOptions
from segscope.record.sample_details import SampleDetails
from segscope.record.worker_pool import WorkerPool
from segscope.store import Run, ValidationKey, ValidationWriter

_SHOWN_IDS = 5


class OpenValidation:
    """Collects the samples of one validation.

    Args:
        run: The run that it belongs to.
        key: What is validated.
        sample_ids: The samples of the split, each of which must come.
        rule: How they are counted.
        options: What is kept.
        pool: The threads that count and write.
    """

    def __init__(
        self,
        run: Run,
        key: ValidationKey,
        sample_ids: Sequence[str],
        rule: CountRule,
        options: RecordOptions,
        pool: WorkerPool,
    ) -> None:
        self._run = run
        self._key = key
        self._sample_ids = tuple(sample_ids)
        self._expected = frozenset(sample_ids)
        self._options = options
        self._pool = pool
        self._rule = rule
        self._added: set[str] = set()
        self._tables: dict[str, CountTables] = {}
        self.writer: ValidationWriter = run.begin_validation(key)
        self._details = SampleDetails(run.class_set, self.writer.objects_path)

    def add(
        self,
        sample_id: str,
        ground_truth: NDArray[Any] | None,
        prediction: NDArray[Any],
        confidence: NDArray[np.uint8] | None,
    ) -> None:
        """Check one sample and hand it to the threads; the arrays are copied, so they may be reused.

        Raises:
            StoreError: The sample is not of this split, was added before, or has no ground truth.
            LabelMapError: Shapes or dtypes do not fit.
        """
        if self._leave_out(sample_id):
            return
        if ground_truth is None:
            raise StoreError(f"sample {sample_id!r} has no ground truth: leave it out of the split.")
        class_set = self._run.class_set
        truth = _as_label_map(f"the ground truth of sample {sample_id!r}", ground_truth, class_set)
        predicted = _as_label_map(f"the prediction of sample {sample_id!r}", prediction, class_set)
        _check_size(f"the prediction of sample {sample_id!r}", predicted, truth)
        sure = None
        if confidence is not None and self._options.confidence:
            sure = _as_confidence(f"the confidence of sample {sample_id!r}", confidence)
            _check_size(f"the confidence of sample {sample_id!r}", sure, truth)
        self._added.add(sample_id)
        size = truth.nbytes + predicted.nbytes + (0 if sure is None else sure.nbytes)
        self._pool.submit(size, self._record, sample_id, truth, predicted, sure)

    def tables(self) -> CountTables:
        """Wait for the threads, write the details, and give the counts of all samples, in the split's order.

        Raises:
            StoreError: Samples are missing, or a file could not be written.
            LabelMapError: A label map holds what is no class.
        """
        self._pool.drain()
        missing = [sample_id for sample_id in self._sample_ids if sample_id not in self._added]
        if missing:
            shown = ", ".join(missing[:_SHOWN_IDS]) + (" …" if len(missing) > _SHOWN_IDS else "")
            raise StoreError(
                f"{len(missing)} of the {len(self._sample_ids)} samples of split {self._key.split!r} were "
                f"never added ({shown}): every sample must be validated."
            )
        self._details.close(self._sample_ids)
        self._details.keep(self.writer)
        return merge_tables([self._tables[sample_id] for sample_id in self._sample_ids])

    def abandon(self) -> None:
        """Give the validation up; nothing of it stays."""
        self._pool.settle()
        self._pool.forget_failure()
        self._details.abandon()
        self.writer.abandon()

    def _leave_out(self, sample_id: str) -> bool:
        """Tell whether a sample was there before and may come again; refuse what does not belong here."""
        if sample_id not in self._expected:
            raise StoreError(
                f"sample {sample_id!r} is not in split {self._key.split!r} of run {self._run.id}: "
                "add the samples that the recorder was made with."
            )
        if sample_id not in self._added:
            return False
        if self._options.duplicates == "ignore":
            return True
        raise StoreError(
            f"sample {sample_id!r} was added twice: no picture may count twice "
            "(duplicates='ignore' leaves out what a distributed sampler repeats)."
        )

    def _record(
        self, sample_id: str, truth: LabelMap, prediction: LabelMap, confidence: NDArray[np.uint8] | None
    ) -> None:
        try:
            counts = count_by_rule(truth, prediction, self._rule)
        except LabelMapError as error:
            raise LabelMapError(f"sample {sample_id!r}: {error}") from error
        self.writer.write_prediction(sample_id, prediction, confidence)
        self._run.labels.put(self._key.split, sample_id, truth)
        # sparse at once: the dense counts of many classes would fill the memory before the end
        self._details.add(sample_id, truth, prediction, confidence)
        self._tables[sample_id] = CountTables.from_counts([sample_id], [counts])


def _as_label_map(what: str, array: NDArray[Any], class_set: ClassSet) -> LabelMap:
    """Copy to the class set's dtype; other integers are taken where every value fits."""
    if array.ndim != 2 or not _fits(array, class_set):
        raise LabelMapError(
            f"{what} is {array.dtype} of shape {array.shape}: it must be (H, W) class indices "
            f"0 … {class_set.num_classes - 1}, and {class_set.ignore} for ignored pixels."
        )
    label_map: LabelMap = np.array(array, dtype=class_set.dtype, order="C")
    return label_map


def _fits(array: NDArray[Any], class_set: ClassSet) -> bool:
    if array.dtype == class_set.dtype:
        return True
    if array.dtype.kind not in "iu" or array.size == 0:
        return False
    return bool(array.min() >= 0 and array.max() <= class_set.ignore)


def _as_confidence(what: str, confidence: NDArray[Any]) -> NDArray[np.uint8]:
    if confidence.dtype != np.uint8:
        raise LabelMapError(f"{what} is {confidence.dtype}: give uint8, the probability times 255.")
    return np.array(confidence, order="C")


def _check_size(what: str, array: NDArray[Any], truth: LabelMap) -> None:
    if array.shape != truth.shape:
        raise LabelMapError(
            f"{what} is {_size(array)} and its ground truth {_size(truth)}: "
            "predict at the ground truth's own size."
        )


def _size(array: NDArray[Any]) -> str:
    return f"{' × '.join(str(length) for length in reversed(array.shape))} px"
