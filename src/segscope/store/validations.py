"""One evaluation of one checkpoint on one split: its record, and the folder that is filled before it.

A validation is visible only once its row is committed, and the row is committed only once its files are
complete. A process that dies in between leaves a folder without a row, which the next validation clears.
"""

import math
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.count_tables import CountTables
from segscope.errors import StoreError
from segscope.store.atomic_files import fsync_folder
from segscope.store.counts_files import write_counts
from segscope.store.database import Database
from segscope.store.metric_points import current_attempt, not_superseded
from segscope.store.prediction_files import (
    confidence_path,
    label_map_path,
    write_confidence,
    write_label_map,
)
from segscope.store.tables import runs, validations

Kept = Literal["all", "some"]


@dataclass(frozen=True, slots=True)
class ValidationKey:
    """What is validated, and by which rule.

    Attributes:
        epoch: Epochs trained so far.
        step: Optimiser steps so far.
        split: The split's name.
        rule: The id of the counting rule (widths, definitions).
        ignore: The value of ignored pixels in the label maps.
        split_hash: :func:`segscope.store.split_files.split_hash` of the validated samples.
    """

    epoch: int
    step: int
    split: str
    rule: str
    ignore: int
    split_hash: str


@dataclass(frozen=True, slots=True)
class Validation:
    """A stored validation.

    Attributes:
        index: 1, 2, … within the run; the folder is ``validations/<index, four digits>``.
        attempt: 1 for the run's first start, one more for each resume.
        key: Epoch, step, split, rule, ignore and split hash.
        num_images: How many images were counted.
        scores: What :meth:`segscope.engine.scores.Scores.to_dict` gives.
        seconds: Seconds by part (``forward``, ``add``, ``finish`` …).
        created_at: When it was stored, UTC.
        monitor: The score that decides which validation is the best; higher is better.
        is_best: True for the best of its split among those not superseded; the first, where several are.
        kept: Whether the predictions of all samples are kept, or of ``kept_samples`` alone.
        kept_samples: The samples whose predictions outlive pruning.
        folder: Where its files lie.
    """

    index: int
    attempt: int
    key: ValidationKey
    num_images: int
    scores: Mapping[str, Any]
    seconds: Mapping[str, float]
    created_at: datetime
    monitor: str
    is_best: bool
    kept: Kept
    kept_samples: tuple[str, ...]
    folder: Path

    @property
    def predictions_folder(self) -> Path:
        """Where label maps and confidences lie."""
        return self.folder / "predictions"

    @property
    def panels_folder(self) -> Path:
        """Where the pictures lie."""
        return self.folder / "panels"


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
        with database.read() as connection:
            self._attempt = current_attempt(connection, run)
            newest = connection.scalar(
                sa.select(sa.func.max(validations.c.index)).where(validations.c.run == run)
            )
        self.index: int = (newest or 0) + 1
        self.folder = validation_folder(root, self.index)
        self._predictions = self.folder / "predictions"
        _clear(self.folder)
        self._predictions.mkdir(parents=True)

    def write_prediction(
        self, sample_id: str, label_map: LabelMap, confidence: NDArray[np.uint8] | None = None
    ) -> None:
        """Keep the prediction of one sample: (H, W) class indices, and 255 × confidence."""
        write_label_map(label_map_path(self._predictions, sample_id), label_map, self._class_set)
        if confidence is not None:
            write_confidence(confidence_path(self._predictions, sample_id), confidence)

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
        for folder in (self._predictions, self.folder, self.folder.parent):
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
            stored = read_validations(connection, self._run, self.folder.parent.parent)
        return stored[-1]

    def abandon(self) -> None:
        """Remove the folder; nothing was visible."""
        _clear(self.folder)


def validation_folder(run_folder: Path, index: int) -> Path:
    """Give the folder of a run's validation."""
    return run_folder / "validations" / f"{index:04d}"


def read_validations(
    connection: sa.Connection, run: int, run_folder: Path, *, superseded: bool = False
) -> tuple[Validation, ...]:
    """Give a run's validations in order; with ``superseded``, those that a resume replaced too."""
    query = sa.select(validations).where(validations.c.run == run).order_by(validations.c.index)
    if not superseded:
        query = query.where(not_superseded(connection, run, validations))
    rows = [row._mapping for row in connection.execute(query)]
    best = _best_by_split(connection, run)
    return tuple(_from_row(row, run_folder, best) for row in rows)


def _best_by_split(connection: sa.Connection, run: int) -> set[int]:
    """Give the index of each split's best validation: the first of the highest monitored score."""
    query = (
        sa.select(validations.c.split, validations.c.index.label("index_"))
        .where(validations.c.run == run, validations.c.monitor_value.is_not(None))
        .where(not_superseded(connection, run, validations))
        .order_by(validations.c.monitor_value, validations.c.index.desc())
    )
    # of each split the last row stays, and that is its best
    return set({row.split: row.index_ for row in connection.execute(query)}.values())


def prune_predictions(database: Database, run: int, validation: Validation) -> int:
    """Remove the predictions of all samples but ``kept_samples``; give the bytes freed.

    Files go first and the row is marked after: a process that dies in between leaves a row that is
    pruned again, never files that nobody knows of.
    """
    stay = {
        path(validation.predictions_folder, sample).name
        for sample in validation.kept_samples
        for path in (label_map_path, confidence_path)
    }
    freed = 0
    for file in validation.predictions_folder.glob("*.png"):
        if file.name not in stay:
            freed += file.stat().st_size
            file.unlink()
    with database.write() as connection:
        connection.execute(
            validations.update()
            .where(validations.c.run == run, validations.c.index == validation.index)
            .values(kept="some")
        )
    return freed


def _monitored_value(scores: Mapping[str, Any], monitor: str) -> float | None:
    """Give the score that decides which validation is the best; None where it is NaN."""
    value = scores.get(monitor, "")
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if not isinstance(value, (int, float)):
        numbers = ", ".join(name for name, score in scores.items() if isinstance(score, (float, type(None))))
        raise StoreError(f"there is no score {monitor!r} to choose the best validation by: take {numbers}.")
    return float(value)


def _clear(folder: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise StoreError(f"cannot clear {folder}: {error.strerror}; remove it by hand.") from error


def _from_row(row: Mapping[Any, Any], run_folder: Path, best: Collection[int]) -> Validation:
    return Validation(
        index=row["index"],
        attempt=row["attempt"],
        key=ValidationKey(
            row["epoch"], row["step"], row["split"], row["rule"], row["ignore"], row["split_hash"]
        ),
        num_images=row["num_images"],
        scores=row["scores"],
        seconds=row["seconds"],
        created_at=row["created_at"],
        monitor=row["monitor"],
        is_best=row["index"] in best,
        kept=row["kept"],
        kept_samples=tuple(row["kept_samples"]),
        folder=validation_folder(run_folder, row["index"]),
    )
