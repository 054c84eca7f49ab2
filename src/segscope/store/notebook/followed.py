"""All rows of the notebook, kept in memory: only those that were changed since are read again."""

import threading

import sqlalchemy as sa

from segscope.store.database import Database
from segscope.store.notebook.changes import last_change, read_changes
from segscope.store.notebook.note import Note
from segscope.store.notebook.rows import read_notes
from segscope.store.notebook.tables import note_meetings

_MOST_FOLLOWED = 500
"""Changes that are followed one by one; after more of them all rows are read."""


class FollowedNotes:
    """What :meth:`~segscope.store.notebook.notebook.Notebook.notes` gives, for those who ask again and again.

    A row that nobody changed is the same object as before. Threads may share one.

    Args:
        database: Where the notebook is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._seen = -1
        self._notes: dict[int, Note] = {}

    def read(self) -> tuple[int, tuple[Note, ...]]:
        """Give the number of the newest change, and all rows by number, also those that were taken away."""
        with self._lock, self._database.read() as connection:
            newest = last_change(connection)
            if newest != self._seen:
                self._follow(connection)
                self._seen = newest
            return newest, tuple(self._notes.values())

    def _follow(self, connection: sa.Connection) -> None:
        changes = read_changes(connection, self._seen, _MOST_FOLLOWED + 1) if self._seen >= 0 else ()
        if self._seen < 0 or len(changes) > _MOST_FOLLOWED:
            self._notes = {note.number: note for note in read_notes(connection)}
            return
        numbers = {change.note for change in changes if change.note is not None}
        meetings = sa.select(note_meetings.c.note).where(note_meetings.c.note.in_(sorted(numbers)))
        numbers -= set(connection.scalars(meetings))
        if numbers:
            read = {note.number: note for note in read_notes(connection, sorted(numbers))}
            self._notes = dict(sorted((self._notes | read).items()))
