"""What the command line, a script and the page call to make the report of a day or a meeting."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import isnan
from typing import Any

from segscope.analysis.meeting import (
    MeetingFacts,
    RowVerdict,
    TalkPicture,
    TimeSpan,
    gather_meeting,
    read_moment,
)
from segscope.errors import UsageError
from segscope.report.meeting import WORDS, Language, MeetingPage, PageOptions, compose_page
from segscope.report.meeting.compose_figures import reason
from segscope.store.notebook.meetings import Meeting, Meetings
from segscope.store.workspace import Workspace

MEETING_LASTS = timedelta(hours=4)
"""So long after it was begun, today's meeting is the one that goes on; later it is the next one."""


def read_span(
    workspace: Workspace, since: str = "last-meeting", until: str = "now", *, now: datetime | None = None
) -> TimeSpan:
    """Read the time that a report is about.

    Args:
        workspace: Knows when the last meeting was.
        since: As :func:`~segscope.analysis.meeting.read_moment` takes it.
        until: Likewise.
        now: Aware; None takes the clock, in the machine's zone.

    Raises:
        UsageError: One is no time, or nothing lies between them.
    """
    moment = now or datetime.now().astimezone()
    last = Meetings(workspace.database).last()
    held = None if last is None else last.until
    return TimeSpan(read_moment(since, moment, held), read_moment(until, moment, held))


def todays_meeting(workspace: Workspace, now: datetime) -> Meeting | None:
    """Give the meeting that goes on; None where none was begun in the last hours."""
    last = Meetings(workspace.database).last()
    return last if last is not None and now - last.until < MEETING_LASTS else None


def span_of(meeting: Meeting) -> TimeSpan:
    """Give the time that a meeting is about."""
    return TimeSpan(meeting.since, meeting.until)


def make_page(
    facts: MeetingFacts,
    *,
    title: str = "",
    language: Language = "en",
    tags: Sequence[str] = (),
    front: Mapping[str, object] | None = None,
    meetings: Sequence[Meeting] = (),
) -> MeetingPage:
    """Make the page of a time.

    Args:
        facts: What happened in it.
        title: Of the page; empty takes the newest meeting's, else the language's own.
        language: Of everything that people did not write.
        tags: Of the blog's page.
        front: What else stands in the front matter; ``title``, ``date`` and ``tags`` there go before ours.
        meetings: Those of which notes are shown.

    Raises:
        StoreError: A stored label map is damaged.
    """
    named = title or next((meeting.title for meeting in reversed(meetings) if meeting.title), "")
    matter: dict[str, object] = {"tags": list(tags)} if tags else {}
    return compose_page(
        facts,
        PageOptions(
            title=named,
            language=language,
            front={**matter, **(front or {})},
            notes=[
                (_head(meeting, language), meeting.notes.text) for meeting in meetings if meeting.notes.text
            ],
        ),
    )


def meetings_of(workspace: Workspace, span: TimeSpan) -> tuple[Meeting, ...]:
    """Give the meetings that were begun in a time, oldest first."""
    return tuple(meeting for meeting in reversed(Meetings(workspace.database).all()) if meeting.until in span)


def read_front(texts: Sequence[str]) -> dict[str, object]:
    """Read what is to stand in the front matter.

    Args:
        texts: ``key=value``; the value is YAML: ``draft=true``, ``categories=[ml, seg]``.

    Raises:
        UsageError: One is not of this form, or its value is no YAML.
    """
    from yaml import YAMLError, safe_load

    found: dict[str, object] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise UsageError(f"front {text!r} is not of the form key=value, as in layout=post.")
        try:
            found[key.strip()] = safe_load(value)
        except (YAMLError, ValueError, RecursionError) as error:
            raise UsageError(
                f"the value of front {text!r} is no YAML: put quotes around a text with : # [ or {{ in it."
            ) from error
    return found


def report_of(workspace: Workspace, span: TimeSpan) -> MeetingFacts:
    """Gather what happened in a time."""
    return gather_meeting(workspace, span)


def facts_dict(facts: MeetingFacts) -> dict[str, Any]:
    """Give what a script can use: plain values, scores and differences 0 … 1, NaN as None."""
    return {
        "since": facts.span.since.isoformat(),
        "until": facts.span.until.isoformat(),
        "finished": [
            {
                **one.row.to_dict(),
                "finished_runs": [run.id for run in one.runs],
                "comparison": None if one.verdict is None else _verdict_dict(one.verdict),
            }
            for one in facts.finished
        ],
        "not_compared": facts.left_out,
        "broken": [
            {"row": one.row, "run": one.run.id, "status": one.run.status, "reason": one.reason}
            for one in facts.broken
        ],
        "pictures": [_picture_dict(talk, facts) for talk in facts.pictures],
        "questions": [
            {"kind": question.kind, "row": question.row, "title": question.title, "text": question.text}
            for question in facts.questions.questions
        ],
        "more_questions": dict(facts.questions.more),
        "concluded": [row.note.number for row in facts.concluded],
        "comments": [
            {"row": said.note, "author": said.author, "time": said.time.isoformat(), "text": said.text}
            for said in facts.comments
        ],
    }


def _verdict_dict(verdict: RowVerdict) -> dict[str, Any]:
    if verdict.comparison is None:
        return {"parent": verdict.parent, "refused": verdict.refused}
    changes = (verdict.comparison.overall, *verdict.comparison.classes)
    overall, *classes = (_plain(change.to_dict()) for change in changes)
    return {"parent": verdict.parent, "refused": None, "overall": overall, "classes": classes}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and isnan(value) else value for name, value in values.items()
    }


def _picture_dict(talk: TalkPicture, facts: MeetingFacts) -> dict[str, Any]:
    return {
        "kind": talk.kind,
        "row": talk.row,
        "run": talk.at.run.id,
        "validation": talk.at.validation.index,
        "sample": talk.sample,
        "classes": list(talk.class_names),
        "box": talk.box,
        "reason": reason(talk, facts.titles, WORDS["en"]),
    }


def _head(meeting: Meeting, language: Language) -> str:
    words = WORDS[language]
    return f"{meeting.title} ({words.by(meeting.notes.author, meeting.notes.time.astimezone())})".lstrip()
