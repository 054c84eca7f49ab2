"""Label maps and confidences of an import: copied while they are counted, kept when all is counted."""

import shutil
import tempfile
import threading
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from segscope.data.image_files import read_file
from segscope.data.mask_folder import MaskFolder
from segscope.data.png_container import SIGNATURE
from segscope.data.predictions import PredictionPair, PredictionPairs
from segscope.data.sample import Dataset, Sample
from segscope.engine.class_set import LabelMap
from segscope.engine.palette import index_palette
from segscope.files.atomic import write_atomic
from segscope.files.durable_batch import DurableBatch
from segscope.files.png import encode_png, repaletted_png
from segscope.store.label_cache import LabelCache
from segscope.store.object_files import OBJECTS_FILE
from segscope.store.prediction_files import confidence_path, encode_label_map, label_map_path

_PREFIX = ".import-"


class MapStage:
    """A folder of the workspace that lasts as long as an import.

    It lies among the runs, so that the workspace's garbage collection removes what a killed process left.
    A file whose bytes are class indices already keeps its compressed pixels and only gets the class set's
    colours; any other is encoded anew.

    Args:
        runs: The workspace's folder of runs.
        pairs: What is imported.
        labels: Where the ground truth will be kept; what is there already is not copied.
        split: The split that it is kept under.
    """

    def __init__(self, runs: Path, pairs: PredictionPairs, labels: LabelCache, split: str) -> None:
        self._pairs = pairs
        self._labels = labels
        self._split = split
        self._palette = index_palette(pairs.class_set.colours)
        self._lock = threading.Lock()
        self._truths: list[tuple[Path, Path]] = []
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=runs))
        self._truth, self._predictions = self._folder / "truth", self._folder / "predictions"
        for folder in (self._truth, self._predictions):
            folder.mkdir()

    @property
    def objects_path(self) -> Path:
        """Where the objects of all pairs are written while they are counted."""
        return self._folder / OBJECTS_FILE

    def __enter__(self) -> "MapStage":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def put(
        self,
        pair: PredictionPair,
        truth: LabelMap,
        prediction: LabelMap,
        confidence: NDArray[np.uint8] | None,
    ) -> None:
        """Copy the maps of one pair; pairs may come from several threads.

        Raises:
            DataError: A file cannot be read any more.
            StoreError: The disk is full.
        """
        predicted = self._encoded(self._pairs.predictions, pair.prediction, prediction)
        _write(label_map_path(self._predictions, pair.id), predicted)
        kept = self._labels.path(self._split, pair.id)
        if not kept.exists():
            staged = label_map_path(self._truth, pair.id)
            _write(staged, self._encoded(self._pairs.truth, pair.truth, truth))
            with self._lock:
                self._truths.append((staged, kept))
        if pair.confidence is not None and confidence is not None:
            data = read_file(pair.confidence)
            # counted already, so an 8-bit grey file even where it is of another format
            own = data if data.startswith(SIGNATURE) else encode_png(confidence)
            _write(confidence_path(self._predictions, pair.id), own)

    def keep(self, predictions: Path) -> None:
        """Move everything to its place, durable before any of it has its name there.

        Args:
            predictions: The validation's folder of predictions, which takes the confidences, too; the
                ground truth goes to the label maps that its data sets share.

        Raises:
            StoreError: A file cannot be moved.
        """
        batch = DurableBatch()
        for staged in self._predictions.iterdir():
            batch.adopt(staged, predictions / staged.name)
        for staged, kept in self._truths:
            batch.adopt(staged, kept)
        if self._truths:
            self._labels.path(self._split, "").parent.mkdir(parents=True, exist_ok=True)
        try:
            batch.commit()
        except BaseException:
            batch.abandon()
            raise

    def _encoded(self, reader: Dataset, sample: Sample, label_map: LabelMap) -> bytes:
        class_set, copied = self._pairs.class_set, None
        if isinstance(reader, MaskFolder) and class_set.keeps_bytes:
            copied = repaletted_png(read_file(sample.label), self._palette)
        return copied or encode_label_map(label_map, class_set, sample.id)


def _write(path: Path, data: bytes) -> None:
    write_atomic(path, data, sync_folder=False, sync_file=False)  # made durable when it is kept
