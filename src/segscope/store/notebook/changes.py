"""Who changed what and when: written with every change, in the same transaction, and never edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from segscope.store.database import Database, inserted_number
from segscope.store.notebook.tables import notebook_changes

ChangeKind = Literal[
    "row", "cell", "runs", "comment", "deleted", "restored", "pin", "unpinned", "view", "dropped"
]
"""``row``: a row was added. ``cell``: a text was written. ``runs``: the row tells of another run. ``pin``
and ``unpinned``: of a note at a spot of a picture. ``view`` and ``dropped``: of a kept view."""

_ORDER_LOCK = 0x5E65C07E
"""Key of the PostgreSQL advisory lock that makes changes become visible in the order of their numbers."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        number: Larger than that of every change before it.
        time: When, UTC.
        author: Who.
        kind: What kind of change.
        note: The row's number; None where it is about no single row.
        detail: What else is known, by name: field and version of a cell, number of a comment or a pin,
            name and address of a view.
    """

    number: int
    time: datetime
    author: str
    kind: ChangeKind
    note: int | None
    detail: Mapping[str, Any]


def lock_order(database: Database, connection: sa.Connection) -> None:
    """Let nobody else write changes until this transaction ends; to be called at its beginning.

    Whoever has seen change 7 would never look for a 6 that was committed after it. SQLite's writers take
    turns anyway.
    """
    if not database.is_sqlite:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ORDER_LOCK)))


def append_change(
    connection: sa.Connection,
    kind: ChangeKind,
    *,
    author: str,
    time: datetime,
    note: int | None,
    **detail: Any,
) -> int:
    """Write a change and give its number; the caller holds the order (:func:`lock_order`)."""
    values = {"time": time, "author": author, "kind": kind, "note": note, "detail": detail}
    return inserted_number(connection.execute(notebook_changes.insert().values(values)))


def read_changes(connection: sa.Connection, after: int, limit: int) -> tuple[Change, ...]:
    """Read the changes with larger numbers than ``after``, oldest first."""
    table = notebook_changes
    query = sa.select(table).where(table.c.number > after).order_by(table.c.number).limit(limit)
    return tuple(
        Change(row.number, row.time, row.author, row.kind, row.note, row.detail)
        for row in connection.execute(query)
    )


def last_change(connection: sa.Connection) -> int:
    """Give the newest change's number; 0 where there is none."""
    return int(connection.scalar(sa.select(sa.func.max(notebook_changes.c.number))) or 0)
