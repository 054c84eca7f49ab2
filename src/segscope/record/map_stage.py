"""Label maps that cannot be copied as they are: encoded while they are at hand, kept when all is counted."""

import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from segscope.data.mask_folder import MaskFolder
from segscope.data.predictions import PredictionPair, PredictionPairs
from segscope.data.sample import Dataset
from segscope.engine.class_set import LabelMap
from segscope.files.atomic import write_atomic
from segscope.store.label_cache import LabelCache
from segscope.store.object_files import OBJECTS_FILE
from segscope.store.prediction_files import encode_label_map, label_map_path

_PREFIX = ".import-"


class MapStage:
    """A folder of the workspace that lasts as long as an import.

    It lies among the runs, so that the workspace's garbage collection removes what a killed process left.

    Args:
        runs: The workspace's folder of runs.
        pairs: What is imported.
        labels: Where the ground truth will be kept; what is there already is not staged.
        split: The split that it is kept under.
    """

    def __init__(self, runs: Path, pairs: PredictionPairs, labels: LabelCache, split: str) -> None:
        self._pairs = pairs
        self._labels = labels
        self._split = split
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

    def put(self, pair: PredictionPair, truth: LabelMap, prediction: LabelMap) -> None:
        """Stage those label maps of a pair whose files hold anything else than class indices.

        Raises:
            StoreError: The disk is full.
        """
        if not self.holds_indices(self._pairs.predictions):
            self._write(label_map_path(self._predictions, pair.id), prediction)
        if not self.holds_indices(self._pairs.truth) and not self._labels.path(self._split, pair.id).exists():
            self._write(label_map_path(self._truth, pair.id), truth)

    def holds_indices(self, reader: Dataset) -> bool:
        """Whether a reader's 8-bit files can be copied: their ids are class indices."""
        return isinstance(reader, MaskFolder) and self._pairs.class_set.keeps_bytes

    def prediction(self, pair_id: str) -> Path | None:
        """Give the staged prediction of a pair; None where it was not staged."""
        return _if_there(label_map_path(self._predictions, pair_id))

    def truth(self, pair_id: str) -> Path | None:
        """Give the staged ground truth of a pair; None where it was not staged."""
        return _if_there(label_map_path(self._truth, pair_id))

    def _write(self, path: Path, label_map: LabelMap) -> None:
        encoded = encode_label_map(label_map, self._pairs.class_set, path.name)
        write_atomic(path, encoded, sync_folder=False, sync_file=False)  # made durable when it is kept


def _if_there(path: Path) -> Path | None:
    return path if path.exists() else None
