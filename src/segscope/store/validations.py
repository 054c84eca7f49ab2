"""One evaluation of one checkpoint on one split: its record, and the folder that is filled before it.

A validation is visible only once its row is committed, and the row is committed only once its files are
complete. A process that dies in between leaves a folder without a row, which the next validation clears
(:mod:`segscope.store.validation_folders`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa

from segscope.store.database import Database
from segscope.store.metric_points import not_superseded
from segscope.store.prediction_files import confidence_path, label_map_path
from segscope.store.tables import validations
from segscope.store.validation_folders import validation_folder

Kept = Literal["all", "some"]

SCORED_COLUMNS = (
    validations.c.index.label("number"), validations.c.split, validations.c.monitor_value,
    validations.c.rule, validations.c.ignore, validations.c.split_hash, validations.c.monitor,
)  # fmt: skip
"""What the best validation is chosen by; the last four tell which scores can be compared."""


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
        is_best: True for the best of its split among those not superseded that have the samples, the rule
            and the monitor of the split's newest; the first, where several are.
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


def stored_indices(database: Database, run: int) -> list[int]:
    """Give the numbers of a run's stored validations."""
    with database.read() as connection:
        query = sa.select(validations.c.index).where(validations.c.run == run)
        return list(connection.scalars(query))


def read_validations(
    connection: sa.Connection, run: int, run_folder: Path, *, superseded: bool = False
) -> tuple[Validation, ...]:
    """Give a run's validations in order; with ``superseded``, those that a resume replaced too."""
    query = sa.select(validations).where(validations.c.run == run).order_by(validations.c.index)
    if not superseded:
        query = query.where(not_superseded(connection, run, validations))
    rows = [row._mapping for row in connection.execute(query)]
    scored = (
        sa.select(*SCORED_COLUMNS)
        .where(validations.c.run == run, not_superseded(connection, run, validations))
        .order_by(validations.c.index)
    )
    best = set(best_by_split(connection.execute(scored).all()).values())
    return tuple(validation_of_row(row, run_folder, row["index"] in best) for row in rows)


def best_by_split(rows: Sequence[Any]) -> dict[str, int]:
    """Give the index of each split's best validation: the first of the highest monitored score.

    Only scores that can be compared compete: those of the samples, the rule and the monitor that the
    split's newest validation has.

    Args:
        rows: Of one run, :data:`SCORED_COLUMNS` of what no resume superseded, by index.
    """
    newest = {row.split: row[-4:] for row in rows}
    best: dict[str, tuple[float, int]] = {}
    for row in rows:
        comparable = row.monitor_value is not None and row[-4:] == newest[row.split]
        if comparable and (row.split not in best or row.monitor_value > best[row.split][0]):
            best[row.split] = (row.monitor_value, row.number)
    return {split: index for split, (_, index) in best.items()}


def prune_validation(database: Database, run: int, validation: Validation) -> int:
    """Remove all predictions but those of ``kept_samples``, and the pictures of single classes.

    Files go first and the row is marked after: a process that dies in between leaves a row that is
    pruned again, never files that nobody knows of. Another process may prune the same files meanwhile.

    Returns:
        The bytes freed.
    """
    stay = {
        path(validation.predictions_folder, sample).name
        for sample in validation.kept_samples
        for path in (label_map_path, confidence_path)
    }
    # pictures are looked for even in what was pruned before: they are drawn after a validation is stored
    freed = sum(_remove_file(file) for file in validation.panels_folder.glob("class-*.png"))
    if validation.kept == "some":
        return freed
    predictions = validation.predictions_folder.glob("*.png")
    freed += sum(_remove_file(file) for file in predictions if file.name not in stay)
    with database.write() as connection:
        connection.execute(
            validations.update()
            .where(validations.c.run == run, validations.c.index == validation.index)
            .values(kept="some")
        )
    return freed


def _remove_file(file: Path) -> int:
    try:
        size = file.stat().st_size
        file.unlink()
    except FileNotFoundError:  # another process was quicker
        return 0
    return size


def validation_of_row(row: Mapping[Any, Any], run_folder: Path, is_best: bool) -> Validation:
    """Give a row of the table as a record."""
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
        is_best=is_best,
        kept=row["kept"],
        kept_samples=tuple(row["kept_samples"]),
        folder=validation_folder(run_folder, row["index"]),
    )
