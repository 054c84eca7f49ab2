"""The notebook's rows for a server: kept in memory, and only what changed is read and worked out again."""

import threading

from segscope.analysis.notebook.experiment import Experiment
from segscope.analysis.notebook.gathering import Gathering, give_rows_to
from segscope.store.followed_runs import FollowedRuns
from segscope.store.notebook import FollowedNotes, Note
from segscope.store.run_overviews import RunOverview
from segscope.store.workspace import Workspace


class FollowedExperiments:
    """What :func:`~segscope.analysis.notebook.gathering.gather_experiments` gives, asked again and again.

    A row of which nothing changed is the same object as before, and so is the tuple of all rows.
    Threads may share one.

    Args:
        workspace: The team's.
        runs: Its runs, followed; others may follow them by the same object.
    """

    def __init__(self, workspace: Workspace, runs: FollowedRuns) -> None:
        self._workspace, self._runs = workspace, runs
        self._notes = FollowedNotes(workspace.database)
        self._gathering = Gathering()
        self._lock = threading.Lock()
        self._seen: tuple[tuple[Note, ...], tuple[RunOverview, ...]] = ((), ())
        self._rows: dict[bool, tuple[Experiment, ...]] = {True: (), False: ()}

    def read(self, *, deleted: bool = False) -> tuple[int, tuple[Experiment, ...]]:
        """Give the number of the newest change that they show, and all rows by number.

        Args:
            deleted: Also rows that were taken away.
        """
        with self._lock:
            overviews = self._runs.overviews()
            newest, notes = self._notes.read()
            noted = {run_id for note in notes for run_id in note.runs}
            unnoted = [overview.run for overview in overviews if overview.run.id not in noted]
            if unnoted:
                give_rows_to(self._workspace, unnoted)
                newest, notes = self._notes.read()
            if not self._shows(notes, overviews):
                everything = self._rows[True] = _kept(
                    self._rows[True], self._gathering.join(notes, overviews)
                )
                there = [note for note in notes if not note.is_deleted]
                if len(there) == len(notes):
                    self._rows[False] = everything
                else:
                    self._rows[False] = _kept(self._rows[False], self._gathering.join(there, overviews))
                self._seen = notes, overviews
            return newest, self._rows[deleted]

    def _shows(self, *found: tuple[object, ...]) -> bool:
        return all(
            len(now) == len(before) and all(map(lambda one, other: one is other, now, before))
            for now, before in zip(found, self._seen, strict=True)
        )


def _kept(before: tuple[Experiment, ...], now: tuple[Experiment, ...]) -> tuple[Experiment, ...]:
    """Give the rows as they are now, by the objects that were there before where these say the same."""
    known = {row.note.number: row for row in before}
    rows = tuple(old if (old := known.get(row.note.number)) == row else row for row in now)
    return before if rows == before else rows
