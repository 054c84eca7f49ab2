"""Everything that a meeting is about, gathered from the store."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from segscope.analysis.compare import RunValidation
from segscope.analysis.evidence import Evidence
from segscope.analysis.finding import DiagnosisFinding
from segscope.analysis.findings import find_all
from segscope.analysis.meeting.pictures import choose_pictures, near_duplicates
from segscope.analysis.meeting.questions import OpenQuestions, find_questions
from segscope.analysis.meeting.span import TimeSpan
from segscope.analysis.meeting.talk import TalkPicture
from segscope.analysis.meeting.verdicts import RowVerdict, judge_row, rows_to_judge, scored_validations
from segscope.analysis.notebook import Experiment, gather_experiments
from segscope.analysis.notebook.experiment import RunResult
from segscope.errors import StoreError
from segscope.store.notebook import Comment
from segscope.store.notebook.meetings import comments_between
from segscope.store.run_times import runs_moved_between
from segscope.store.workspace import Workspace

MOST_COMPARED = 8
"""Rows that are compared with their parents: each takes some tenths of a second on a thousand pictures."""


@dataclass(frozen=True)
class FinishedRow:
    """A row with runs that finished in the time.

    Attributes:
        row: The row.
        runs: Its runs that finished in the time, oldest first.
        verdict: Against its parent; None where it has none, or was left out.
    """

    row: Experiment
    runs: tuple[RunResult, ...]
    verdict: RowVerdict | None


@dataclass(frozen=True)
class BrokenRun:
    """A run that ended in the time without finishing.

    Attributes:
        row: Its row's number.
        title: Its row's title.
        run: The run.
        time: When it last moved, UTC.
        reason: What it said, where it said anything.
    """

    row: int
    title: str
    run: RunResult
    time: datetime
    reason: str


@dataclass(frozen=True)
class MeetingFacts:
    """What a meeting is about.

    Attributes:
        span: The time.
        rows: How many rows the notebook has.
        finished: Rows with runs that finished in it, by number.
        left_out: How many of them were not compared with their parents.
        broken: Runs that ended in it without finishing, oldest first.
        running: Rows of which runs are being trained.
        best: The best row of the time, whose pictures are shown; None where none has a score.
        pictures: At most five worth talking about.
        questions: What is open.
        concluded: Rows whose conclusion was written in the time.
        comments: What was said in it, oldest first.
        titles: Row's number → title, of all rows.
    """

    span: TimeSpan
    rows: int
    finished: tuple[FinishedRow, ...]
    left_out: int
    broken: tuple[BrokenRun, ...]
    running: tuple[Experiment, ...]
    best: Experiment | None
    pictures: tuple[TalkPicture, ...]
    questions: OpenQuestions
    concluded: tuple[Experiment, ...]
    comments: tuple[Comment, ...]
    titles: Mapping[int, str]

    @property
    def is_quiet(self) -> bool:
        """True where nothing happened in the time."""
        return not (self.finished or self.broken or self.concluded or self.comments)


def gather_meeting(workspace: Workspace, span: TimeSpan) -> MeetingFacts:
    """Gather what a meeting is about.

    Args:
        workspace: The team's.
        span: The time.

    Raises:
        StoreError: A stored file is damaged.
    """
    rows = gather_experiments(workspace)
    by_number = {row.note.number: row for row in rows}
    titles = {number: row.title for number, row in by_number.items()}
    moved = runs_moved_between(workspace.database, span.since, span.until)
    ended = {row.note.number: _ended(row, moved) for row in rows}
    finished = [row for row in rows if any(run.status == "finished" for run in ended[row.note.number])]
    chosen, left_out = rows_to_judge(finished, by_number, MOST_COMPARED)
    verdicts = {
        row.note.number: judge_row(workspace, row, by_number[row.parent])
        for row in chosen
        if row.parent is not None
    }
    best = max(finished, key=_score, default=None)
    best = None if best is None or math.isnan(best.miou) else best
    pictures, findings = _look_at(workspace, best, list(verdicts.values()), titles)
    return MeetingFacts(
        span=span,
        rows=len(rows),
        finished=tuple(
            FinishedRow(
                row,
                tuple(run for run in ended[row.note.number] if run.status == "finished"),
                verdicts.get(row.note.number),
            )
            for row in finished
        ),
        left_out=left_out,
        broken=_broken(workspace, rows, ended, moved),
        running=tuple(row for row in rows if any(run.status == "running" for run in row.results)),
        best=best,
        pictures=pictures,
        questions=find_questions(rows, finished, list(verdicts.values()), best, findings),
        concluded=tuple(row for row in rows if _was_concluded(row, span)),
        comments=comments_between(workspace.database, span.since, span.until),
        titles=titles,
    )


def _ended(row: Experiment, moved: Mapping[str, datetime]) -> tuple[RunResult, ...]:
    return tuple(run for run in row.results if run.status != "running" and run.id in moved)


def _score(row: Experiment) -> float:
    return -1.0 if math.isnan(row.miou) else row.miou


def _was_concluded(row: Experiment, span: TimeSpan) -> bool:
    cell = row.note.cells.get("conclusion")
    return cell is not None and bool(cell.text) and cell.time in span


def _broken(
    workspace: Workspace,
    rows: Sequence[Experiment],
    ended: Mapping[int, Sequence[RunResult]],
    moved: Mapping[str, datetime],
) -> tuple[BrokenRun, ...]:
    found = [
        BrokenRun(row.note.number, row.title, run, moved[run.id], _reason(workspace, run))
        for row in rows
        for run in ended[row.note.number]
        if run.status != "finished"
    ]
    return tuple(sorted(found, key=lambda one: one.time))


def _reason(workspace: Workspace, run: RunResult) -> str:
    """Give what the run said when it ended; a killed one says nothing."""
    said = [event.message for event in workspace.run(run.id).events() if event.kind == "status"]
    status, _, words = (said[-1] if said else "").partition(": ")
    return words if status == run.status else ""


def _look_at(
    workspace: Workspace,
    best: Experiment | None,
    verdicts: Sequence[RowVerdict],
    titles: dict[int, str],
) -> tuple[tuple[TalkPicture, ...], tuple[DiagnosisFinding, ...]]:
    """Choose the pictures, and find what the best row gets wrong systematically.

    Runs whose files are gone have a score and nothing to look at.
    """
    if best is None:
        return (), ()
    try:
        at = max(scored_validations(workspace, best), key=_validation_score)
        evidence = Evidence(at.tables, at.run.class_set, near_duplicates(at))
    except StoreError:
        return (), ()
    groups = at.groups()
    findings = find_all(evidence, [groups.get(image) for image in at.tables.images])
    return choose_pictures(best, at, evidence, verdicts, titles), findings


def _validation_score(at: RunValidation) -> float:
    return float(at.validation.scores.get("miou") or 0.0)
