"""Notes at spots of pictures, and views of the page that people keep."""

import sqlalchemy as sa

NAME = "0003-pins-and-views"


def apply(connection: sa.Connection) -> None:
    """Make the tables of pins and kept views."""
    metadata = sa.MetaData()
    sa.Table(
        "pins",
        metadata,
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("run_id", sa.String(40), nullable=False),
        sa.Column("split", sa.String(32), nullable=False),
        sa.Column("sample_id", sa.Text, nullable=False),
        sa.Column("image_path", sa.Text, nullable=False),
        sa.Column("image_hash", sa.String(64)),
        sa.Column("label_hash", sa.String(64), nullable=False),
        sa.Column("x", sa.Float(53), nullable=False),
        sa.Column("y", sa.Float(53), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("deleted_at", sa.DateTime),
        sa.Column("deleted_by", sa.Text),
        sqlite_autoincrement=True,
    )
    sa.Table(
        "kept_views",
        metadata,
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
    )
    metadata.create_all(connection, checkfirst=False)
