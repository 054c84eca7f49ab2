"""All runs with status and best validation, kept in memory: only what moved since is read again."""

import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from segscope.store.database import Database
from segscope.store.run_overviews import RunOverview, read_overviews, shown_status
from segscope.store.runs import RunStatus
from segscope.store.tables import runs

_MOST_READ_ONE_BY_ONE = 500
"""Databases take some ten thousand parameters in one statement, and reading all is then faster anyway."""


class _Mark(NamedTuple):
    """What tells that a run moved: every write to it and every validation stamps its row."""

    number: int
    status: RunStatus
    updated_at: datetime


class FollowedRuns:
    """What :meth:`~segscope.store.workspace.Workspace.overviews` gives, for those who ask again and again.

    A run that did not move is the same object as before. Threads may share one.

    Args:
        database: The workspace's.
        folder: The workspace's.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._folder = database, folder
        self._lock = threading.Lock()
        self._marks: dict[str, _Mark] = {}
        self._found: dict[str, RunOverview] = {}

    def overviews(self) -> tuple[RunOverview, ...]:
        """Give all runs, oldest first."""
        with self._lock:
            self._follow()
            for run_id, mark in self._marks.items():
                if mark.status == "running":  # whether a process holds it, no row tells
                    known = self._found[run_id]
                    shown = shown_status(known.run, mark.status)
                    if shown != known.status:
                        self._found[run_id] = replace(known, status=shown)
            return tuple(self._found.values())

    def _follow(self) -> None:
        columns = (runs.c.id, runs.c.number, runs.c.status, runs.c.updated_at)
        with self._database.read() as connection:
            rows = connection.execute(sa.select(*columns).order_by(runs.c.number)).all()
        marks = {row.id: _Mark(row.number, row.status, row.updated_at) for row in rows}
        moved = [mark.number for run_id, mark in marks.items() if self._marks.get(run_id) != mark]
        if not moved and len(marks) == len(self._marks):
            return
        few = moved if len(moved) <= _MOST_READ_ONE_BY_ONE else None
        read = read_overviews(self._database, self._folder, few) if moved else ()
        found = self._found | {overview.run.id: overview for overview in read}
        # a run that was begun or deleted between both reads is met the next time
        self._found = {run_id: found[run_id] for run_id in marks if run_id in found}
        self._marks = {run_id: mark for run_id, mark in marks.items() if run_id in found}
