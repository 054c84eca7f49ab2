"""The team's notebook: rows about experiments that many people write at once.

::

    notebook = Notebook(workspace.database)
    note = notebook.add({"title": "lower rate", "hypothesis": "Paper's edges get sharper"})
    cell = notebook.edit(note.number, "conclusion", "no", base=0)      # base: the version that was read
    notebook.history(note.number, "conclusion"); notebook.changes(after=0)

An edit names the version that its author had before the eyes. Where somebody else was faster, both texts
are joined line by line; where both changed the same lines, nothing is saved, and the author gets both.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from segscope.errors import StoreError, UsageError
from segscope.store.database import Database, inserted_number
from segscope.store.new_run import user_name
from segscope.store.notebook.cells import read_all_cells, read_cell, read_versions, versions_at, write_cell
from segscope.store.notebook.changes import (
    Change,
    ChangeKind,
    append_change,
    last_change,
    lock_order,
    read_changes,
)
from segscope.store.notebook.note import (
    Cell,
    CellEdit,
    CellVersion,
    Comment,
    EditOutcome,
    Note,
    NoteConflictError,
    Origin,
    check_cell_text,
    check_field,
)
from segscope.store.notebook.rows import (
    UnnotedRun,
    give_rows,
    insert_row,
    link_runs,
    read_notes,
    require_note,
    unnoted_runs,
)
from segscope.store.notebook.tables import note_comments, notes

MOST_CHANGES = 1000
"""Changes that are read at once, by default."""


class Notebook:
    """The notebook of one workspace.

    Args:
        database: Where it is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, texts: Mapping[str, str] | None = None, *, runs: Sequence[str] = (), author: str | None = None
    ) -> Note:
        """Add a row.

        Args:
            texts: Field → what it says.
            runs: Ids of the runs that it tells of.
            author: Who adds it; None takes ``SEGSCOPE_USER``, else the system's user.

        Raises:
            StoreError: One of the runs has a row already, or a text is none.
        """
        checked = {check_field(field): check_cell_text(text) for field, text in (texts or {}).items()}
        who, now = author or user_name(), _now()
        with self._database.write() as connection:
            lock_order(self._database, connection)
            number = insert_row(connection, who, now)
            link_runs(connection, number, runs, who, now)
            for field, text in checked.items():
                write_cell(connection, CellEdit(number, field, text, 0), author=who, time=now)
            return read_notes(connection, [number])[0]

    def add_many(self, rows: Iterable[Mapping[str, str]], *, author: str | None = None) -> tuple[int, ...]:
        """Add rows in one step, as an import does, and give their numbers."""
        checked = [
            {check_field(field): check_cell_text(text) for field, text in texts.items()} for texts in rows
        ]
        who, now = author or user_name(), _now()
        with self._database.write() as connection:
            lock_order(self._database, connection)
            numbers = []
            for texts in checked:
                number = insert_row(connection, who, now)
                numbers.append(number)
                for field, text in texts.items():
                    edit = CellEdit(number, field, text, 0)
                    write_cell(connection, edit, author=who, time=now, origin="import")
        return tuple(numbers)

    def notes(self, *, deleted: bool = False) -> tuple[Note, ...]:
        """Give all rows by number; with ``deleted`` also those that were taken away."""
        with self._database.read() as connection:
            found = read_notes(connection)
        return tuple(note for note in found if deleted or not note.is_deleted)

    def note(self, number: int) -> Note:
        """Give one row, also one that was taken away.

        Raises:
            StoreError: There is no such row.
        """
        with self._database.read() as connection:
            require_note(connection, number)
            return read_notes(connection, [number])[0]

    def edit(self, number: int, field: str, text: str, *, base: int, author: str | None = None) -> Cell:
        """Write a cell.

        Args:
            number: The row's.
            field: A field; a new name makes a new column.
            text: What it is to say.
            base: The version that the author had read; 0 for an empty cell.
            author: Who writes.

        Returns:
            The cell as it is now, which may hold another's words beside the author's.

        Raises:
            NoteConflictError: Somebody else changed the same lines; nothing was saved.
            StoreError: There is no such row or version.
        """
        (outcome,) = self.edit_many([CellEdit(number, field, text, base)], author=author)
        if not outcome.is_saved:
            raise NoteConflictError(outcome)
        return outcome.cell

    def edit_many(
        self, edits: Iterable[CellEdit], *, author: str | None = None, origin: Origin = "edit"
    ) -> tuple[EditOutcome, ...]:
        """Write many cells in one step, as when a block is pasted.

        Cells where two people collide are left as they are, and told; all others are saved.

        Raises:
            StoreError: There is no such row or version; nothing is saved then.
        """
        checked = [
            CellEdit(edit.note, check_field(edit.field), check_cell_text(edit.text), edit.base)
            for edit in edits
        ]
        who, now = author or user_name(), _now()
        with self._database.write() as connection:
            lock_order(self._database, connection)
            for number in {edit.note for edit in checked}:
                require_note(connection, number)
            return tuple(
                write_cell(connection, edit, author=who, time=now, origin=origin) for edit in checked
            )

    def history(self, number: int, field: str) -> tuple[CellVersion, ...]:
        """Give every text that a cell has had, the first one first."""
        with self._database.read() as connection:
            require_note(connection, number)
            return read_versions(connection, number, check_field(field))

    def restore(self, number: int, field: str, version: int, *, author: str | None = None) -> Cell:
        """Let a cell say again what it said before; version 0 empties it.

        Raises:
            StoreError: There is no such row or version.
        """
        name = check_field(field)
        who, now = author or user_name(), _now()
        with self._database.write() as connection:
            lock_order(self._database, connection)
            require_note(connection, number)
            texts = {entry.version: entry.text for entry in read_versions(connection, number, name)} | {0: ""}
            if version not in texts:
                raise StoreError(f"{name} of #{number} has no version {version}: it has {len(texts) - 1}.")
            edit = CellEdit(number, name, texts[version], read_cell(connection, number, name, now).version)
            return write_cell(connection, edit, author=who, time=now, origin="restore").cell

    def delete(self, number: int, *, author: str | None = None) -> None:
        """Take a row away; nothing of it is lost, and :meth:`undelete` brings it back."""
        self._mark(number, author, deleted=True)

    def undelete(self, number: int, *, author: str | None = None) -> None:
        """Bring a row back that was taken away."""
        self._mark(number, author, deleted=False)

    def link(self, number: int, runs: Sequence[str], *, author: str | None = None) -> None:
        """Let a row tell of further runs.

        Raises:
            StoreError: There is no such row, or another row tells of one of the runs.
        """
        who, now = author or user_name(), _now()
        with self._database.write() as connection:
            lock_order(self._database, connection)
            require_note(connection, number)
            link_runs(connection, number, runs, who, now)

    def unnoted_runs(self) -> tuple[str, ...]:
        """Give the ids of the runs that no row tells of, oldest first."""
        with self._database.read() as connection:
            return unnoted_runs(connection)

    def give_rows(self, runs: Sequence[UnnotedRun]) -> None:
        """Let runs join the row of their recipe, or begin one where there is none.

        Runs that have a row already stay where they are, so that several processes may do this at once.
        """
        with self._database.write() as connection:
            lock_order(self._database, connection)
            give_rows(connection, runs, _now())

    def comment(self, number: int, text: str, *, author: str | None = None) -> Comment:
        """Say something below a row.

        Raises:
            UsageError: The comment says nothing.
            StoreError: There is no such row.
        """
        said, who, now = check_cell_text(text), author or user_name(), _now()
        if not said:
            raise UsageError("the comment is empty: write something.")
        with self._database.write() as connection:
            lock_order(self._database, connection)
            require_note(connection, number)
            values = {"note": number, "text": said, "author": who, "time": now}
            comment = inserted_number(connection.execute(note_comments.insert().values(values)))
            append_change(connection, "comment", author=who, time=now, note=number, comment=comment)
        return Comment(comment, number, said, who, now)

    def comments(self, number: int) -> tuple[Comment, ...]:
        """Give what was said below a row, the first first."""
        table = note_comments
        query = sa.select(table).where(table.c.note == number, table.c.deleted_at.is_(None))
        with self._database.read() as connection:
            require_note(connection, number)
            rows = connection.execute(query.order_by(table.c.number)).all()
        return tuple(Comment(row.number, row.note, row.text, row.author, row.time) for row in rows)

    def changes(self, *, after: int = 0, limit: int = MOST_CHANGES) -> tuple[Change, ...]:
        """Give what was changed after a change, oldest first: how a page follows the others' edits."""
        with self._database.read() as connection:
            return read_changes(connection, after, limit)

    @property
    def last_change(self) -> int:
        """The newest change's number; 0 for an empty notebook."""
        with self._database.read() as connection:
            return last_change(connection)

    def texts_at(self, change: int) -> dict[tuple[int, str], tuple[int, str]]:
        """Tell what the notebook said after a change: (row's number, field) → (version, text)."""
        with self._database.read() as connection:
            return versions_at(connection, change)

    def cells(self) -> dict[int, dict[str, Cell]]:
        """Give all cells as they are now: row's number → field → cell."""
        with self._database.read() as connection:
            return read_all_cells(connection, None)

    def _mark(self, number: int, author: str | None, *, deleted: bool) -> None:
        who, now = author or user_name(), _now()
        with self._database.write() as connection:
            lock_order(self._database, connection)
            if require_note(connection, number) == deleted:
                return
            values = {"deleted_at": now if deleted else None}
            connection.execute(notes.update().where(notes.c.number == number).values(**values))
            kind: ChangeKind = "deleted" if deleted else "restored"
            append_change(connection, kind, author=who, time=now, note=number)


def _now() -> datetime:
    return datetime.now(UTC)
