"""What is not decided: rows without a conclusion, plans without a run, findings that nobody tries."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from segscope.analysis.finding import DiagnosisFinding
from segscope.analysis.meeting.verdicts import RowVerdict
from segscope.analysis.notebook import Experiment

QuestionKind = Literal["no-conclusion", "trade-off", "not-comparable", "no-experiment", "no-run"]
"""Why something is open:

============== ====================================================================
no-conclusion  a row has a hypothesis and results, and says no conclusion
trade-off      mIoU and a class were proven to move against each other
not-comparable a row cannot be compared with its parent
no-experiment  the best row's diagnosis finds an error that no open row names
no-run         a plan has no run yet
============== ====================================================================
"""

MOST_OF_A_KIND = 5
MOST_FINDINGS = 3
_CLOSED_ENGLISH = {"done", "dropped", "closed", "cancelled", "canceled", "rejected", "abandoned"}
CLOSED = frozenset(_CLOSED_ENGLISH | {"완료", "취소", "폐기", "중단", "종료"})
"""What people write into ``status`` when nothing is open any more."""


@dataclass(frozen=True)
class OpenQuestion:
    """One thing to decide.

    Attributes:
        kind: Why it is open.
        row: The row's number; of a finding, the row in which it was found.
        title: The row's title.
        text: What the row or the finding says: the hypothesis, the finding's sentence, the reason of a
            refusal; empty for a trade-off.
        better: Classes that were proven better, for a trade-off.
        worse: Classes that were proven worse, for a trade-off.
    """

    kind: QuestionKind
    row: int
    title: str
    text: str = ""
    better: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenQuestions:
    """The first of each kind, and how many more there are.

    Attributes:
        questions: By kind; those of the rows of the time first, then the newest.
        more: Kind → how many are left out.
    """

    questions: tuple[OpenQuestion, ...] = ()
    more: Mapping[QuestionKind, int] = field(default_factory=dict)


def find_questions(
    rows: Sequence[Experiment],
    finished: Sequence[Experiment],
    verdicts: Sequence[RowVerdict],
    best: Experiment | None,
    findings: Sequence[DiagnosisFinding],
) -> OpenQuestions:
    """Find what is open.

    Args:
        rows: The whole notebook.
        finished: The rows of the time, which come first.
        verdicts: Their comparisons.
        best: The best of them.
        findings: What its diagnosis finds, the costliest first.
    """
    first = {row.note.number for row in finished}
    ordered = sorted(rows, key=lambda row: (row.note.number not in first, -row.note.number))
    titles = {row.note.number: row.title for row in rows}
    found: dict[QuestionKind, list[OpenQuestion]] = {
        "no-conclusion": [_question("no-conclusion", row) for row in ordered if _lacks_conclusion(row)],
        "trade-off": list(_trade_offs(verdicts, titles)),
        "not-comparable": [
            OpenQuestion("not-comparable", verdict.row, titles[verdict.row], verdict.refused)
            for verdict in verdicts
            if verdict.refused
        ],
        "no-experiment": [] if best is None else _without_experiment(best, findings, rows),
        "no-run": [_question("no-run", row) for row in ordered if _is_plan(row)],
    }
    return OpenQuestions(
        tuple(question for kind in found.values() for question in kind[:MOST_OF_A_KIND]),
        {kind: len(of) - MOST_OF_A_KIND for kind, of in found.items() if len(of) > MOST_OF_A_KIND},
    )


def _question(kind: QuestionKind, row: Experiment) -> OpenQuestion:
    return OpenQuestion(kind, row.note.number, row.title, row.note.text("hypothesis"))


def _is_open(row: Experiment) -> bool:
    return not row.note.text("conclusion") and row.note.text("status").strip().casefold() not in CLOSED


def _lacks_conclusion(row: Experiment) -> bool:
    has_results = not math.isnan(row.miou) and row.status != "running"
    return bool(row.note.text("hypothesis")) and has_results and _is_open(row)


def _is_plan(row: Experiment) -> bool:
    says_something = bool(row.note.text("title") or row.note.text("hypothesis"))
    return not row.note.runs and says_something and _is_open(row)


def _trade_offs(verdicts: Sequence[RowVerdict], titles: Mapping[int, str]) -> Iterable[OpenQuestion]:
    """Give the rows whose classes were proven to move both ways, or against mIoU."""
    for verdict in verdicts:
        if verdict.comparison is None:
            continue
        better, worse = (
            tuple(change.name for change in verdict.comparison.classes if change.verdict == word)
            for word in ("better", "worse")
        )
        overall = verdict.comparison.verdict
        if (worse and (better or overall == "better")) or (better and overall == "worse"):
            yield OpenQuestion("trade-off", verdict.row, titles[verdict.row], "", better, worse)


def _without_experiment(
    best: Experiment, findings: Sequence[DiagnosisFinding], rows: Sequence[Experiment]
) -> list[OpenQuestion]:
    """Give the findings whose classes no open row names, in its texts or in what it changes."""
    texts = [_said(row) for row in rows if _is_open(row)]
    return [
        OpenQuestion("no-experiment", best.note.number, best.title, finding.message)
        for finding in findings[:MOST_FINDINGS]
        if not any(name.casefold() in text for name in finding.classes for text in texts)
    ]


def _said(row: Experiment) -> str:
    texts = (row.note.text("title"), row.note.text("hypothesis"), row.note.text("tags"), *row.changed)
    return " ".join(texts).casefold()
