"""Runs with their samples, attempts, validations, curves and events."""

import sqlalchemy as sa

NAME = "0001-runs"


def apply(connection: sa.Connection) -> None:
    """Make the tables of the first version in an empty database."""
    metadata = sa.MetaData()
    _runs(metadata)
    _validations(metadata)
    _curves_and_events(metadata)
    metadata.create_all(connection, checkfirst=False)


def _run() -> sa.Column[int]:
    return sa.Column("run", sa.Integer, sa.ForeignKey("runs.number", ondelete="CASCADE"), primary_key=True)


def _runs(metadata: sa.MetaData) -> None:
    sa.Table(
        "runs",
        metadata,
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(40), nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.Column("parent_id", sa.String(40)),
        sa.Column("config", sa.JSON, nullable=False),
        sa.Column("class_set", sa.JSON, nullable=False),
        sa.Column("data_root", sa.Text, nullable=False),
        sa.Column("data_layout", sa.String(32), nullable=False),
        sa.Column("label_hash", sa.String(64), nullable=False),
        sa.Column("split_hash", sa.String(64), nullable=False),
        sa.Column("seed", sa.Integer),
        sa.Column("environment", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    sa.Table(
        "samples",
        metadata,
        _run(),
        sa.Column("split", sa.String(32), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("sample_id", sa.Text, nullable=False),
        sa.Column("group", sa.Text),
        sa.Column("image_path", sa.Text, nullable=False),
        sa.Column("image_hash", sa.String(64)),
        sa.UniqueConstraint("run", "split", "sample_id"),
    )
    sa.Table(
        "attempts",
        metadata,
        _run(),
        sa.Column("attempt", sa.Integer, primary_key=True),
        sa.Column("from_step", sa.Integer, nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
    )


def _validations(metadata: sa.MetaData) -> None:
    sa.Table(
        "validations",
        metadata,
        _run(),
        sa.Column("index", sa.Integer, primary_key=True),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("split", sa.String(32), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("ignore", sa.Integer, nullable=False),
        sa.Column("split_hash", sa.String(64), nullable=False),
        sa.Column("num_images", sa.Integer, nullable=False),
        sa.Column("scores", sa.JSON, nullable=False),
        sa.Column("seconds", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("monitor", sa.Text, nullable=False),
        sa.Column("monitor_value", sa.Float(53)),
        sa.Column("kept", sa.String(8), nullable=False),
        sa.Column("kept_samples", sa.JSON, nullable=False),
    )


def _curves_and_events(metadata: sa.MetaData) -> None:
    sa.Table(
        "metric_points",
        metadata,
        _run(),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("attempt", sa.Integer, primary_key=True),
        sa.Column("step", sa.Integer, primary_key=True),
        sa.Column("value", sa.Float(53)),
        sa.Column("value_kind", sa.String(8), nullable=False),
        sqlite_with_rowid=False,
    )
    sa.Table(
        "events",
        metadata,
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "run", sa.Integer, sa.ForeignKey("runs.number", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
