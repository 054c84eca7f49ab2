"""Writes one validation into a folder that nobody sees before it is whole."""

import math
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.count_tables import CountTables
from segscope.engine.reliability import Reliability
from segscope.errors import StoreError
from segscope.files.atomic import fsync_folder
from segscope.files.durable_batch import DurableBatch
from segscope.store.counts_files import write_counts
from segscope.store.database import Database
from segscope.store.metric_points import current_attempt
from segscope.store.object_files import OBJECTS_FILE, write_reliability
from segscope.store.prediction_files import (
    confidence_path,
    encode_confidence,
    encode_label_map,
    label_map_path,
)
from segscope.store.tables import runs, validations
from segscope.store.validation_folders import ClaimedFolder
from segscope.store.validations import Validation, ValidationKey, read_validations, stored_indices


class ValidationWriter:
    """Fills the folder of a validation that nobody sees yet; :meth:`commit` makes it visible.

    :meth:`write_prediction` may be called from several threads at once.
    """

    def __init__(
        self, database: Database, run: int, root: Path, key: ValidationKey, class_set: ClassSet
    ) -> None:
        self._database = database
        self._run = run
        self._key = key
        self._class_set = class_set
        self._root = root
        with database.read() as connection:
            self._attempt = current_attempt(connection, run)
        self._claim = ClaimedFolder(root, lambda: stored_indices(database, run))
        self.index = self._claim.index
        self.folder = self._claim.path
        self._predictions = self.folder / "predictions"
        self._predictions.mkdir()
        self._maps = DurableBatch()

    @property
    def predictions_folder(self) -> Path:
        """Where label maps and confidences go."""
        return self._predictions

    def write_prediction(
        self, sample_id: str, label_map: LabelMap, confidence: NDArray[np.uint8] | None = None
    ) -> None:
        """Keep the prediction of one sample: (H, W) class indices, and 255 × confidence.

        Raises:
            StoreError: A dtype or shape is wrong, or the file cannot be written.
        """
        path = label_map_path(self._predictions, sample_id)
        self._maps.write(path, encode_label_map(label_map, self._class_set, path.name))
        if confidence is not None:
            path = confidence_path(self._predictions, sample_id)
            self._maps.write(path, encode_confidence(confidence, path.name))

    @property
    def objects_path(self) -> Path:
        """Where the objects of all images go, as an :class:`~segscope.store.object_files.ObjectsFile`."""
        return self.folder / OBJECTS_FILE

    def write_reliability(self, reliability: Reliability) -> None:
        """Keep how often predictions of each class and confidence are right."""
        write_reliability(self.folder, reliability)

    def commit(
        self,
        tables: CountTables,
        scores: Mapping[str, Any],
        *,
        seconds: Mapping[str, float],
        monitor: str,
        kept_samples: Collection[str],
    ) -> Validation:
        """Write the tables, make all files durable, and make the validation visible.

        Args:
            tables: The counts of all images.
            scores: Plain values; NaN or None where there is none.
            seconds: Seconds by part.
            monitor: The score, one of ``scores``, that decides which validation is the best.
            kept_samples: The samples whose predictions outlive pruning.

        Raises:
            StoreError: A file or the row cannot be written, or there is no such score; nothing is
                visible then.
        """
        monitored = _monitored_value(scores, monitor)
        write_counts(self.folder, tables, self._key.rule)
        self._maps.commit()
        for folder in (self.folder, self.folder.parent):  # the batch has seen to that of the predictions
            fsync_folder(folder)
        row = {
            "run": self._run,
            "index": self.index,
            "attempt": self._attempt,
            "epoch": self._key.epoch,
            "step": self._key.step,
            "split": self._key.split,
            "rule": self._key.rule,
            "ignore": self._key.ignore,
            "split_hash": self._key.split_hash,
            "num_images": len(tables.images),
            "scores": dict(scores),
            "seconds": dict(seconds),
            "created_at": datetime.now(UTC),
            "monitor": monitor,
            "monitor_value": monitored,
            "kept": "all",
            "kept_samples": list(kept_samples),
        }
        with self._database.write() as connection:
            connection.execute(validations.insert().values(row))
            connection.execute(
                runs.update().where(runs.c.number == self._run).values(updated_at=row["created_at"])
            )
            # found before the commit, and among the superseded too (a resume may have begun since):
            # nothing that could fail comes after it
            stored = next(v for v in self._read_all(connection) if v.index == self.index)
        self._claim.release()
        return stored

    def abandon(self) -> None:
        """Remove the folder, unless its row is stored: then the validation stays, whole.

        Ctrl-C may come in the very moment of the commit, so what was stored is asked of the database.
        Where that does not answer the folder stays, and the next writer clears it if it has no row.
        """
        try:
            stored = stored_indices(self._database, self._run)
        except StoreError:
            self._claim.release()
            return
        if self.index in stored:
            self._claim.release()
        else:
            self._claim.remove()  # with it, the files that have no name yet

    def _read_all(self, connection: sa.Connection) -> tuple[Validation, ...]:
        return read_validations(connection, self._run, self._root, superseded=True)


def _monitored_value(scores: Mapping[str, Any], monitor: str) -> float | None:
    """Give the score that decides which validation is the best; None where it is NaN."""
    value = scores.get(monitor, "")
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if not isinstance(value, (int, float)):
        numbers = ", ".join(name for name, score in scores.items() if isinstance(score, (float, type(None))))
        raise StoreError(f"there is no score {monitor!r} to choose the best validation by: take {numbers}.")
    return float(value)
