"""Pairs read and counted in threads: decoding and counting let go of the GIL, and nothing piles up."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from segscope.data.faults import show_name
from segscope.data.predictions import PredictionPair, PredictionPairs
from segscope.engine.count_rule import CountRule
from segscope.engine.count_tables import CountTables
from segscope.engine.counting import count_by_rule
from segscope.engine.cpus import usable_cpus
from segscope.engine.prefetch import prefetch
from segscope.errors import DataError, LabelMapError
from segscope.record.map_stage import MapStage
from segscope.record.merged_tables import merge_tables
from segscope.record.sample_details import SampleDetails

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class CountedPairs:
    """What was counted of all pairs.

    Attributes:
        tables: Counts and wrong pixels, in the order of the pairs.
        details: Objects, and the reliability of confidences.
    """

    tables: CountTables
    details: SampleDetails


def count_pairs(
    pairs: PredictionPairs,
    rule: CountRule,
    *,
    stage: MapStage,
    progress: Progress = lambda _done, _total: None,
    threads: int | None = None,
) -> CountedPairs:
    """Read and count all pairs; memory holds a few of them at a time, however many there are.

    Args:
        pairs: At least one.
        rule: How they are counted.
        stage: Takes the objects, and copies of the label maps and confidences.
        progress: Called with the pairs done and all pairs, after each.
        threads: How many; None = as many as the process may use processors.

    Raises:
        DataError: A file cannot be read, was changed while it was read, or holds what is no class, or the
            sizes differ; of several such pairs the first one is named.
        StoreError: A copy cannot be written.
    """
    counter = _PairCounter(pairs, rule, stage)
    total = len(pairs.pairs)
    parts: list[CountTables] = []
    workers = threads or usable_cpus()
    # As many pairs wait as are at work: enough to keep the threads busy, few enough to stay small.
    try:
        for part in prefetch(counter.count, pairs.pairs, workers=workers, ahead=workers):
            parts.append(part)
            progress(len(parts), total)
        counter.details.close([pair.id for pair in pairs.pairs])
    except BaseException:
        counter.details.abandon()
        raise
    return CountedPairs(merge_tables(parts), counter.details)


class _PairCounter:
    def __init__(self, pairs: PredictionPairs, rule: CountRule, stage: MapStage) -> None:
        self._pairs = pairs
        self._rule = rule
        self._stage = stage
        self.details = SampleDetails(pairs.class_set, stage.objects_path)

    def count(self, pair: PredictionPair) -> CountTables:
        """Read, count and copy one pair."""
        paths = (pair.truth_path, pair.prediction_path, pair.confidence)
        before = {path: _file_state(path) for path in paths if path is not None}
        truth, prediction = self._pairs.read(pair, check_ids=False)
        confidence = self._pairs.read_confidence(pair, truth)
        try:
            counts = count_by_rule(truth, prediction, self._rule)
        except LabelMapError:
            self._pairs.read(pair)  # raises with the file and its ids by name
            raise
        self.details.add(pair.id, truth, prediction, confidence)
        self._stage.put(pair, truth, prediction, confidence)
        for path, state in before.items():
            if state is None or state != _file_state(path):  # counts and copies would tell different stories
                raise DataError(f"{show_name(path)} was changed while it was read: run the command again.")
        # sparse at once: the dense counts of many classes would fill the memory before the end
        return CountTables.from_counts([pair.id], [counts])


def _file_state(path: Path) -> tuple[int, int] | None:
    """Give a file's size in bytes and its time of change in nanoseconds; None where it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
