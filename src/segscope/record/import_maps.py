"""Label maps and confidences of an import, copied into the workspace by the shortest way."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from segscope.data.faults import show_name
from segscope.data.image_files import read_file
from segscope.data.png_container import SIGNATURE
from segscope.data.predictions import PredictionPair, PredictionPairs
from segscope.data.sample import Dataset, Sample
from segscope.engine.cpus import usable_cpus
from segscope.engine.palette import index_palette
from segscope.errors import DataError
from segscope.files.durable_batch import DurableBatch
from segscope.files.png import encode_png, repaletted_png
from segscope.record.map_stage import MapStage
from segscope.record.pair_counting import FileState, file_state
from segscope.store import Run
from segscope.store.prediction_files import confidence_path, encode_label_map, label_map_path


class ImportedMaps:
    """Copies the maps of all pairs, durable before any of them has its name.

    A file whose bytes are class indices already keeps its compressed pixels and only gets the class
    set's colours; any other is read and written anew.

    Args:
        run: The run that the maps belong to.
        split: The split that the ground truth is kept under.
        pairs: The pairs.
        stage: Label maps that were encoded while they were counted.
        states: Size and time of change of each file when it was counted: what was changed since is
            refused, since counts and maps would tell different stories.
    """

    def __init__(
        self,
        run: Run,
        split: str,
        pairs: PredictionPairs,
        stage: MapStage,
        states: dict[Path, FileState],
    ) -> None:
        self._run = run
        self._split = split
        self._pairs = pairs
        self._stage = stage
        self._states = states
        self._batch = DurableBatch()

    def keep(self, predictions: Path) -> None:
        """Copy everything: predictions and confidences to a folder, ground truth to the run's label maps.

        Args:
            predictions: The validation's folder of predictions.

        Raises:
            DataError: A file cannot be read any more, or was changed since it was counted.
            StoreError: A file cannot be written.
        """
        (self._run.labels.path(self._split, "").parent).mkdir(parents=True, exist_ok=True)
        try:
            with ThreadPoolExecutor(usable_cpus(), thread_name_prefix="segscope-keep") as pool:
                for _ in pool.map(lambda pair: self._keep(pair, predictions), self._pairs.pairs):
                    pass
            self._batch.commit()
        except BaseException:
            self._batch.abandon()
            raise

    def _keep(self, pair: PredictionPair, folder: Path) -> None:
        staged = self._stage.prediction(pair.id)
        self._keep_map(self._pairs.predictions, pair.prediction, staged, label_map_path(folder, pair.id))
        kept_truth = self._run.labels.path(self._split, pair.id)
        if not kept_truth.exists():
            self._keep_map(self._pairs.truth, pair.truth, self._stage.truth(pair.id), kept_truth)
        if pair.confidence is not None:
            self._keep_confidence(pair, pair.confidence, confidence_path(folder, pair.id))

    def _keep_map(self, reader: Dataset, sample: Sample, staged: Path | None, target: Path) -> None:
        if staged is None:
            self._batch.write(target, self._encoded(reader, sample))
        else:
            self._batch.adopt(staged, target)
        if isinstance(sample.label, Path):
            self._refuse_changed(sample.label)

    def _encoded(self, reader: Dataset, sample: Sample) -> bytes:
        class_set = self._run.class_set
        encoded = None
        if self._stage.holds_indices(reader):
            encoded = repaletted_png(read_file(sample.label), index_palette(class_set.colours))
        return encoded or encode_label_map(reader.read_label_map(sample), class_set, sample.id)

    def _keep_confidence(self, pair: PredictionPair, path: Path, target: Path) -> None:
        data = read_file(path)
        if not data.startswith(SIGNATURE):  # counted already, so an 8-bit grey file of another format
            truth = self._pairs.truth.read_label_map(pair.truth)
            confidence = self._pairs.read_confidence(pair, truth)
            data = data if confidence is None else encode_png(confidence)
        self._batch.write(target, data)
        self._refuse_changed(path)

    def _refuse_changed(self, path: Path) -> None:
        try:
            state = file_state(path)
        except OSError:  # it is gone
            state = None
        if state is None or state != self._states.get(path):
            raise DataError(f"{show_name(path)} was changed while it was read: run the command again.")
