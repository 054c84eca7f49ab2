"""A meeting's page as one HTML file: pictures inside, no script, nothing from elsewhere."""

import base64
from collections.abc import Iterator
from html import escape

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
from segscope.report.meeting.panes import Panes
from segscope.report.meeting.pictures import encode_jpeg
from segscope.report.meeting.style import CSS
from segscope.report.meeting.user_text import user_html

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page_html(page: MeetingPage, day: str) -> str:
    """Write the page as HTML.

    Args:
        page: The page.
        day: Its date as people read it.
    """
    body = [f"<h1>{escape(page.title)}</h1>", f'<p class="pale"><time>{escape(day)}</time></p>']
    body += [_paragraph(paragraph, "lead") for paragraph in page.lead]
    for number, section in enumerate(page.sections, start=1):
        body.append(f'<section aria-labelledby="s{number}"><h2 id="s{number}">{escape(section.title)}</h2>')
        body += [part for block in section.blocks for part in _block(block, page)]
        body.append("</section>")
    return (
        f'<!doctype html>\n<html lang="{page.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(page.title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _block(block: Block, page: MeetingPage) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _paragraph(block)
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Bullets):
        yield f"<ul>{''.join(map(_item, block.items))}</ul>"
    elif isinstance(block, Figure):
        yield from _figure(block, page)
    else:
        yield _said(block)


def _paragraph(paragraph: Paragraph, name: str = "") -> str:
    kind = "pale" if paragraph.pale else name
    return f'<p class="{kind}">{escape(paragraph.text)}</p>' if kind else f"<p>{escape(paragraph.text)}</p>"


def _table(table: Table) -> Iterator[str]:
    heads = (
        f'<th scope="col"{_numeric(place, table)}>{escape(name)}</th>'
        for place, name in enumerate(table.columns)
    )
    yield f"<table><thead><tr>{''.join(heads)}</tr></thead><tbody>"
    for row in table.rows:
        cells = (
            f'<td data-name="{escape(table.columns[place])}"{_numeric(place, table)}>{_text(cell)}</td>'
            for place, cell in enumerate(row)
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table>"


def _numeric(place: int, table: Table) -> str:
    return ' class="num"' if place in table.numeric else ""


def _text(text: Text) -> str:
    return f'<span class="{text.tone}">{escape(text.text)}</span>' if text.tone else escape(text.text)


def _item(item: Item) -> str:
    said = "".join(f'<br><span class="{text.tone or "of"}">{escape(text.text)}</span>' for text in item.texts)
    below = "".join(f"<li>{_text(text)}</li>" for text in item.below)
    return f"<li><strong>{escape(item.lead)}</strong>{said}{f'<ul>{below}</ul>' if below else ''}</li>"


def _figure(figure: Figure, page: MeetingPage) -> Iterator[str]:
    missing = f'<p class="pale">{escape(figure.missing)}</p>' if figure.missing else ""
    yield (
        f"<figure><figcaption><h3>{escape(figure.title)}</h3><p>{escape(figure.caption)}</p>{missing}"
        "</figcaption>"
    )
    if figure.panes is not None:
        yield f'<div class="panes of-{len(figure.panes.panes)}">'
        for title, pane in zip(figure.pane_titles, figure.panes.panes, strict=True):
            height, width = pane.picture.shape[:2]
            data = base64.b64encode(encode_jpeg(pane.picture)).decode("ascii")
            yield (
                f'<div><p>{escape(title)}</p><img src="data:image/jpeg;base64,{data}" width="{width}" '
                f'height="{height}" alt="{escape(f"{figure.title}: {title}")}"></div>'
            )
        yield f"</div>{_legend(figure.panes, page)}"
    yield "</figure>"


def _legend(panes: Panes, page: MeetingPage) -> str:
    if not panes.has_maps:
        return ""
    entries = [
        f'<li><span class="swatch" style="background:#{red:02x}{green:02x}{blue:02x}"></span>'
        f"{escape(panes.class_set.names[index])}</li>"
        for index in panes.classes
        for red, green, blue in (panes.class_set.colours[index],)
    ]
    return f'<ul class="legend">{"".join(entries)}<li class="pale">{escape(page.legend)}</li></ul>'


def _said(said: Said) -> str:
    head = f"<p>{escape(said.head)}</p>" if said.head else ""
    return f'<div class="said">{head}<blockquote>{user_html(said.text)}</blockquote></div>'
