"""Meetings: rows of the notebook that tell of a time and not of an experiment.

Their title and what was noted live are cells like all others (``title``, ``notes``), so that several people
may write at once, with history and conflicts told. What makes them meetings is a row of a table of its own,
so that no column of a team's own sheet can turn experiments into meetings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from segscope.errors import StoreError, UsageError
from segscope.store.database import Database
from segscope.store.new_run import user_name
from segscope.store.notebook.cells import write_cell
from segscope.store.notebook.changes import lock_order
from segscope.store.notebook.note import Cell, CellEdit, Comment, check_cell_text
from segscope.store.notebook.rows import insert_row, read_notes
from segscope.store.notebook.tables import note_comments, note_meetings, notes

NOTES = "notes"
"""The field of what is noted live."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that was begun.

    Attributes:
        number: The row's number in the notebook.
        title: What people call it; may be empty.
        author: Who began it.
        since: It is about what happened after this, UTC.
        until: And up to this: when it was begun.
        notes: What was noted live; version 0 before anything was.
    """

    number: int
    title: str
    author: str
    since: datetime
    until: datetime
    notes: Cell


class Meetings:
    """The meetings of one workspace.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, *, since: datetime, title: str = "", author: str | None = None) -> Meeting:
        """Begin a meeting about what happened from a time until now.

        Args:
            since: Aware.
            title: What to call it.
            author: Who begins it; None takes ``SEGSCOPE_USER``, else the system's user.

        Raises:
            UsageError: ``since`` lies in the future.
        """
        now, who, text = datetime.now(UTC), author or user_name(), check_cell_text(title)
        if since > now:
            raise UsageError("a meeting is about what was: give a time before now.")
        with self._database.write() as connection:
            lock_order(self._database, connection)
            number = insert_row(connection, who, now)
            connection.execute(note_meetings.insert().values(note=number, since=since, until=now))
            if text:
                write_cell(connection, CellEdit(number, "title", text, 0), author=who, time=now)
            return next(_read(connection, number))

    def all(self) -> tuple[Meeting, ...]:
        """Give all meetings but those that were taken away, newest first."""
        with self._database.read() as connection:
            return tuple(_read(connection))

    def last(self) -> Meeting | None:
        """Give the newest meeting; None where there was none."""
        return next(iter(self.all()), None)

    def get(self, number: int) -> Meeting:
        """Give one meeting, also one that was taken away.

        Raises:
            StoreError: The row is no meeting, or there is none.
        """
        with self._database.read() as connection:
            found = next(_read(connection, number), None)
        if found is None:
            raise StoreError(f"#{number} is no meeting: the page lists those that were held.")
        return found


def comments_between(database: Database, since: datetime, until: datetime) -> tuple[Comment, ...]:
    """Give what was said below rows that are still there in a time, the first first.

    Args:
        database: The workspace's.
        since: Aware; what was said then is left out.
        until: Aware; what was said then is in it.
    """
    table = note_comments
    query = (
        sa.select(table)
        .join(notes, notes.c.number == table.c.note)
        .where(table.c.deleted_at.is_(None), notes.c.deleted_at.is_(None))
        .where(table.c.time > since, table.c.time <= until)
        .order_by(table.c.number)
    )
    with database.read() as connection:
        rows = connection.execute(query).all()
    return tuple(Comment(row.number, row.note, row.text, row.author, row.time) for row in rows)


def _read(connection: sa.Connection, number: int | None = None) -> Iterator[Meeting]:
    query = sa.select(note_meetings).order_by(note_meetings.c.until.desc(), note_meetings.c.note.desc())
    if number is not None:
        query = query.where(note_meetings.c.note == number)
    held = connection.execute(query).all()
    rows = {note.number: note for note in read_notes(connection, [row.note for row in held])}
    for row in held:
        note = rows[row.note]
        if note.is_deleted and number is None:
            continue
        noted = note.cells.get(NOTES, Cell(0, "", "", row.until))
        yield Meeting(row.note, note.text("title"), note.author, row.since, row.until, noted)
