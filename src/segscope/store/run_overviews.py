"""What lists of runs show, in a few queries however many runs there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from segscope.store.database import Database
from segscope.store.run_lock import is_being_trained
from segscope.store.runs import Run, RunStatus
from segscope.store.tables import attempts, runs, validations
from segscope.store.validations import SCORED_COLUMNS, Validation, best_by_split, validation_of_row

_PAIRS_AT_ONCE = 5000
"""Databases take some ten thousand parameters in one statement."""

_Superseding = dict[int, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class RunOverview:
    """A run, how it stands, and how good it became.

    Attributes:
        run: The run.
        status: As :attr:`~segscope.store.runs.Run.shown_status` gives it.
        best: The best validation of its main split; None before the first.
    """

    run: Run
    status: RunStatus
    best: Validation | None


def read_overviews(
    database: Database, folder: Path, numbers: Sequence[int] | None = None
) -> tuple[RunOverview, ...]:
    """Read runs, oldest first.

    Args:
        database: The workspace's.
        folder: The workspace's.
        numbers: The database's numbers of these runs; None reads all.
    """
    everyone = sa.select(runs).order_by(runs.c.number)
    with database.read() as connection:
        wanted = everyone if numbers is None else everyone.where(runs.c.number.in_(numbers))
        rows = connection.execute(wanted).all()
        stored = {row.number: Run(database, folder, row._mapping) for row in rows}
        chosen = _choose_best(connection, stored, numbers)
        best = {
            row.run: validation_of_row(row._mapping, stored[row.run].folder, is_best=True)
            for row in _rows_of(connection, list(chosen.items()))
        }
    return tuple(
        RunOverview(run, shown_status(run, row.status), best.get(row.number))
        for row, run in zip(rows, stored.values(), strict=True)
    )


def shown_status(run: Run, status: RunStatus) -> RunStatus:
    """Give the status for people: a run that is ``running`` but that no process holds was stopped."""
    return "stopped" if status == "running" and not is_being_trained(run) else status


def _choose_best(
    connection: sa.Connection, stored: dict[int, Run], numbers: Sequence[int] | None
) -> dict[int, int]:
    """Give the index of each run's best validation of its main split."""
    resumes = _read_resumes(connection)
    table = validations.c
    query = sa.select(table.run, table.attempt, table.step, *SCORED_COLUMNS).order_by(table.run, table.index)
    if numbers is not None:
        query = query.where(table.run.in_(numbers))
    valid: dict[int, list[Any]] = {}
    for row in connection.execute(query):
        superseded = any(
            row.attempt < later and row.step > start for later, start in resumes.get(row.run, ())
        )
        if not superseded:
            valid.setdefault(row.run, []).append(row)
    found = {number: best_by_split(rows) for number, rows in valid.items() if number in stored}
    return {
        number: best[stored[number].main_split]
        for number, best in found.items()
        if stored[number].main_split in best
    }


def _read_resumes(connection: sa.Connection) -> _Superseding:
    """Give each run's resumes: (attempt, step that it went on from)."""
    resumes: _Superseding = {}
    for row in connection.execute(sa.select(attempts).where(attempts.c.attempt > 1)):
        resumes.setdefault(row.run, []).append((row.attempt, row.from_step))
    return resumes


def _rows_of(connection: sa.Connection, pairs: Sequence[tuple[int, int]]) -> Iterator[Any]:
    both = sa.tuple_(validations.c.run, validations.c.index)
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        yield from connection.execute(
            sa.select(validations).where(both.in_(pairs[start : start + _PAIRS_AT_ONCE]))
        )
