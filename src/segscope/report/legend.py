"""Legends: small swatches, painted as the picture is, with their names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from segscope.engine.class_set import ClassSet
from segscope.report.overlay import colourise, error_map
from segscope.report.scaling import Picture
from segscope.report.text import PLAIN, draw_text, shorten, text_width

SWATCH = 16
_GAP = 6
_SPACING = 18
_LINE = 24
_LONGEST_LABEL = 320
_FRAME = (173, 181, 189)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One swatch with its name.

    Attributes:
        swatch: (SWATCH, SWATCH, 3) uint8 RGB.
        label: A few words.
    """

    swatch: Picture
    label: str


def class_legend(
    class_set: ClassSet, occurring: Iterable[int] | None = None, *, ignored: bool = False
) -> tuple[LegendEntry, ...]:
    """Make the legend of the classes that occur, in the order of the class set.

    Args:
        class_set: Names and colours.
        occurring: Class indices; None names all classes.
        ignored: Add an entry for ignored pixels.

    Example:
        >>> [entry.label for entry in class_legend(ClassSet(("road", "car")), [1], ignored=True)]
        ['car', 'ignored']
    """
    shown = range(class_set.num_classes) if occurring is None else sorted(set(occurring))
    values = [(index, class_set.names[index]) for index in shown]
    if ignored:
        values.append((class_set.ignore, "ignored"))
    return tuple(LegendEntry(_class_swatch(value, class_set), name) for value, name in values)


def error_legend() -> tuple[LegendEntry, ...]:
    """Make the entry that explains the stripes of an error map."""
    greys = ClassSet(("true", "predicted"), colours=((73, 80, 87), (222, 226, 230)))
    truth = np.zeros((SWATCH, SWATCH), dtype=greys.dtype)
    swatch = error_map(truth, np.ones_like(truth), greys)
    return (LegendEntry(swatch, "error: predicted class, striped with the true class"),)


def legend_height(entries: Sequence[LegendEntry], width: int) -> int:
    """Give the height in pixels of a legend that is ``width`` pixels wide."""
    return len(_lines(entries, width)) * _LINE


def draw_legend(canvas: Image.Image, left: int, top: int, width: int, entries: Sequence[LegendEntry]) -> None:
    """Draw a legend, line by line, on a canvas."""
    pen = ImageDraw.Draw(canvas)
    for row, line in enumerate(_lines(entries, width)):
        x, y = left, top + row * _LINE
        for entry in line:
            canvas.paste(Image.fromarray(entry.swatch), (x, y))
            pen.rectangle((x, y, x + SWATCH - 1, y + SWATCH - 1), outline=_FRAME)
            draw_text(pen, x + SWATCH + _GAP, y - 1, _label(entry, width), PLAIN)
            x += _entry_width(entry, width) + _SPACING


def _class_swatch(value: int, class_set: ClassSet) -> Picture:
    return colourise(np.full((SWATCH, SWATCH), value, dtype=class_set.dtype), class_set)


def _label(entry: LegendEntry, width: int) -> str:
    return shorten(entry.label, min(_LONGEST_LABEL, width - SWATCH - _GAP), PLAIN)


def _entry_width(entry: LegendEntry, width: int) -> int:
    return SWATCH + _GAP + text_width(_label(entry, width), PLAIN)


def _lines(entries: Sequence[LegendEntry], width: int) -> list[list[LegendEntry]]:
    lines: list[list[LegendEntry]] = []
    x = width + 1
    for entry in entries:
        taken = _entry_width(entry, width)
        if x + taken > width:
            lines.append([])
            x = 0
        lines[-1].append(entry)
        x += taken + _SPACING
    return lines
