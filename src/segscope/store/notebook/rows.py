"""Rows and the runs that they tell of, as the database has them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from segscope.errors import StoreError
from segscope.store.database import inserted_number
from segscope.store.notebook.cells import read_all_cells
from segscope.store.notebook.changes import append_change
from segscope.store.notebook.note import Note
from segscope.store.notebook.tables import note_comments, note_meetings, note_runs, notes
from segscope.store.tables import runs as run_table


@dataclass(frozen=True, slots=True)
class UnnotedRun:
    """A run that is to have a row.

    Attributes:
        id: The run's id.
        recipe: 64 hex digits that repeats of one experiment share.
        user: Who began it.
        created_at: When, UTC.
    """

    id: str
    recipe: str
    user: str
    created_at: datetime


def insert_row(connection: sa.Connection, author: str, time: datetime) -> int:
    """Add an empty row and give its number."""
    values = {"id": f"note-{secrets.token_hex(8)}", "author": author, "created_at": time}
    number = inserted_number(connection.execute(notes.insert().values(values)))
    append_change(connection, "row", author=author, time=time, note=number)
    return number


def link_runs(
    connection: sa.Connection,
    number: int,
    runs: Sequence[str],
    author: str,
    time: datetime,
    recipe: str | None = None,
) -> None:
    """Let a row tell of runs; those that it tells of already stay.

    Args:
        connection: Inside a transaction that holds the order of changes.
        number: The row's.
        runs: Ids of runs.
        author: Who does it.
        time: Now, UTC.
        recipe: What the runs have in common; later runs of it join the row.

    Raises:
        StoreError: Another row tells of one of them.
    """
    known = _rows_of_runs(connection, runs)
    for run_id in runs:
        if known.get(run_id, number) != number:
            raise StoreError(f"#{known[run_id]} tells of run {run_id} already: write there.")
    new = [run_id for run_id in dict.fromkeys(runs) if run_id not in known]
    if new:
        linked = [{"run_id": run_id, "note": number, "recipe": recipe} for run_id in new]
        connection.execute(note_runs.insert(), linked)
        append_change(connection, "runs", author=author, time=time, note=number, runs=new)


def give_rows(connection: sa.Connection, runs: Sequence[UnnotedRun], time: datetime) -> None:
    """Let each run that no row tells of join the row of its recipe, or begin one."""
    known = _rows_of_runs(connection, [run.id for run in runs])
    rows = _rows_of_recipes(connection, {run.recipe for run in runs})
    for run in runs:
        if run.id in known:  # another process was faster
            continue
        if run.recipe not in rows:
            rows[run.recipe] = insert_row(connection, run.user, run.created_at)
        link_runs(connection, rows[run.recipe], [run.id], run.user, time, run.recipe)


def unnoted_runs(connection: sa.Connection) -> tuple[str, ...]:
    """Give the ids of the runs that no row tells of, oldest first."""
    query = (
        sa.select(run_table.c.id)
        .where(run_table.c.id.not_in(sa.select(note_runs.c.run_id)))
        .order_by(run_table.c.number)
    )
    return tuple(connection.scalars(query))


def _rows_of_runs(connection: sa.Connection, runs: Sequence[str]) -> dict[str, int]:
    query = sa.select(note_runs).where(note_runs.c.run_id.in_(list(runs)))
    return {row.run_id: row.note for row in connection.execute(query)}


def _rows_of_recipes(connection: sa.Connection, recipes: set[str]) -> dict[str, int]:
    """Give the newest row of each recipe that is not taken away."""
    query = (
        sa.select(note_runs.c.recipe, note_runs.c.note)
        .join(notes, notes.c.number == note_runs.c.note)
        .where(note_runs.c.recipe.in_(recipes), notes.c.deleted_at.is_(None))
        .order_by(note_runs.c.note)
    )
    return {row.recipe: row.note for row in connection.execute(query)}


def require_note(connection: sa.Connection, number: int) -> bool:
    """Tell whether a row was taken away.

    Raises:
        StoreError: There never was such a row.
    """
    query = sa.select(notes.c.number, notes.c.deleted_at).where(notes.c.number == number)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise StoreError(f"the notebook has no row #{number}: `segscope notes list` shows them.")
    return row.deleted_at is not None


def read_notes(connection: sa.Connection, numbers: Sequence[int] | None = None) -> tuple[Note, ...]:
    """Read rows by number: those that are named, or all experiments; meetings are given by name alone."""
    rows = sa.select(notes).order_by(notes.c.number)
    runs = sa.select(note_runs).order_by(note_runs.c.run_id)  # ids sort by age
    comments = (
        sa.select(note_comments.c.note, sa.func.count().label("number"))
        .where(note_comments.c.deleted_at.is_(None))
        .group_by(note_comments.c.note)
    )
    if numbers is None:
        rows = rows.where(notes.c.number.not_in(sa.select(note_meetings.c.note)))
    else:
        rows = rows.where(notes.c.number.in_(numbers))
        runs = runs.where(note_runs.c.note.in_(numbers))
        comments = comments.where(note_comments.c.note.in_(numbers))
    runs_of: dict[int, list[str]] = {}
    for row in connection.execute(runs):
        runs_of.setdefault(row.note, []).append(row.run_id)
    said = {row.note: row.number for row in connection.execute(comments)}
    cells = read_all_cells(connection, numbers)
    return tuple(
        Note(
            number=row.number,
            id=row.id,
            author=row.author,
            created_at=row.created_at,
            runs=tuple(runs_of.get(row.number, ())),
            cells=cells.get(row.number, {}),
            comments=said.get(row.number, 0),
            is_deleted=row.deleted_at is not None,
        )
        for row in connection.execute(rows)
    )
