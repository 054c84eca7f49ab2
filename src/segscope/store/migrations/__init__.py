"""The way from an empty database to today's tables: named steps, each recorded where it was applied.

A step is one file with ``NAME`` and ``apply(connection)``. It is never edited after a release, and it
uses nothing from :mod:`segscope.store.tables`, which moves on while the step stays.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

import sqlalchemy as sa

from segscope.errors import StoreError
from segscope.store.migrations import m0001_runs, m0002_notebook, m0003_pins_and_views, m0004_meetings


class Migration(Protocol):
    """One step."""

    NAME: str

    def apply(self, connection: sa.Connection) -> None:
        """Change the tables; runs inside one transaction with the step's own record."""


STEPS: tuple[Migration, ...] = (m0001_runs, m0002_notebook, m0003_pins_and_views, m0004_meetings)

_applied = sa.Table(
    "migrations",
    sa.MetaData(),
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("applied_at", sa.DateTime, nullable=False),
)


def applied_steps(connection: sa.Connection) -> tuple[str, ...]:
    """Name the steps that this database has behind it; empty for a new one."""
    if not sa.inspect(connection).has_table(_applied.name):
        return ()
    return tuple(connection.scalars(sa.select(_applied.c.name).order_by(_applied.c.name)))


def migrate(connection: sa.Connection, steps: Sequence[Migration] = STEPS) -> tuple[str, ...]:
    """Apply the steps that are missing, in order; the caller holds the exclusive lock.

    Returns:
        The names of the steps applied now.

    Raises:
        StoreError: The database has a step that this version does not know.
    """
    done = applied_steps(connection)
    refuse_newer(done, steps)
    if not done:
        _applied.create(connection, checkfirst=True)
    missing = [step for step in steps if step.NAME not in done]
    for step in missing:
        step.apply(connection)
        connection.execute(
            _applied.insert().values(name=step.NAME, applied_at=datetime.now(UTC).replace(tzinfo=None))
        )
    return tuple(step.NAME for step in missing)


def is_current(connection: sa.Connection, steps: Sequence[Migration] = STEPS) -> bool:
    """Tell whether nothing is to be done.

    Raises:
        StoreError: The database has a step that this version does not know.
    """
    done = applied_steps(connection)
    refuse_newer(done, steps)
    return {step.NAME for step in steps} == set(done)


def refuse_newer(done: Sequence[str], steps: Sequence[Migration] = STEPS) -> None:
    """Raise StoreError where the database was written by a newer segscope."""
    unknown = sorted(set(done) - {step.NAME for step in steps})
    if unknown:
        raise StoreError(
            f"this workspace was written by a newer segscope (it has step {unknown[-1]}, which this version "
            "does not know): update segscope with `pip install -U segscope`."
        )
