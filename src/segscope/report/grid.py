"""The page that every panel is laid out on: a title, rows of pictures with captions, a legend.

All panels share its margins, type and separators; a panel decides what the pictures show.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest

import numpy as np
from PIL import Image, ImageDraw

from segscope.report.legend import LegendEntry, draw_legend, legend_height
from segscope.report.scaling import Picture
from segscope.report.text import HEADING, PALE, STRONG, TextStyle, draw_text, shorten

MARGIN = 16
GAP = 6
_ROW_SPACING = 14
_CAPTION_SPACING = 4
_HEADER = STRONG.line_height + 10
_SEPARATOR = (222, 226, 230)
_HEADER_LINE = (134, 142, 150)
_FRAME = (206, 212, 218)
_NARROWEST = 280  # pixels of text that a page has room for, however small its pictures are


@dataclass(frozen=True, slots=True)
class Cell:
    """One picture of a row, with up to two lines below it.

    Attributes:
        picture: (H, W, 3) uint8 RGB, drawn as it is.
        title: A line in ink, or nothing.
        subtitle: A pale line, or nothing.
    """

    picture: Picture
    title: str = ""
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Pictures beside each other.

    Attributes:
        cells: From left to right.
        name: What the row shows, in bold above it, or nothing.
        caption: More about it, pale, after the name.
    """

    cells: tuple[Cell, ...]
    name: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that share their columns.

    Attributes:
        rows: From top to bottom.
        column_titles: One a column, or none at all.
    """

    rows: tuple[Row, ...]
    column_titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _RowPlace:
    top: int
    pictures_top: int
    picture_height: int
    title_height: int
    height: int


def compose(sections: Sequence[Section], *, title: str = "", legend: Sequence[LegendEntry] = ()) -> Picture:
    """Lay sections out below each other on white.

    Args:
        sections: At least one, with at least one row of at least one cell.
        title: A heading, or nothing.
        legend: Entries at the foot, or nothing.

    Returns:
        (H, W, 3) uint8 RGB.
    """
    columns = [_column_widths(section) for section in sections]
    width = max(_NARROWEST, *(sum(widths) + GAP * (len(widths) - 1) for widths in columns))
    top = MARGIN + (HEADING.line_height + 10 if title else 0)
    places: list[list[_RowPlace]] = []
    for section in sections:
        top += _HEADER if section.column_titles else 0
        places.append(_place_rows(section, top))
        top = places[-1][-1].top + places[-1][-1].height + _ROW_SPACING
    height = top - _ROW_SPACING + MARGIN + (legend_height(legend, width) + 10 if legend else 0)

    canvas = Image.new("RGB", (width + 2 * MARGIN, height), "white")
    pen = ImageDraw.Draw(canvas)
    if title:
        draw_text(pen, MARGIN, MARGIN, shorten(title, width, HEADING), HEADING)
    for section, widths, rows in zip(sections, columns, places, strict=True):
        _draw_section(canvas, section, widths, rows, width)
    if legend:
        draw_legend(canvas, MARGIN, top - _ROW_SPACING + 12, width, legend)
    return np.array(canvas)


def _column_widths(section: Section) -> list[int]:
    by_column = zip_longest(
        *([cell.picture.shape[1] for cell in row.cells] for row in section.rows), fillvalue=0
    )
    return [max(widths) for widths in by_column]


def _place_rows(section: Section, top: int) -> list[_RowPlace]:
    places = []
    for row in section.rows:
        head = STRONG.line_height + _CAPTION_SPACING if row.name or row.caption else 0
        picture_height = max(cell.picture.shape[0] for cell in row.cells)
        title_height = max(_foot(cell.title, STRONG) for cell in row.cells)
        subtitle_height = max(_foot(cell.subtitle, PALE) for cell in row.cells)
        height = head + picture_height + title_height + subtitle_height
        places.append(_RowPlace(top, top + head, picture_height, title_height, height))
        top += height + _ROW_SPACING
    return places


def _foot(text: str, style: TextStyle) -> int:
    return style.line_height if text else 0


def _draw_section(
    canvas: Image.Image, section: Section, widths: list[int], places: list[_RowPlace], page_width: int
) -> None:
    pen = ImageDraw.Draw(canvas)
    lefts = accumulate((width + GAP for width in widths[:-1]), initial=MARGIN)
    columns = list(zip(lefts, widths, strict=True))
    if section.column_titles:
        top = places[0].top - _HEADER
        line = top + STRONG.line_height + 1
        pen.line((MARGIN, line, MARGIN + page_width - 1, line), fill=_HEADER_LINE)
        for text, (left, width) in zip(section.column_titles, columns, strict=False):
            draw_text(pen, left, top, shorten(text, width, STRONG), STRONG)
    for row, place in zip(section.rows, places, strict=True):
        _draw_row(canvas, row, place, columns, page_width)
    for above, below in pairwise(places):
        y = (above.top + above.height + below.top) // 2
        pen.line((MARGIN, y, MARGIN + page_width - 1, y), fill=_SEPARATOR)


def _draw_row(
    canvas: Image.Image, row: Row, place: _RowPlace, columns: list[tuple[int, int]], page_width: int
) -> None:
    pen = ImageDraw.Draw(canvas)
    end = draw_text(pen, MARGIN, place.top, shorten(row.name, page_width, STRONG), STRONG)
    if row.caption:
        start = end + 12 if row.name else MARGIN
        draw_text(pen, start, place.top + 1, shorten(row.caption, MARGIN + page_width - start, PALE), PALE)
    top = place.pictures_top
    foot = top + place.picture_height + 2
    for cell, (left, column_width) in zip(row.cells, columns, strict=False):
        height, width = cell.picture.shape[:2]
        pen.rectangle((left - 1, top - 1, left + width, top + height), outline=_FRAME)
        canvas.paste(Image.fromarray(cell.picture), (left, top))
        draw_text(pen, left, foot, shorten(cell.title, column_width, STRONG), STRONG)
        draw_text(pen, left, foot + place.title_height, shorten(cell.subtitle, column_width, PALE), PALE)
