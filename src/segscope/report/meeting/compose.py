"""From what a meeting is about to the blocks of its page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo

from segscope.analysis.meeting import MeetingFacts
from segscope.analysis.meeting.looks import MOST_COMPARED
from segscope.report.meeting.blocks import (
    Block,
    Bullets,
    Item,
    Language,
    MeetingPage,
    Paragraph,
    Said,
    SectionOfPage,
    Table,
)
from segscope.report.meeting.compose_figures import compose_figures
from segscope.report.meeting.compose_rows import broken_items, finished_row, moved_items, question_items
from segscope.report.meeting.words import Words
from segscope.report.meeting.words_ko import KoreanWords

WORDS: Mapping[Language, Words] = {"en": Words(), "ko": KoreanWords()}
_FIGURES = frozenset({0, 4, 5})
_MOST_ROWS = 50
_MOST_SAID = 20


@dataclass(frozen=True)
class PageOptions:
    """How a page is made.

    Attributes:
        title: Its title; empty takes the language's own.
        language: Of everything that people did not write.
        day: The date that it bears; None takes the end of its time.
        front: What stands in the front matter besides title and date.
        zone: Of the times shown; None takes the machine's.
        notes: What was noted live: a head and the text each.
        draw: Whether the pictures are drawn.
    """

    title: str = ""
    language: Language = "en"
    day: date | None = None
    front: Mapping[str, object] = field(default_factory=dict)
    zone: tzinfo | None = None
    notes: Sequence[tuple[str, str]] = ()
    draw: bool = True


def compose_page(facts: MeetingFacts, options: PageOptions | None = None) -> MeetingPage:
    """Make the page of a meeting.

    Args:
        facts: What it is about.
        options: Language, title, front matter, notes.

    Raises:
        StoreError: A stored label map is damaged.
    """
    chosen = options or PageOptions()
    words = WORDS[chosen.language]
    since, until = (moment.astimezone(chosen.zone) for moment in (facts.span.since, facts.span.until))
    title = " ".join(chosen.title.split()) or words.default_title
    return MeetingPage(
        title=title,
        day=chosen.day or until.date(),
        language=chosen.language,
        lead=(Paragraph(happened(facts, words)), Paragraph(words.span(since, until), pale=True)),
        sections=tuple(section for section in _sections(facts, words, chosen) if section.blocks),
        front=chosen.front,
        legend=words.legend,
    )


def happened(facts: MeetingFacts, words: Words) -> str:
    """Say in a sentence or two what happened; kindly where nothing did."""
    if not facts.finished and not facts.broken:
        return words.quiet(facts.rows, len(facts.running))
    counts = Counter(
        None if one.verdict is None or one.verdict.comparison is None else one.verdict.comparison.verdict
        for one in facts.finished
    )
    runs = sum(len(one.runs) for one in facts.finished)
    return words.summary(len(facts.finished), runs, counts, len(facts.broken), len(facts.running))


def _sections(facts: MeetingFacts, words: Words, options: PageOptions) -> tuple[SectionOfPage, ...]:
    figures = compose_figures(facts, words) if options.draw else ()
    return (
        SectionOfPage(words.finished, _finished(facts, words)),
        SectionOfPage(words.moved, _bullets(moved_items(facts, words))),
        SectionOfPage(
            words.pictures, (Paragraph(words.picture_rule, pale=True), *figures) if figures else ()
        ),
        SectionOfPage(words.unfinished, _bullets(broken_items(facts, words, options.zone))),
        SectionOfPage(words.questions, _bullets(question_items(facts, words))),
        SectionOfPage(words.concluded, _concluded(facts, words, options.zone)),
        SectionOfPage(words.comments, _comments(facts, words, options.zone)),
        SectionOfPage(words.notes, tuple(Said(head, text) for head, text in options.notes)),
    )


def _finished(facts: MeetingFacts, words: Words) -> tuple[Block, ...]:
    if not facts.finished:
        return ()
    newest = facts.finished[-_MOST_ROWS:]
    blocks: list[Block] = [Table(words.columns, tuple(finished_row(one, words) for one in newest), _FIGURES)]
    if len(newest) < len(facts.finished):
        blocks.append(Paragraph(words.more(len(facts.finished) - len(newest)), pale=True))
    if facts.left_out:
        blocks.append(Paragraph(words.left_out(facts.left_out, MOST_COMPARED), pale=True))
    return tuple(blocks)


def _bullets(items: Sequence[Item]) -> tuple[Block, ...]:
    return (Bullets(tuple(items)),) if items else ()


def _concluded(facts: MeetingFacts, words: Words, zone: tzinfo | None) -> tuple[Block, ...]:
    cells = [(row, row.note.cells["conclusion"]) for row in facts.concluded]
    said = [
        Said(
            f"#{row.note.number} {row.title} ({words.by(cell.author, cell.time.astimezone(zone))})", cell.text
        )
        for row, cell in cells
    ]
    return _newest(said, words)


def _comments(facts: MeetingFacts, words: Words, zone: tzinfo | None) -> tuple[Block, ...]:
    said = [
        Said(
            f"#{comment.note} {facts.titles.get(comment.note, '')} "
            f"({words.by(comment.author, comment.time.astimezone(zone))})",
            comment.text,
        )
        for comment in facts.comments
    ]
    return _newest(said, words)


def _newest(said: Sequence[Said], words: Words) -> tuple[Block, ...]:
    left_out = len(said) - _MOST_SAID
    more = (Paragraph(words.more(left_out), pale=True),) if left_out > 0 else ()
    return (*said[-_MOST_SAID:], *more)
