"""Label maps and confidences of an import, copied into the workspace by the shortest way."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from segscope.data.faults import show_name
from segscope.data.image_files import read_file
from segscope.data.mask_folder import MaskFolder
from segscope.data.predictions import PredictionPair, PredictionPairs
from segscope.data.sample import Dataset, Sample
from segscope.engine.cpus import usable_cpus
from segscope.engine.palette import index_palette
from segscope.errors import DataError
from segscope.files.durable_batch import DurableBatch
from segscope.files.png import encode_png, repaletted_png
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
        states: Size and time of change of each file when it was counted: what was changed since is
            refused, since counts and maps would tell different stories.
    """

    def __init__(self, run: Run, split: str, pairs: PredictionPairs, states: dict[Path, FileState]) -> None:
        self._run = run
        self._split = split
        self._pairs = pairs
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
        predicted = self._encoded(self._pairs.predictions, pair.prediction)
        self._batch.write(label_map_path(folder, pair.id), predicted)
        if pair.confidence is not None:
            self._keep_confidence(pair, pair.confidence, folder)
        kept_truth = self._run.labels.path(self._split, pair.id)
        if not kept_truth.exists():
            self._batch.write(kept_truth, self._encoded(self._pairs.truth, pair.truth))

    def _encoded(self, reader: Dataset, sample: Sample) -> bytes:
        class_set = self._run.class_set
        path = sample.label if isinstance(sample.label, Path) else None
        encoded = None
        if path is not None and isinstance(reader, MaskFolder) and class_set.keeps_bytes:
            encoded = repaletted_png(read_file(path), index_palette(class_set.colours))
        if encoded is None:
            encoded = encode_label_map(reader.read_label_map(sample), class_set, sample.id)
        if path is not None:
            self._refuse_changed(path)
        return encoded

    def _keep_confidence(self, pair: PredictionPair, path: Path, folder: Path) -> None:
        truth = self._pairs.truth.read_label_map(pair.truth)
        confidence = self._pairs.read_confidence(pair, truth)
        self._refuse_changed(path)
        if confidence is not None:
            self._batch.write(confidence_path(folder, pair.id), encode_png(confidence))

    def _refuse_changed(self, path: Path) -> None:
        if file_state(path) != self._states.get(path):
            raise DataError(f"{show_name(path)} was changed while it was read: run the command again.")
