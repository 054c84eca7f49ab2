"""Meetings as they go over the wire."""

from datetime import datetime

from segscope import _report
from segscope.analysis.meeting import MeetingFacts, TalkPicture, TimeSpan, gather_meeting
from segscope.analysis.meeting import RowVerdict as FoundVerdict
from segscope.report.meeting import WORDS, Language
from segscope.report.meeting.compose import happened
from segscope.report.meeting.compose_figures import reason
from segscope.report.meeting.compose_rows import change_text, question_sentence
from segscope.report.meeting.words import Words
from segscope.store.notebook.meetings import Meeting
from segscope.web.context import WebContext
from segscope.web.refusal import Refusal
from segscope.web.rows import row_of
from segscope.web.schemas.meeting import (
    MeetingBrief,
    MeetingView,
    MovedClass,
    PictureToTalkAbout,
    Question,
    UnfinishedRun,
)
from segscope.web.schemas.notebook import Cell, Comment, RowVerdict

_MOST_FINISHED = 100
_MOST_SAID = 50


def facts_of(context: WebContext, span: TimeSpan) -> MeetingFacts:
    """Gather what happened in a time, from what the server keeps in memory."""
    return gather_meeting(context.workspace, span, rows=context.rows.experiments(), looks=context.looks)


def read_since(since: datetime | None, context: WebContext, now: datetime) -> TimeSpan:
    """Give the time since a moment, or since the last meeting.

    Raises:
        Refusal: The moment has no zone.
        UsageError: It lies in the future.
    """
    if since is None:
        return _report.read_span(context.workspace, now=now)
    if since.tzinfo is None:
        raise Refusal(422, "malformed", "since has no zone: write it as 2026-11-30T09:00:00Z.")
    return TimeSpan(since, now)


def brief_of(meeting: Meeting) -> MeetingBrief:
    """Give what a list shows of a meeting."""
    local = meeting.until.astimezone()
    noted = bool(meeting.notes.text)
    return MeetingBrief(
        number=meeting.number, date=local.date(), title=meeting.title, time=meeting.until, noted=noted
    )


def view_of(facts: MeetingFacts, meeting: Meeting | None, language: Language) -> MeetingView:
    """Give what the page shows of a time.

    Args:
        facts: What happened in it.
        meeting: The meeting that is about it; None before one was begun.
        language: Of the sentences.
    """
    words, local = WORDS[language], facts.span.until.astimezone()
    verdicts = [one.verdict for one in facts.finished if one.verdict is not None]
    return MeetingView(
        number=None if meeting is None else meeting.number,
        date=local.date(),
        title=meeting.title if meeting is not None and meeting.title else words.default_title,
        since=facts.span.since,
        until=facts.span.until,
        summary=happened(facts, words),
        is_quiet=facts.is_quiet,
        finished=[row_of(one.row) for one in facts.finished[-_MOST_FINISHED:]],
        more_finished=max(len(facts.finished) - _MOST_FINISHED, 0),
        moved=[_verdict(verdict) for verdict in verdicts],
        not_compared=facts.left_out,
        classes=[moved for verdict in verdicts for moved in _classes(verdict, words)],
        unfinished=[
            UnfinishedRun(
                row=one.row,
                title=one.title,
                run=one.run.id,
                name=one.run.name,
                user=one.run.user,
                status=one.run.status,
                time=one.time,
                reason=one.reason,
            )
            for one in facts.broken
        ],
        running=[row.note.number for row in facts.running],
        picture_rule=words.picture_rule,
        pictures=[_picture(talk, facts, words) for talk in facts.pictures],
        questions=[
            Question(kind=one.kind, row=one.row, title=one.title, words=question_sentence(one, words))
            for one in facts.questions.questions
        ],
        more_questions=sum(facts.questions.more.values()),
        concluded=[row_of(row) for row in facts.concluded[-_MOST_SAID:]],
        more_concluded=max(len(facts.concluded) - _MOST_SAID, 0),
        comments=[
            Comment(number=said.number, row=said.note, text=said.text, author=said.author, time=said.time)
            for said in facts.comments[-_MOST_SAID:]
        ],
        more_comments=max(len(facts.comments) - _MOST_SAID, 0),
        notes=_notes(meeting, facts),
    )


def _notes(meeting: Meeting | None, facts: MeetingFacts) -> Cell:
    if meeting is None:
        return Cell(version=0, text="", author="", time=facts.span.until)
    return Cell.model_validate(meeting.notes)


def _verdict(verdict: FoundVerdict) -> RowVerdict:
    if verdict.comparison is None:
        return RowVerdict(
            row=verdict.row,
            parent=verdict.parent,
            verdict=None,
            words=verdict.refused,
            refused=verdict.refused,
        )
    found = verdict.comparison.overall
    return RowVerdict(
        row=verdict.row,
        parent=verdict.parent,
        verdict=found.verdict,
        words=str(found),
        difference=found.difference,
        low=found.low,
        high=found.high,
        p=found.p,
        n=found.n,
    )


def _classes(verdict: FoundVerdict, words: Words) -> list[MovedClass]:
    if verdict.comparison is None:
        return []
    moved = [change for change in verdict.comparison.classes if change.verdict in ("better", "worse")]
    return [
        MovedClass(
            row=verdict.row,
            name=change.name,
            verdict="better" if change.verdict == "better" else "worse",
            difference=change.difference,
            low=change.low,
            high=change.high,
            n=change.n,
            words=change_text(change, words).text,
        )
        for change in sorted(moved, key=lambda change: -abs(change.difference))
    ]


def _picture(talk: TalkPicture, facts: MeetingFacts, words: Words) -> PictureToTalkAbout:
    known = [index for index in talk.classes if index >= 0]
    names = talk.class_names
    before = talk.before
    return PictureToTalkAbout(
        kind=talk.kind,
        heading=words.talk[talk.kind],
        row=talk.row,
        parent=talk.parent,
        run=talk.at.run.id,
        validation=talk.at.validation.index,
        split=talk.at.validation.key.split,
        sample=talk.sample,
        before=None if before is None else (before.run.id, before.validation.index),
        class_index=known[0] if known else None,
        class_name=talk.at.run.class_set.names[known[0]] if known else None,
        other_class=names[1] if len(known) > 1 else None,
        reason=reason(talk, facts.titles, words),
        box=talk.box,
        is_kept=talk.is_kept,
        like=list(talk.like),
    )
