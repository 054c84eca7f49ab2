"""The peer session's page."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from segscope.web.schemas.common import Number, Text, Wire
from segscope.web.schemas.notebook import Cell, Comment, Row, RowVerdict


class PictureToTalkAbout(Wire):
    """One of the pictures worth talking about, and why.

    Attributes:
        kind: What it was chosen for; ``heading`` says it in words.
        row: The row's number.
        parent: Its parent's, for what was lost and gained against it.
        run: The run that it is shown with.
        validation: And its validation.
        before: The parent's run and validation of the same picture, for these.
        class_index: The class that it is about, where it is about one.
        other_class: The class that is taken for it, or that the model sees instead of it.
        reason: Why, in words.
        box: Where to look: (top, left, end row, end column).
        is_kept: Whether its prediction can be shown.
        like: Pictures that show the same.
    """

    kind: Literal["broken", "fixed", "weakest", "confusion", "label", "worst"]
    heading: str
    row: int
    parent: int | None
    run: str
    validation: int
    split: str
    sample: str
    before: tuple[str, int] | None
    class_index: int | None
    class_name: str | None
    other_class: str | None
    reason: str
    box: tuple[int, int, int, int] | None = None
    is_kept: bool = True
    like: list[str] = Field(default_factory=list)


class Question(Wire):
    """Something that is not decided: a row of the notebook, and what is open about it."""

    kind: Literal["no-conclusion", "trade-off", "not-comparable", "no-experiment", "no-run"]
    row: int
    title: str
    words: str


class MovedClass(Wire):
    """A class of a row that was proven to move against the parent; ``words`` say it all."""

    row: int
    name: str
    verdict: Literal["better", "worse"]
    difference: Number
    low: Number
    high: Number
    n: int
    words: str


class UnfinishedRun(Wire):
    """A run that ended without finishing."""

    row: int
    title: str
    run: str
    name: str
    user: str
    status: str
    time: datetime
    reason: str


class MeetingView(Wire):
    """What a meeting is about.

    Attributes:
        number: The notebook's number of the meeting's notes; null before anything was noted.
        since: What happened after this is shown.
        summary: What happened, in a sentence or two; kind where nothing did.
        is_quiet: Nothing finished, ended, was said or concluded.
        finished: Rows with runs that finished in this time, by number; of very many the last ones.
        more_finished: How many further ones there are.
        moved: Verdicts of these rows against their parents.
        not_compared: How many of them were not compared: only those that moved most are.
        classes: Classes that were proven to move, the largest change of each row first.
        unfinished: Runs that failed or were stopped.
        running: Rows of which runs are being trained.
        picture_rule: By which rule the pictures were chosen, in words.
        pictures: At most five.
        more_questions: How many further questions there are.
        concluded: Rows whose conclusion was written in this time, the last written last.
        more_concluded: How many further ones there are.
        comments: What was said in it, the newest last.
        more_comments: How many older ones there are.
        notes: What was noted live: the cell ``notes`` of the meeting's row; version 0 before anything was.
    """

    number: int | None
    date: date
    title: str
    since: datetime
    until: datetime
    summary: str
    is_quiet: bool
    finished: list[Row]
    more_finished: int
    moved: list[RowVerdict]
    not_compared: int
    classes: list[MovedClass]
    unfinished: list[UnfinishedRun]
    running: list[int]
    picture_rule: str
    pictures: list[PictureToTalkAbout]
    questions: list[Question]
    more_questions: int
    concluded: list[Row]
    more_concluded: int
    comments: list[Comment]
    more_comments: int
    notes: Cell


class MeetingBrief(Wire):
    """A meeting that was held; ``noted`` tells whether anything was noted."""

    number: int
    date: date
    title: str
    time: datetime
    noted: bool


class NewMeeting(Wire):
    """A meeting to hold; without a time, since the last one."""

    title: Text = Field(default="", max_length=200)
    since: datetime | None = None
