"""The tables of the team's notebook; like those of runs, they are reached by migrations.

================= =======================================================================
notes             the rows of the sheet
note_runs         which runs a row tells of; a run has one row
note_cells        the text that each cell has now, with its version
note_versions     every text that a cell ever had
note_comments     what people say below a row
note_meetings     which rows are meetings and no experiments, and the time that each is about
pins              what people say at a spot of a picture
kept_views        addresses of the page that people keep under a name
notebook_changes  who changed what and when, one after another: what pages follow
================= =======================================================================

Rows, comments and pins that people take away are marked, and can come back. A view that is replaced or
dropped stays in the changes, which tell its address.
A run's id stays when the run is deleted, since what was learned from it stays true.
"""

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, String, Table, Text

from segscope.store.tables import UtcTime, metadata

FIELD_LENGTH = 64
"""Characters of a field's name, at most."""
VIEW_LENGTH = 80
"""Characters of a kept view's name, at most."""


def _note(*, key: bool) -> Column[int]:
    """Make the column that names a row: as a part of the table's key, or with an index."""
    return Column("note", Integer, ForeignKey("notes.number"), primary_key=key, nullable=False, index=not key)


notes = Table(
    "notes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("author", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("deleted_at", UtcTime),
    sqlite_autoincrement=True,
)

note_runs = Table(
    "note_runs",
    metadata,
    Column("run_id", String(40), primary_key=True),
    _note(key=False),
    Column("recipe", String(64), index=True),
)

note_cells = Table(
    "note_cells",
    metadata,
    _note(key=True),
    Column("field", String(FIELD_LENGTH), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("time", UtcTime, nullable=False),
)

note_versions = Table(
    "note_versions",
    metadata,
    _note(key=True),
    Column("field", String(FIELD_LENGTH), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("base", Integer, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("time", UtcTime, nullable=False),
    Column("change", Integer, nullable=False),
)

note_comments = Table(
    "note_comments",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _note(key=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("time", UtcTime, nullable=False),
    Column("deleted_at", UtcTime),
    sqlite_autoincrement=True,
)

note_meetings = Table(
    "note_meetings",
    metadata,
    _note(key=True),
    Column("since", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False),
)

pins = Table(
    "pins",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("run_id", String(40), nullable=False),
    Column("split", String(32), nullable=False),
    Column("sample_id", Text, nullable=False),
    Column("image_path", Text, nullable=False),
    Column("image_hash", String(64)),
    Column("label_hash", String(64), nullable=False),
    Column("x", Float(53), nullable=False),
    Column("y", Float(53), nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("time", UtcTime, nullable=False),
    Column("deleted_at", UtcTime),
    Column("deleted_by", Text),
    sqlite_autoincrement=True,
)

kept_views = Table(
    "kept_views",
    metadata,
    Column("name", String(VIEW_LENGTH), primary_key=True),
    Column("address", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("time", UtcTime, nullable=False),
)

notebook_changes = Table(
    "notebook_changes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("time", UtcTime, nullable=False),
    Column("author", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("note", Integer),
    Column("detail", JSON, nullable=False),
    sqlite_autoincrement=True,
)
