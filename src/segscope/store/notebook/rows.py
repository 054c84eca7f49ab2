"""Rows and the runs that they tell of, as the database has them."""

import secrets
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from segscope.errors import StoreError
from segscope.store.database import inserted_number
from segscope.store.notebook.cells import read_all_cells
from segscope.store.notebook.changes import append_change
from segscope.store.notebook.note import Note
from segscope.store.notebook.tables import note_comments, note_runs, notes


def insert_row(connection: sa.Connection, author: str, time: datetime) -> int:
    """Add an empty row and give its number."""
    values = {"id": f"note-{secrets.token_hex(8)}", "author": author, "created_at": time}
    number = inserted_number(connection.execute(notes.insert().values(values)))
    append_change(connection, "row", author=author, time=time, note=number)
    return number


def link_runs(
    connection: sa.Connection, number: int, runs: Sequence[str], author: str, time: datetime
) -> None:
    """Let a row tell of runs; those that it tells of already stay.

    Raises:
        StoreError: Another row tells of one of them.
    """
    query = sa.select(note_runs).where(note_runs.c.run_id.in_(list(runs)))
    known = {row.run_id: row.note for row in connection.execute(query)}
    for run_id in dict.fromkeys(runs):
        if known.get(run_id, number) != number:
            raise StoreError(f"#{known[run_id]} tells of run {run_id} already: write there.")
    new = [run_id for run_id in dict.fromkeys(runs) if run_id not in known]
    if new:
        connection.execute(note_runs.insert(), [{"run_id": run_id, "note": number} for run_id in new])
        append_change(connection, "runs", author=author, time=time, note=number, runs=new)


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
    """Read rows, or all of them, by number."""
    rows = sa.select(notes).order_by(notes.c.number)
    runs = sa.select(note_runs).order_by(note_runs.c.run_id)  # ids sort by age
    comments = (
        sa.select(note_comments.c.note, sa.func.count().label("number"))
        .where(note_comments.c.deleted_at.is_(None))
        .group_by(note_comments.c.note)
    )
    if numbers is not None:
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
