"""The team's meetings: rows of the notebook that are no experiments."""

import sqlalchemy as sa

NAME = "0004-meetings"


def apply(connection: sa.Connection) -> None:
    """Make the table that tells meetings from experiments."""
    metadata = sa.MetaData()
    sa.Table("notes", metadata, sa.Column("number", sa.Integer, primary_key=True))
    meetings = sa.Table(
        "note_meetings",
        metadata,
        sa.Column("note", sa.Integer, sa.ForeignKey("notes.number"), primary_key=True, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
    )
    meetings.create(connection)
