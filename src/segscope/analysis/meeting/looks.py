"""What takes its time: comparing rows with their parents, and looking through a validation for pictures."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from segscope.analysis.compare import RunValidation
from segscope.analysis.evidence import Evidence
from segscope.analysis.finding import DiagnosisFinding
from segscope.analysis.findings import find_all
from segscope.analysis.meeting.pictures import choose_pictures, near_duplicates
from segscope.analysis.meeting.talk import TalkPicture
from segscope.analysis.meeting.verdicts import RowVerdict, judge_row, scored_validations
from segscope.analysis.notebook import Experiment
from segscope.errors import StoreError
from segscope.store.workspace import Workspace

_MOST_KEPT = 4
"""Looks that are kept, each with the counts of its validations."""


@dataclass(frozen=True)
class Look:
    """What was found.

    Attributes:
        verdicts: Of the rows that were compared.
        pictures: At most five worth talking about.
        findings: What the best row gets wrong systematically, the costliest first.
    """

    verdicts: tuple[RowVerdict, ...]
    pictures: tuple[TalkPicture, ...]
    findings: tuple[DiagnosisFinding, ...]


class Looks:
    """Looks, and keeps what it found as long as the same is asked; threads may share one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Look] = OrderedDict()

    def at(
        self,
        workspace: Workspace,
        chosen: Sequence[Experiment],
        rows: Mapping[int, Experiment],
        best: Experiment | None,
    ) -> Look:
        """Compare rows with their parents, and choose pictures.

        Args:
            workspace: The team's.
            chosen: The rows to compare.
            rows: All rows by number, with the parents in them.
            best: The row whose pictures are looked through; None for none.

        Raises:
            StoreError: A stored label map is damaged.
        """
        key = (
            tuple((_key(row), _key(parent)) for row, parent in _pairs(chosen, rows)),
            None if best is None else _key(best),
        )
        with self._lock:  # many ask at once when a meeting begins: one of them looks
            if key not in self._kept:
                self._kept[key] = _look(workspace, chosen, rows, best)
            self._kept.move_to_end(key)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def _pairs(
    chosen: Sequence[Experiment], rows: Mapping[int, Experiment]
) -> list[tuple[Experiment, Experiment]]:
    return [(row, rows[row.parent]) for row in chosen if row.parent is not None and row.parent in rows]


def _key(row: Experiment) -> Hashable:
    """Give all of a row that a look depends on; a validation is never changed once it is stored."""
    return row.note.number, row.title, tuple((run.id, run.best) for run in row.results)


def _look(
    workspace: Workspace,
    chosen: Sequence[Experiment],
    rows: Mapping[int, Experiment],
    best: Experiment | None,
) -> Look:
    verdicts = tuple(judge_row(workspace, row, parent) for row, parent in _pairs(chosen, rows))
    if best is None:
        return Look(verdicts, (), ())
    try:
        at = max(scored_validations(workspace, best), key=_score)
        evidence = Evidence(at.tables, at.run.class_set, near_duplicates(at))
    except StoreError:  # runs whose files are gone have a score, and nothing to look at
        return Look(verdicts, (), ())
    groups = at.groups()
    findings = find_all(evidence, [groups.get(image) for image in at.tables.images])
    titles = {number: row.title for number, row in rows.items()}
    return Look(verdicts, choose_pictures(best, at, evidence, verdicts, titles), findings)


def _score(at: RunValidation) -> float:
    return float(at.validation.scores.get("miou") or 0.0)
