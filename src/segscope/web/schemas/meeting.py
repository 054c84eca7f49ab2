"""The peer session's page."""

from datetime import date, datetime

from pydantic import Field

from segscope.web.schemas.common import Wire
from segscope.web.schemas.notebook import Cell, Row, RowVerdict


class PictureToTalkAbout(Wire):
    """One of the pictures worth talking about, and why."""

    run: str
    validation: int
    split: str
    sample: str
    class_index: int | None
    class_name: str | None
    reason: str
    box: tuple[int, int, int, int] | None = None


class Question(Wire):
    """Something that is not decided: a row of the notebook, and what is open about it."""

    row: int
    title: str
    words: str


class MeetingView(Wire):
    """What a meeting is about.

    Attributes:
        number: The notebook's number of the meeting's notes; null before anything was noted.
        since: What happened after this is shown.
        finished: Rows with runs that ended in this time.
        moved: Verdicts of these rows against their parents.
        pictures: At most five.
        notes: What was noted live; version 0 before anything was.
    """

    number: int | None
    date: date
    title: str
    since: datetime
    until: datetime
    finished: list[Row]
    moved: list[RowVerdict]
    pictures: list[PictureToTalkAbout]
    questions: list[Question]
    notes: Cell


class MeetingBrief(Wire):
    """A meeting that was held."""

    number: int
    date: date
    title: str
    time: datetime


class NewMeeting(Wire):
    """A meeting to hold; without a time, since the last one."""

    title: str = Field(default="", max_length=200)
    since: datetime | None = None
