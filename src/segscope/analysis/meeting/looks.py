"""What takes its time: comparing rows with their parents, and looking through a validation for pictures."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from segscope.analysis.evidence import Evidence
from segscope.analysis.finding import DiagnosisFinding
from segscope.analysis.findings import find_all
from segscope.analysis.meeting.best import best_row
from segscope.analysis.meeting.pictures import choose_pictures, near_duplicates
from segscope.analysis.meeting.talk import TalkPicture
from segscope.analysis.meeting.verdicts import RowVerdict, judge_rows
from segscope.analysis.notebook import Experiment
from segscope.errors import StoreError
from segscope.store.workspace import Workspace

MOST_COMPARED = 8
"""Rows that are compared with their parents: each takes some tenths of a second on a thousand pictures."""
_MOST_KEPT = 4
"""Looks that are kept, each with the counts of its validations."""


@dataclass(frozen=True)
class Look:
    """What was found.

    Attributes:
        verdicts: Of the rows that were compared, by number.
        left_out: How many were not, since there are many.
        best: Number of the best row, whose pictures are shown; None where none has a score.
        pictures: At most five worth talking about.
        findings: What the best row gets wrong systematically, the costliest first.
    """

    verdicts: tuple[RowVerdict, ...]
    left_out: int
    best: int | None
    pictures: tuple[TalkPicture, ...]
    findings: tuple[DiagnosisFinding, ...]


class Looks:
    """Looks, and keeps what it found as long as the same is asked; threads may share one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Look] = OrderedDict()

    def at(
        self, workspace: Workspace, finished: Sequence[Experiment], rows: Mapping[int, Experiment]
    ) -> Look:
        """Compare rows with their parents, and choose pictures.

        Args:
            workspace: The team's.
            finished: The rows of the time.
            rows: All rows by number, with the parents in them.

        Raises:
            StoreError: A stored label map is damaged.
        """
        key = tuple((_key(row), _key(rows.get(row.parent or 0))) for row in finished)
        with self._lock:  # many ask at once when a meeting begins: one of them looks
            if key not in self._kept:
                self._kept[key] = _look(workspace, finished, rows)
            self._kept.move_to_end(key)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def _key(row: Experiment | None) -> Hashable:
    """Give all of a row that a look depends on; a validation is never changed once it is stored."""
    if row is None:
        return None
    return row.note.number, row.title, tuple((run.id, run.best) for run in row.results)


def _look(workspace: Workspace, finished: Sequence[Experiment], rows: Mapping[int, Experiment]) -> Look:
    verdicts, left_out = judge_rows(workspace, finished, rows, MOST_COMPARED)
    found = best_row(workspace, finished)
    if found is None:
        return Look(verdicts, left_out, None, (), ())
    best, at = found
    try:
        evidence = Evidence(at.tables, at.run.class_set, near_duplicates(at))
    except StoreError:  # runs whose files are gone have a score, and nothing to look at
        return Look(verdicts, left_out, best.note.number, (), ())
    groups = at.groups()
    findings = find_all(evidence, [groups.get(image) for image in at.tables.images])
    titles = {number: row.title for number, row in rows.items()}
    pictures = choose_pictures(best, at, evidence, verdicts, titles)
    return Look(verdicts, left_out, best.note.number, pictures, findings)
