"""Text on pictures: measured, shortened and drawn with Pillow, in any script that a font is found for."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

from segscope.report.fonts import drawable, font_for, latin_font, open_font

INK = (33, 37, 41)
PALE_INK = (105, 113, 121)
_ELLIPSIS = "…"
_BOLD_STROKE = 0.4


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a line of text looks.

    Attributes:
        size: Font size in pixels.
        bold: Bold where the font has it.
        colour: 8-bit RGB.
    """

    size: int = 13
    bold: bool = False
    colour: tuple[int, int, int] = INK

    @property
    def line_height(self) -> int:
        """Pixels from the top of one line to the top of the next."""
        return round(self.size * 1.4)


HEADING = TextStyle(size=16, bold=True)
STRONG = TextStyle(bold=True)
PLAIN = TextStyle()
PALE = TextStyle(size=12, colour=PALE_INK)


def text_width(text: str, style: TextStyle) -> int:
    """Measure how many pixels wide a line is."""
    return round(sum(font.getlength(run) for font, run in _runs(drawable(text), style.size, style.bold)))


@lru_cache(maxsize=4096)
def shorten(text: str, width: int, style: TextStyle) -> str:
    """Take letters out of the middle of a line until it fits a width.

    The middle goes because names and paths tell themselves apart at their ends.

    Example:
        >>> shorten("recyclable-paper-clean", 110, PLAIN)
        'recycla…r-clean'
    """
    line = drawable(text)
    if text_width(line, style) <= width:
        return line
    kept_low, kept_high = 0, len(line) - 1
    while kept_low < kept_high:
        kept = (kept_low + kept_high + 1) // 2
        if text_width(_without_middle(line, kept), style) <= width:
            kept_low = kept
        else:
            kept_high = kept - 1
    return _without_middle(line, kept_low) if kept_low else ""


def draw_text(canvas: ImageDraw.ImageDraw, left: int, top: int, text: str, style: TextStyle) -> int:
    """Draw one line.

    Args:
        canvas: Where to draw.
        left: Left end in pixels.
        top: Top of the line box, which is ``style.line_height`` high.
        text: What to draw.
        style: How.

    Returns:
        The right end in pixels.
    """
    baseline = top + round(style.size * 1.08)
    pen = float(left)
    for font, run in _runs(drawable(text), style.size, style.bold):
        # Fallback fonts come in one weight; a thin stroke makes them bold.
        stroke = _BOLD_STROKE if style.bold and Path(str(font.path)) != latin_font(bold=True) else 0
        canvas.text(
            (round(pen), baseline), run, font=font, fill=style.colour, anchor="ls", stroke_width=stroke
        )
        pen += font.getlength(run)
    return round(pen)


@lru_cache(maxsize=2048)
def _runs(text: str, size: int, bold: bool) -> tuple[tuple[ImageFont.FreeTypeFont, str], ...]:
    def font_file(character: str) -> Path:
        return font_for(character, bold) or latin_font(bold)

    return tuple((open_font(path, size), "".join(run)) for path, run in groupby(text, key=font_file))


def _without_middle(line: str, kept: int) -> str:
    tail = kept // 2
    return line[: kept - tail].rstrip() + _ELLIPSIS + line[len(line) - tail :].lstrip()
