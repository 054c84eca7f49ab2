"""What moved in a workspace since somebody looked last: a few short queries, asked several times a second."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from segscope.store.database import Database
from segscope.store.notebook.changes import last_change
from segscope.store.run_lock import is_being_trained
from segscope.store.runs import RunStatus
from segscope.store.tables import metric_points, runs, validations

STEP_CURVE = "train/loss"
"""Every step of a training has a value of this curve, which so tells how far it is."""


@dataclass(frozen=True, slots=True)
class RunPulse:
    """How a run stands.

    Attributes:
        id: The run's.
        status: As people are told; None for a run that was deleted.
        validations: How many it has.
        step: The last one that is known of; 0 before the first.
    """

    id: str
    status: RunStatus | None
    validations: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Pulse:
    """What moved between two looks.

    Attributes:
        last_change: Number of the notebook's newest change; None where it is the same as before.
        runs: Runs that began, moved, ended, or were deleted.
    """

    last_change: int | None
    runs: tuple[RunPulse, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    change: int
    size: tuple[int, int]
    ids: Mapping[str, int]
    moving: Mapping[str, RunPulse]


@dataclass(slots=True)
class _Held:
    """What a lock must know of a run."""

    id: str
    folder: Path


class Heart:
    """Tells what moved since it was asked last. One thread at a time may ask.

    Args:
        database: The workspace's.
        folder: The workspace's.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._folder = database, folder
        self._seen: _Seen | None = None

    def beat(self) -> Pulse:
        """Look, and tell what moved; the first look tells the newest change of the notebook, and no run."""
        before = self._seen
        with self._database.read() as connection:
            now = self._seen = self._look(connection, before)
            if before is None:
                return Pulse(now.change, ())
            begun = [run_id for run_id in now.ids if run_id not in before.ids]
            ended = [run_id for run_id in before.moving if run_id in now.ids and run_id not in now.moving]
            told = [pulse for run_id, pulse in now.moving.items() if before.moving.get(run_id) != pulse]
            still = [now.ids[run_id] for run_id in (*begun, *ended) if run_id not in now.moving]
            told += self._pulses(connection, runs.c.number.in_(still)).values() if still else ()
        told += [RunPulse(run_id, None) for run_id in before.ids if run_id not in now.ids]
        return Pulse(now.change if now.change != before.change else None, tuple(told))

    def _look(self, connection: sa.Connection, before: _Seen | None) -> _Seen:
        size = connection.execute(sa.select(sa.func.count(), sa.func.max(runs.c.number))).one()
        if before is not None and before.size == tuple(size):
            ids = before.ids
        else:
            every = sa.select(runs.c.id, runs.c.number)
            ids = {row.id: row.number for row in connection.execute(every)}
        moving = self._pulses(connection, runs.c.status == "running")
        return _Seen(last_change(connection), (size[0], size[1]), ids, moving)

    def _pulses(self, connection: sa.Connection, which: sa.ColumnElement[bool]) -> dict[str, RunPulse]:
        """Read how some runs stand."""
        counted = (
            sa.select(
                runs.c.number,
                runs.c.id,
                runs.c.status,
                sa.func.count(validations.c.index).label("validations"),
                sa.func.max(validations.c.step).label("step"),
            )
            .outerjoin(validations, validations.c.run == runs.c.number)
            .where(which)
            .group_by(runs.c.number, runs.c.id, runs.c.status)
        )
        found = {}
        for row in connection.execute(counted).all():
            step = max(row.step or 0, _step(connection, row.number))
            held = _Held(row.id, self._folder / "runs" / row.id)
            lost = row.status == "running" and not is_being_trained(held)
            found[row.id] = RunPulse(row.id, "stopped" if lost else row.status, row.validations, step)
        return found


def _step(connection: sa.Connection, run: int) -> int:
    points = metric_points.c
    newest = (
        sa.select(points.step)
        .where(points.run == run, points.key == STEP_CURVE)
        .order_by(points.attempt.desc(), points.step.desc())
        .limit(1)
    )
    return int(connection.scalar(newest) or 0)
