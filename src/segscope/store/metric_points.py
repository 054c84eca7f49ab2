"""Curves: one value for each (run, attempt, step, key); a resumed run shows one value a step."""

import math
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from segscope.store.database import Database
from segscope.store.tables import attempts, metric_points

_FINITE = "finite"


def write_points(
    database: Database,
    connection: sa.Connection,
    run: int,
    attempt: int,
    points: Mapping[int, Mapping[str, float]],
) -> None:
    """Write {step: {key: value}}; a second value for the same key and step replaces the first."""
    rows = [
        {"run": run, "key": key, "attempt": attempt, "step": step, **_encode(float(value))}
        for step, values in points.items()
        for key, value in values.items()
    ]
    if not rows:
        return
    insert = database.upsert(metric_points)
    update = {"value": insert.excluded.value, "value_kind": insert.excluded.value_kind}
    key = [column.name for column in metric_points.primary_key]
    connection.execute(insert.on_conflict_do_update(index_elements=key, set_=update), rows)


def read_curve(connection: sa.Connection, run: int, key: str) -> tuple[tuple[int, float], ...]:
    """Give (step, value) of one curve by step, without what a later attempt superseded."""
    query = (
        sa.select(metric_points.c.step, metric_points.c.value, metric_points.c.value_kind)
        .where(metric_points.c.run == run, metric_points.c.key == key)
        .where(not_superseded(connection, run, metric_points))
        .order_by(metric_points.c.attempt, metric_points.c.step)
    )
    newest = {step: _decode(value, kind) for step, value, kind in connection.execute(query)}
    return tuple(sorted(newest.items()))


def read_keys(connection: sa.Connection, run: int) -> tuple[str, ...]:
    """Name the run's curves."""
    query = sa.select(metric_points.c.key).distinct().where(metric_points.c.run == run)
    return tuple(connection.scalars(query.order_by(metric_points.c.key)))


def not_superseded(connection: sa.Connection, run: int, table: sa.Table) -> sa.ColumnElement[bool]:
    """Give the condition that a row of ``table`` still counts after the run's resumes.

    A resume from step s supersedes what earlier attempts wrote at later steps.
    """
    query = sa.select(attempts.c.attempt, attempts.c.from_step).where(attempts.c.run == run)
    starts = [(row.attempt, row.from_step) for row in connection.execute(query)]
    return sa.and_(
        sa.true(),
        *(
            sa.or_(table.c.attempt >= later, table.c.step <= from_step)
            for later, from_step in starts
            if later > 1
        ),
    )


def current_attempt(connection: sa.Connection, run: int) -> int:
    """Give the number of the run's newest attempt, 1 for the first."""
    return int(
        connection.scalars(sa.select(sa.func.max(attempts.c.attempt)).where(attempts.c.run == run)).one()
    )


def _encode(value: float) -> dict[str, Any]:
    # the databases disagree on NaN (SQLite makes it NULL), so the kind is a column of its own
    if math.isfinite(value):
        return {"value": value, "value_kind": _FINITE}
    return {"value": None, "value_kind": str(value)}


def _decode(value: float | None, kind: str) -> float:
    return float(kind) if value is None else value
