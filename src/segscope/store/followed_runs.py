"""All runs with status and best validation, kept in memory: only what moved since is read again."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from segscope.store.database import Database
from segscope.store.run_overviews import RunOverview, read_overviews, shown_status
from segscope.store.tables import runs

_MOST_READ_ONE_BY_ONE = 500
"""Databases take some ten thousand parameters in one statement, and reading all is then faster anyway."""


_MARKS = sa.select(
    runs.c.id, runs.c.number, runs.c.status, sa.type_coerce(runs.c.updated_at, sa.String)
).order_by(runs.c.number)
"""What tells that a run moved: every write to a run and every validation stamps its row. The stamp is only
compared, so it is taken as the database has it."""


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
        self._marks: Sequence[Any] = []
        self._found: dict[str, RunOverview] = {}

    def overviews(self) -> tuple[RunOverview, ...]:
        """Give all runs, oldest first."""
        with self._lock:
            self._follow()
            for run_id, _, status, _ in self._marks:
                if status == "running":  # whether a process holds it, no row tells
                    known = self._found[run_id]
                    shown = shown_status(known.run, status)
                    if shown != known.status:
                        self._found[run_id] = replace(known, status=shown)
            return tuple(self._found.values())

    def _follow(self) -> None:
        with self._database.read() as connection:
            marks = connection.execute(_MARKS).all()
        if marks == self._marks:
            return
        before = set(self._marks)
        moved = [mark[1] for mark in marks if mark not in before]
        few = moved if len(moved) <= _MOST_READ_ONE_BY_ONE else None
        read = read_overviews(self._database, self._folder, few) if moved else ()
        found = self._found | {overview.run.id: overview for overview in read}
        # a run that was begun or deleted between both reads is met the next time
        self._marks = [mark for mark in marks if mark[0] in found]
        self._found = {mark[0]: found[mark[0]] for mark in self._marks}
