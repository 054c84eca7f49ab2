"""A stored run: what it began with, its validations, curves, events and files."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.count_tables import CountTables
from segscope.engine.object_tables import ObjectTables
from segscope.engine.reliability import Reliability
from segscope.errors import StoreError
from segscope.files.atomic import folder_bytes, write_atomic
from segscope.store import metric_points
from segscope.store.counts_files import read_counts
from segscope.store.database import Database
from segscope.store.label_cache import LabelCache
from segscope.store.new_run import RunKind
from segscope.store.object_files import read_objects, read_reliability
from segscope.store.prediction_files import confidence_path, label_map_path, read_png
from segscope.store.run_lock import is_being_trained
from segscope.store.split_files import SampleRow
from segscope.store.tables import attempts, events, runs, samples
from segscope.store.validation_folders import dead_folders
from segscope.store.validation_writer import ValidationWriter
from segscope.store.validations import (
    Validation,
    ValidationKey,
    prune_validation,
    read_validations,
    stored_indices,
)

RunStatus = Literal["running", "finished", "failed", "stopped"]
_PLAIN_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a run: when (UTC), what kind, and in words."""

    time: datetime
    kind: str
    message: str


class Run:
    """One run of a workspace. What it began with is fixed; the rest is read when it is asked for.

    Attributes:
        id: The generated id, which is also the folder's name.
        name: Free text.
        kind: ``train``, ``import`` or ``evaluation``.
        user: Who began it.
        created_at: UTC.
        parent_id: The run that this one goes on from, or None.
        config: The resolved config as plain values.
        class_set: The classes.
        data_root: The data set's folder or annotation file.
        data_layout: The reader's name.
        label_hash: Hash of all that the label maps are made from.
        split_hash: Hash of all samples of all splits.
        seed: The run's seed.
        environment: Versions, machine and code state.
        folder: Where the run's files lie.
    """

    def __init__(self, database: Database, workspace: Path, row: Mapping[Any, Any]) -> None:
        self._database = database
        self._number: int = row["number"]
        self.id: str = row["id"]
        self.name: str = row["name"]
        self.kind: RunKind = row["kind"]
        self.user: str = row["user"]
        self.created_at: datetime = row["created_at"]
        self.parent_id: str | None = row["parent_id"]
        self.config: Mapping[str, Any] = row["config"]
        self.class_set = ClassSet.from_dict(row["class_set"])
        self.data_root: str = row["data_root"]
        self.data_layout: str = row["data_layout"]
        self.label_hash: str = row["label_hash"]
        self.split_hash: str = row["split_hash"]
        self.seed: int | None = row["seed"]
        self.environment: Mapping[str, Any] = row["environment"]
        self.folder: Path = workspace / "runs" / self.id
        self.labels = LabelCache(workspace / "labels" / (self.label_hash or f"run-{self.id}"), self.class_set)

    def __repr__(self) -> str:
        return f"Run({self.id!r}, name={self.name!r})"

    @property
    def main_split(self) -> str:
        """The split that the run is judged by: what ``data.val`` of its config names, else ``val``."""
        return str(self.config.get("data", {}).get("val", "val"))

    @property
    def checkpoints_folder(self) -> Path:
        """Where checkpoints lie; made when it is asked for."""
        folder = self.folder / "checkpoints"
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def status(self) -> RunStatus:
        """``running``, ``finished``, ``failed`` or ``stopped``, as the database has it now."""
        return cast("RunStatus", self._column(runs.c.status))

    @property
    def shown_status(self) -> RunStatus:
        """The status for people: a run that is ``running`` but that no process holds was stopped."""
        status = self.status
        killed = status == "running" and not is_being_trained(self)
        return "stopped" if killed else status

    @property
    def updated_at(self) -> datetime:
        """When something was last stored, UTC."""
        return cast("datetime", self._column(runs.c.updated_at))

    def set_status(self, status: RunStatus, message: str = "") -> None:
        """Change the status, and record the change as an event."""
        with self._database.write() as connection:
            self._touch(connection, status=status)
            self._add_event(connection, "status", f"{status}: {message}" if message else status)

    def add_event(self, kind: str, message: str) -> None:
        """Record that something happened."""
        with self._database.write() as connection:
            self._add_event(connection, kind, message)

    def events(self) -> tuple[Event, ...]:
        """Give what happened, in order."""
        query = sa.select(events.c.time, events.c.kind, events.c.message)
        with self._database.read() as connection:
            rows = connection.execute(query.where(events.c.run == self._number).order_by(events.c.number))
            return tuple(Event(*row) for row in rows)

    def samples(self, split: str | None = None) -> tuple[SampleRow, ...]:
        """Give the pictures of one split, or of all, in the order the run began with."""
        query = sa.select(
            samples.c.split, samples.c.sample_id, samples.c.image_path, samples.c.group, samples.c.image_hash
        ).where(samples.c.run == self._number)
        if split is not None:
            query = query.where(samples.c.split == split)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(samples.c.split, samples.c.position))
            return tuple(SampleRow(*row) for row in rows)

    def save_text(self, name: str, text: str) -> Path:
        """Write a small text file into the run's folder, whole or not at all, and give its path.

        Raises:
            StoreError: ``name`` is not a plain file name, or the file cannot be written.
        """
        if not _PLAIN_FILE_NAME.fullmatch(name):
            raise StoreError(
                f"{name!r} is no plain file name: use letters, digits, dot, dash and underscore."
            )
        path = self.folder / name
        write_atomic(path, text.encode("utf-8"))
        return path

    def size_bytes(self) -> int:
        """Add up the run's files, in bytes."""
        return folder_bytes(self.folder)

    def new_attempt(self, from_step: int) -> int:
        """Go on from a step: what earlier attempts stored at later steps is superseded, kept but not shown.

        Returns:
            The number of the new attempt; 2 for the first resume.
        """
        with self._database.write() as connection:
            attempt = metric_points.current_attempt(connection, self._number) + 1
            connection.execute(
                attempts.insert().values(
                    run=self._number, attempt=attempt, from_step=from_step, started_at=datetime.now(UTC)
                )
            )
            self._touch(connection, status="running")
            self._add_event(connection, "resumed", f"attempt {attempt} from step {from_step}")
        return attempt

    def log_scalars(self, values: Mapping[str, float], step: int) -> None:
        """Store one value for each curve; a second value for the same curve and step replaces the first."""
        self.log_curves({step: values})

    def log_curves(self, points: Mapping[int, Mapping[str, float]]) -> None:
        """Store {step: {curve: value}} in one transaction, durable when this returns (some milliseconds)."""
        with self._database.write() as connection:
            attempt = metric_points.current_attempt(connection, self._number)
            metric_points.write_points(self._database, connection, self._number, attempt, points)

    def scalars(self, key: str) -> tuple[tuple[int, float], ...]:
        """Give (step, value) of one curve, sorted by step; empty where there is none."""
        with self._database.read() as connection:
            return metric_points.read_curve(connection, self._number, key)

    def scalar_keys(self) -> tuple[str, ...]:
        """Name the curves, sorted."""
        with self._database.read() as connection:
            return metric_points.read_keys(connection, self._number)

    def begin_validation(self, key: ValidationKey) -> ValidationWriter:
        """Open the folder of the next validation; it becomes visible with the writer's ``commit``."""
        return ValidationWriter(self._database, self._number, self.folder, key, self.class_set)

    def validations(self, split: str | None = None, *, superseded: bool = False) -> tuple[Validation, ...]:
        """Give the validations in order.

        Args:
            split: Those of one split alone.
            superseded: Also those that a resume replaced.
        """
        with self._database.read() as connection:
            found = read_validations(connection, self._number, self.folder, superseded=superseded)
        return tuple(v for v in found if split in (None, v.key.split))

    def best_validation(self, split: str = "val") -> Validation | None:
        """Give the best validation of a split, or None where there is none."""
        return next((v for v in self.validations(split) if v.is_best), None)

    def load_tables(self, validation: Validation) -> CountTables:
        """Read the counts and wrong pixels of a validation.

        Raises:
            StoreError: The files are missing or damaged.
        """
        return read_counts(validation.folder)

    def object_parts(self, validation: Validation) -> Iterator[ObjectTables] | None:
        """Read the objects of a validation some images at a time; None where it was stored without them.

        Raises:
            StoreError: The file is damaged; for a damaged part when it is read.
        """
        return read_objects(validation.folder)

    def load_reliability(self, validation: Validation) -> Reliability | None:
        """Read how reliable the confidences of a validation are; None where it was stored without them.

        Raises:
            StoreError: The file is damaged.
        """
        return read_reliability(validation.folder)

    def prediction(self, validation: Validation, sample_id: str) -> LabelMap | None:
        """Read a predicted label map of class indices, (H, W); None where it is not kept."""
        return cast("LabelMap | None", read_png(label_map_path(validation.predictions_folder, sample_id)))

    def confidence(self, validation: Validation, sample_id: str) -> NDArray[np.uint8] | None:
        """Read 255 × the probability of the predicted class, (H, W); None where it is not kept."""
        return read_png(confidence_path(validation.predictions_folder, sample_id))

    def prune_validations(self) -> int:
        """Keep each split's best and last validation whole, and of the others what is looked at first.

        Of the others stay the predictions of ``kept_samples``, and of the pictures the one of all classes.

        Returns:
            The bytes freed.
        """
        with self._database.read() as connection:  # one view: what is stored meanwhile is in neither list
            everything = read_validations(connection, self._number, self.folder, superseded=True)
            valid = read_validations(connection, self._number, self.folder)
        last = {validation.key.split: validation.index for validation in valid}
        stay = {*last.values(), *(validation.index for validation in valid if validation.is_best)}
        return sum(
            prune_validation(self._database, self._number, validation)
            for validation in everything
            if validation.index not in stay
        )

    def dead_validation_folders(self) -> list[Path]:
        """Name the folders that a killed process left behind: no validation, and nobody writes them."""
        return dead_folders(self.folder, lambda: stored_indices(self._database, self._number))

    def _column(self, column: sa.Column[Any]) -> Any:
        with self._database.read() as connection:
            found = connection.execute(sa.select(column).where(runs.c.number == self._number)).one_or_none()
        if found is None:
            raise StoreError(f"run {self.id} was deleted.")
        return found[0]

    def _touch(self, connection: sa.Connection, **values: Any) -> None:
        change = runs.update().where(runs.c.number == self._number)
        connection.execute(change.values(updated_at=datetime.now(UTC), **values))

    def _add_event(self, connection: sa.Connection, kind: str, message: str) -> None:
        connection.execute(
            events.insert().values(run=self._number, time=datetime.now(UTC), kind=kind, message=message)
        )
