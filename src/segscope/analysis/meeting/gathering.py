"""Everything that a meeting is about, gathered from the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from segscope.analysis.meeting.looks import Looks
from segscope.analysis.meeting.questions import OpenQuestions, find_questions
from segscope.analysis.meeting.span import TimeSpan
from segscope.analysis.meeting.talk import TalkPicture
from segscope.analysis.meeting.verdicts import RowVerdict
from segscope.analysis.notebook import Experiment, gather_experiments
from segscope.analysis.notebook.experiment import RunResult
from segscope.store.notebook import Comment
from segscope.store.notebook.meetings import comments_between
from segscope.store.run_times import runs_moved_between
from segscope.store.workspace import Workspace

MOST_BROKEN = 20
"""Runs that did not finish, of which a reason is looked up."""


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
        broken: Runs that ended in it without finishing, the newest :data:`MOST_BROKEN`, oldest first.
        running: Rows of which runs are being trained.
        best: The best row of the time, whose pictures are shown; None where none has a score.
        pictures: At most five worth talking about.
        questions: What is open.
        concluded: Rows whose conclusion was written in the time, the last written last.
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


def gather_meeting(
    workspace: Workspace,
    span: TimeSpan,
    *,
    rows: Sequence[Experiment] | None = None,
    looks: Looks | None = None,
) -> MeetingFacts:
    """Gather what a meeting is about.

    Args:
        workspace: The team's.
        span: The time.
        rows: The notebook's rows, where they are known already.
        looks: What was compared and looked at before, for those who ask again and again.

    Raises:
        StoreError: A stored file is damaged.
    """
    rows = gather_experiments(workspace) if rows is None else rows
    by_number = {row.note.number: row for row in rows}
    moved = runs_moved_between(workspace.database, span.since, span.until)
    ended = {row.note.number: _ended(row, moved) for row in rows}
    finished = [row for row in rows if any(run.status == "finished" for run in ended[row.note.number])]
    look = (looks or Looks()).at(workspace, finished, by_number)
    best = None if look.best is None else by_number[look.best]
    verdicts = {verdict.row: verdict for verdict in look.verdicts}
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
        left_out=look.left_out,
        broken=_broken(workspace, rows, ended, moved),
        running=tuple(row for row in rows if any(run.status == "running" for run in row.results)),
        best=best,
        pictures=look.pictures,
        questions=find_questions(rows, finished, look.verdicts, best, look.findings),
        concluded=_concluded(rows, span),
        comments=comments_between(workspace.database, span.since, span.until),
        titles={number: row.title for number, row in by_number.items()},
    )


def _ended(row: Experiment, moved: Mapping[str, datetime]) -> tuple[RunResult, ...]:
    return tuple(run for run in row.results if run.status != "running" and run.id in moved)


def _concluded(rows: Sequence[Experiment], span: TimeSpan) -> tuple[Experiment, ...]:
    cells = [(row, cell) for row in rows if (cell := row.note.cells.get("conclusion")) is not None]
    written = [(row, cell) for row, cell in cells if cell.text and cell.time in span]
    return tuple(row for row, _ in sorted(written, key=lambda pair: pair[1].time))


def _broken(
    workspace: Workspace,
    rows: Sequence[Experiment],
    ended: Mapping[int, Sequence[RunResult]],
    moved: Mapping[str, datetime],
) -> tuple[BrokenRun, ...]:
    found = [(row, run) for row in rows for run in ended[row.note.number] if run.status != "finished"]
    newest = sorted(found, key=lambda pair: moved[pair[1].id])[-MOST_BROKEN:]
    return tuple(
        BrokenRun(row.note.number, row.title, run, moved[run.id], _reason(workspace, run))
        for row, run in newest
    )


def _reason(workspace: Workspace, run: RunResult) -> str:
    """Give what the run said when it ended; a killed one says nothing."""
    stored = workspace.find_run(run.id)
    events = () if stored is None else stored.events()
    said = [event.message for event in events if event.kind == "status"]
    status, _, words = (said[-1] if said else "").partition(": ")
    return words if status == run.status else ""
