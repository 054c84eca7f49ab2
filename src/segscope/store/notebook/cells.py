"""Writing a cell: only on what its author had read; else both texts are joined, or nobody's is lost."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from segscope.errors import StoreError
from segscope.store.notebook.changes import append_change
from segscope.store.notebook.merge import merge_texts
from segscope.store.notebook.note import Cell, CellEdit, CellVersion, EditOutcome, Origin
from segscope.store.notebook.tables import note_cells, note_versions


def write_cell(
    connection: sa.Connection, edit: CellEdit, *, author: str, time: datetime, origin: Origin = "edit"
) -> EditOutcome:
    """Write a text, or tell that it collides with what somebody else wrote meanwhile.

    Args:
        connection: Inside a transaction that holds the order of changes.
        edit: Field and text were checked.
        author: Who writes.
        time: Now, UTC.
        origin: Why it is written.

    Raises:
        StoreError: The edit is based on a version that there never was.
    """
    now = read_cell(connection, edit.note, edit.field, time)
    if edit.text == now.text:
        return EditOutcome(edit, now)
    text = edit.text
    if edit.base != now.version:
        merged = merge_texts(_text_of(connection, edit), edit.text, now.text)
        if merged.has_conflict:
            return EditOutcome(edit, now, merged)
        text, origin = merged.text, "merge"
    if text == now.text:  # what was written is there already, beside more
        return EditOutcome(edit, now)
    return EditOutcome(edit, _append(connection, edit, now.version, text, author, time, origin))


def read_cell(connection: sa.Connection, note: int, field: str, time: datetime) -> Cell:
    """Read a cell as it is now; one that was never written is empty, and of version 0."""
    cells = note_cells.c
    query = sa.select(note_cells).where(cells.note == note, cells.field == field)
    row = connection.execute(query).one_or_none()
    return Cell(0, "", "", time) if row is None else Cell(row.version, row.text, row.author, row.time)


def read_versions(connection: sa.Connection, note: int, field: str) -> tuple[CellVersion, ...]:
    """Read every text that a cell has had, the first one first."""
    versions = note_versions.c
    query = (
        sa.select(note_versions)
        .where(versions.note == note, versions.field == field)
        .order_by(versions.version)
    )
    return tuple(
        CellVersion(row.version, row.text, row.author, row.time, row.base, row.origin, row.change)
        for row in connection.execute(query)
    )


def versions_at(connection: sa.Connection, change: int) -> dict[tuple[int, str], tuple[int, str]]:
    """Tell what the notebook said after a change: (row's number, field) → (version, text)."""
    versions = note_versions.c
    newest = (
        sa.select(versions.note, versions.field, sa.func.max(versions.version).label("version"))
        .where(versions.change <= change)
        .group_by(versions.note, versions.field)
        .subquery()
    )
    same = [getattr(versions, name) == newest.c[name] for name in ("note", "field", "version")]
    query = sa.select(versions.note, versions.field, versions.version, versions.text).join(
        newest, sa.and_(*same)
    )
    return {(row.note, row.field): (row.version, row.text) for row in connection.execute(query)}


def read_all_cells(connection: sa.Connection, numbers: Sequence[int] | None) -> dict[int, dict[str, Cell]]:
    """Read the cells of rows, or of all rows: row's number → field → cell."""
    query = sa.select(note_cells)
    if numbers is not None:
        query = query.where(note_cells.c.note.in_(numbers))
    found: dict[int, dict[str, Cell]] = {}
    for row in connection.execute(query):
        found.setdefault(row.note, {})[row.field] = Cell(row.version, row.text, row.author, row.time)
    return found


def _text_of(connection: sa.Connection, edit: CellEdit) -> str:
    if edit.base == 0:
        return ""
    versions = note_versions.c
    same = (versions.note == edit.note, versions.field == edit.field, versions.version == edit.base)
    text = connection.scalar(sa.select(versions.text).where(*same))
    if text is None:
        raise StoreError(f"{edit.field} of #{edit.note} has no version {edit.base}: read it again.")
    return str(text)


def _append(
    connection: sa.Connection,
    edit: CellEdit,
    replaced: int,
    text: str,
    author: str,
    time: datetime,
    origin: Origin,
) -> Cell:
    cell = Cell(replaced + 1, text, author, time)
    change = append_change(
        connection, "cell", author=author, time=time, note=edit.note, field=edit.field, version=cell.version
    )
    key = {"note": edit.note, "field": edit.field}
    values = {"version": cell.version, "text": text, "author": author, "time": time}
    history = {"base": edit.base, "origin": origin, "change": change}
    connection.execute(note_versions.insert().values(**key, **values, **history))
    if replaced == 0:
        connection.execute(note_cells.insert().values(**key, **values))
    else:
        same = (note_cells.c.note == edit.note, note_cells.c.field == edit.field)
        connection.execute(note_cells.update().where(*same).values(**values))
    return cell
