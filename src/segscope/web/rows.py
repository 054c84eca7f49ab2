"""The notebook's rows as they go over the wire, kept ready: most looks find that nothing changed."""

import gzip
import threading
from dataclasses import dataclass

from pydantic import TypeAdapter

from segscope.analysis.notebook import Experiment, FollowedExperiments
from segscope.analysis.notebook.exchange import make_sheet
from segscope.files.sheets import Sheet
from segscope.store.followed_runs import FollowedRuns
from segscope.store.notebook import FIELDS
from segscope.store.workspace import Workspace
from segscope.web.refusal import Refusal
from segscope.web.schemas.notebook import Cell, ClassScore, Row, RowRun

_GZIP_LEVEL = 2
"""Rows shrink to a twelfth; higher levels take several times as long for little."""

_TEXT = TypeAdapter(str)


@dataclass(frozen=True, slots=True)
class WrittenView:
    """A :class:`~segscope.web.schemas.notebook.NotebookView` as JSON, and the same compressed."""

    plain: bytes
    compressed: bytes


class Rows:
    """The rows of one workspace. Threads may share one.

    Args:
        workspace: The team's.
        runs: Its runs, followed.
    """

    def __init__(self, workspace: Workspace, runs: FollowedRuns) -> None:
        self._experiments = FollowedExperiments(workspace, runs)
        self._lock = threading.Lock()
        self._written: dict[int, tuple[Experiment, bytes]] = {}
        self._views: dict[bool, tuple[int, tuple[Experiment, ...], WrittenView]] = {}

    def experiments(self, *, deleted: bool = False) -> tuple[Experiment, ...]:
        """Give all rows by number; with ``deleted`` also those that were taken away."""
        return self._experiments.read(deleted=deleted)[1]

    def experiment(self, number: int) -> Experiment:
        """Give one row, also one that was taken away.

        Raises:
            Refusal: There is none.
        """
        rows = self.experiments(deleted=True)
        found = next((row for row in rows if row.note.number == number), None)
        if found is None:
            raise Refusal(404, "not_found", f"the notebook has no row #{number}.")
        return found

    def sheet(self) -> Sheet:
        """Give all rows as a sheet that comes back by id."""
        newest, rows = self._experiments.read()
        return make_sheet(rows, newest)

    def view(self, *, deleted: bool = False) -> WrittenView:
        """Give all rows, and what the page offers as choices."""
        with self._lock:  # many ask at once after a change: one of them writes
            newest, rows = self._experiments.read(deleted=deleted)
            known = self._views.get(deleted)
            if known is None or known[0] != newest or known[1] is not rows:
                known = self._views[deleted] = newest, rows, self._write(newest, rows)
            return known[2]

    def _write(self, newest: int, rows: tuple[Experiment, ...]) -> WrittenView:
        own = sorted({field for row in rows for field in row.note.cells} - set(FIELDS))
        written = b",".join(self._row(row) for row in rows)
        fields = b",".join(_TEXT.dump_json(field) for field in own)
        plain = b'{"rows":[%b],"own_fields":[%b],"last_change":%d}' % (written, fields, newest)
        return WrittenView(plain, gzip.compress(plain, _GZIP_LEVEL, mtime=0))

    def _row(self, row: Experiment) -> bytes:
        known = self._written.get(row.note.number)
        if known is None or known[0] is not row:
            known = self._written[row.note.number] = row, row_of(row).model_dump_json().encode()
        return known[1]


def row_of(experiment: Experiment) -> Row:
    """Give a row as it goes over the wire."""
    note, weakest = experiment.note, experiment.weakest
    return Row(
        number=note.number,
        id=note.id,
        title=experiment.title,
        who=experiment.who,
        when=note.created_at,
        status=experiment.status,
        parent=experiment.parent,
        changed=list(experiment.changed),
        runs=[RowRun.model_validate(result) for result in experiment.results],
        miou=experiment.miou,
        miou_sd=experiment.miou_sd,
        n=len(experiment.scores),
        difference=experiment.difference,
        weakest=None if weakest is None else ClassScore(name=weakest[0], iou=weakest[1]),
        comments=note.comments,
        cells={field: Cell.model_validate(cell) for field, cell in sorted(note.cells.items())},
        deleted=note.is_deleted,
    )
