"""The tables as they are today; ``migrations/`` holds the way there, and a test holds both together.

============= ===========================================================================
runs          one training, or one import of predictions
samples       which pictures the run was made from, in which split
attempts      where each start or resume of a run began; what it supersedes follows from it
validations   one evaluation of one checkpoint on one split, with its scores
metric_points one value of one curve at one step
events        what happened to a run, in words
============= ===========================================================================

Times are UTC. A run's ``number`` is for the database alone; people and folders use ``id``.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A time that goes in and comes out aware, in UTC; stored naive, since SQLite knows no zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Turn an aware time into naive UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn naive UTC into an aware time."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()


def _run_number() -> Column[int]:
    return Column("run", Integer, ForeignKey("runs.number", ondelete="CASCADE"), primary_key=True)


runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("user", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("parent_id", String(40)),
    Column("config", JSON, nullable=False),
    Column("class_set", JSON, nullable=False),
    Column("data_root", Text, nullable=False),
    Column("data_layout", String(32), nullable=False),
    Column("label_hash", String(64), nullable=False),
    Column("split_hash", String(64), nullable=False),
    Column("seed", Integer),
    Column("environment", JSON, nullable=False),
    sqlite_autoincrement=True,
)

samples = Table(
    "samples",
    metadata,
    _run_number(),
    Column("split", String(32), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sample_id", Text, nullable=False),
    Column("group", Text),
    Column("image_path", Text, nullable=False),
    Column("image_hash", String(64)),
    UniqueConstraint("run", "split", "sample_id"),
)

attempts = Table(
    "attempts",
    metadata,
    _run_number(),
    Column("attempt", Integer, primary_key=True),
    Column("from_step", Integer, nullable=False),
    Column("started_at", UtcTime, nullable=False),
)

validations = Table(
    "validations",
    metadata,
    _run_number(),
    Column("index", Integer, primary_key=True),
    Column("attempt", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("split", String(32), nullable=False),
    Column("rule", Text, nullable=False),
    Column("ignore", Integer, nullable=False),
    Column("split_hash", String(64), nullable=False),
    Column("num_images", Integer, nullable=False),
    Column("scores", JSON, nullable=False),
    Column("seconds", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("monitor", Text, nullable=False),
    Column("monitor_value", Float(53)),
    Column("kept", String(8), nullable=False),
    Column("kept_samples", JSON, nullable=False),
)

metric_points = Table(
    "metric_points",
    metadata,
    _run_number(),
    Column("key", Text, primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("value", Float(53)),
    Column("value_kind", String(8), nullable=False),
    sqlite_with_rowid=False,
)

events = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("run", Integer, ForeignKey("runs.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("time", UtcTime, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("message", Text, nullable=False),
    sqlite_autoincrement=True,
)
