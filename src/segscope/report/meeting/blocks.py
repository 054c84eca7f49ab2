"""What a meeting's page consists of, before it is Markdown or HTML; all texts are plain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from segscope.report.meeting.panes import Panes

Language = Literal["en", "ko"]
Tone = Literal["", "better", "worse", "unsure"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text with what it tells at a glance."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two; ``pale`` for what explains, and is read once."""

    text: str
    pale: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in columns.

    Attributes:
        columns: Their names.
        rows: As many texts in each.
        numeric: Columns of figures, by place.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list.

    Attributes:
        lead: What it is about, set off.
        texts: What is said of it, one after another.
        below: Smaller points below it.
    """

    lead: str
    texts: tuple[Text, ...] = ()
    below: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points of a list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture worth talking about.

    Attributes:
        slug: Its file's name without the ending: ASCII letters, digits and dashes.
        title: What it was chosen for.
        caption: Where and why, in words.
        panes: What is shown; None where it could not be drawn.
        pane_titles: Of each pane.
        missing: Why something is not shown; empty where all is.
    """

    slug: str
    title: str
    caption: str
    panes: Panes | None
    pane_titles: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote: its text is the user's Markdown, of any number of lines."""

    head: str
    text: str


Block = Paragraph | Table | Bullets | Figure | Said


@dataclass(frozen=True, slots=True)
class SectionOfPage:
    """A heading with what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """The whole page.

    Attributes:
        title: Its title.
        day: The date that it bears.
        language: Of everything that people did not write.
        lead: What happened, in a few sentences.
        sections: In order.
        front: What stands in the front matter besides title and date.
        legend: What the legend calls the stripes of errors.
    """

    title: str
    day: date
    language: Language
    lead: tuple[Paragraph, ...]
    sections: tuple[SectionOfPage, ...]
    front: Mapping[str, object]
    legend: str
