"""Colours for classes that were given none.

The first twelve are chosen to stay apart for readers with red-green colour blindness (they vary in
lightness as well as in hue); the rest walk the hue circle by the golden angle.
"""

import colorsys
from collections.abc import Sequence

Colour = tuple[int, int, int]

IGNORE_COLOUR: Colour = (224, 224, 224)
"""What ignored pixels look like in index PNGs."""

_FIRST: tuple[Colour, ...] = (
    (0, 0, 0),
    (230, 159, 0),
    (86, 180, 233),
    (0, 158, 115),
    (240, 228, 66),
    (0, 114, 178),
    (213, 94, 0),
    (204, 121, 167),
    (148, 103, 189),
    (170, 221, 119),
    (140, 86, 75),
    (197, 235, 245),
)
_GOLDEN_ANGLE = 0.381966


def default_palette(num_classes: int) -> tuple[Colour, ...]:
    """Give ``num_classes`` distinct colours as 8-bit RGB triples; class 0 is black.

    Example:
        >>> default_palette(2)
        ((0, 0, 0), (230, 159, 0))
    """
    return _FIRST[:num_classes] + tuple(_spread(i) for i in range(num_classes - len(_FIRST)))


def index_palette(colours: Sequence[Colour]) -> list[Colour]:
    """Give the 256 colours of an 8-bit index PNG: the first 256 given, then :data:`IGNORE_COLOUR`.

    Example:
        >>> len(index_palette([(0, 0, 0)])), index_palette([(0, 0, 0)])[255]
        (256, (224, 224, 224))
    """
    return [*colours[:256], *[IGNORE_COLOUR] * (256 - len(colours))]


def _spread(index: int) -> Colour:
    hue = (0.07 + index * _GOLDEN_ANGLE) % 1.0
    saturation = (0.85, 0.55, 0.7)[index % 3]
    value = (0.95, 0.75, 0.55, 0.85)[index % 4]
    red, green, blue = colorsys.hsv_to_rgb(hue, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)
