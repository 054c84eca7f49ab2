"""The team's notebook: rows, the runs they tell of, cells with all their versions, comments, changes."""

import sqlalchemy as sa

NAME = "0002-notebook"


def apply(connection: sa.Connection) -> None:
    """Make the notebook's tables."""
    metadata = sa.MetaData()
    sa.Table(
        "notes",
        metadata,
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(40), nullable=False, unique=True),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("deleted_at", sa.DateTime),
        sqlite_autoincrement=True,
    )
    sa.Table(
        "note_runs",
        metadata,
        sa.Column("run_id", sa.String(40), primary_key=True),
        _note(key=False),
        sa.Column("recipe", sa.String(64), index=True),
    )
    _cells(metadata)
    sa.Table(
        "note_comments",
        metadata,
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        _note(key=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("deleted_at", sa.DateTime),
        sqlite_autoincrement=True,
    )
    sa.Table(
        "notebook_changes",
        metadata,
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("note", sa.Integer),
        sa.Column("detail", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    metadata.create_all(connection, checkfirst=False)


def _cells(metadata: sa.MetaData) -> None:
    sa.Table(
        "note_cells",
        metadata,
        _note(key=True),
        sa.Column("field", sa.String(64), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
    )
    sa.Table(
        "note_versions",
        metadata,
        _note(key=True),
        sa.Column("field", sa.String(64), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("base", sa.Integer, nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("change", sa.Integer, nullable=False),
    )


def _note(*, key: bool) -> sa.Column[int]:
    target = sa.ForeignKey("notes.number")
    return sa.Column("note", sa.Integer, target, primary_key=key, nullable=False, index=not key)
