"""A meeting's page as Markdown with front matter, ready for a static blog."""

from collections.abc import Iterator, Mapping

import yaml

from segscope.report.meeting.blocks import (
    Block,
    Bullets,
    Figure,
    Item,
    MeetingPage,
    Paragraph,
    Said,
    Table,
    Text,
)
from segscope.report.meeting.markdown_text import plain_line, quoted_markdown

_MARKS = {"better": "▲ ", "worse": "▼ ", "unsure": "", "": ""}


def page_markdown(page: MeetingPage, pictures: Mapping[str, str]) -> str:
    """Write the page as Markdown.

    Args:
        page: The page.
        pictures: A figure's slug → the address of its picture, relative to the file; figures that are
            not in it are told without one.
    """
    parts = [front_matter(page)]
    parts += [_paragraph(paragraph) for paragraph in page.lead]
    for section in page.sections:
        parts.append(f"## {plain_line(section.title)}")
        parts += [part for block in section.blocks for part in _block(block, pictures)]
    return "\n\n".join(parts) + "\n"


def front_matter(page: MeetingPage) -> str:
    r"""Write title, date, and what else the blog wants, as YAML between two lines of dashes.

    Example:
        >>> from datetime import date
        >>> print(front_matter(MeetingPage("a: \"b\"\n---", date(2026, 11, 30), "en", (), (), {}, "")))
        ---
        title: 'a: "b" ---'
        date: 2026-11-30
        ---
    """
    values = {"title": " ".join(page.title.split()), "date": page.day, **page.front}
    text = yaml.dump(values, Dumper=_OneLine, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"---\n{text}---"


class _OneLine(yaml.SafeDumper):
    """Writes every text in one line: blogs look for the closing dashes before they read YAML."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\n" in text else None)


_OneLine.add_representer(str, _represent_text)


def _block(block: Block, pictures: Mapping[str, str]) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _paragraph(block)
    elif isinstance(block, Table):
        yield _table(block)
    elif isinstance(block, Bullets):
        yield "\n".join(line for item in block.items for line in _item(item))
    elif isinstance(block, Figure):
        yield from _figure(block, pictures)
    else:
        yield from _said(block)


def _paragraph(paragraph: Paragraph) -> str:
    text = plain_line(paragraph.text)
    return f"*{text}*" if paragraph.pale else text


def _table(table: Table) -> str:
    rule = ["---:" if place in table.numeric else "---" for place in range(len(table.columns))]
    lines = [[plain_line(name) for name in table.columns], rule]
    lines += [[_text(cell) for cell in row] for row in table.rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _text(text: Text) -> str:
    return _MARKS[text.tone] + plain_line(text.text)


def _item(item: Item) -> Iterator[str]:
    said = "; ".join(_text(text).rstrip(".") for text in item.texts)
    yield f"- **{plain_line(item.lead)}**{': ' if said else ''}{said}"
    for text in item.below:
        yield f"    - {_text(text)}"


def _figure(figure: Figure, pictures: Mapping[str, str]) -> Iterator[str]:
    yield f"### {plain_line(figure.title)}"
    caption = plain_line(figure.caption)
    if figure.slug in pictures:
        shown = plain_line(f"{figure.title}: {', '.join(figure.pane_titles)}")
        yield f"![{shown}]({pictures[figure.slug]})"
    yield f"{caption} {plain_line(figure.missing)}".rstrip()


def _said(said: Said) -> Iterator[str]:
    if said.head:
        yield f"**{plain_line(said.head)}**"
    yield quoted_markdown(said.text)
