"""Many small pictures on one page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from segscope.errors import UsageError
from segscope.report.grid import Cell, Row, Section, compose
from segscope.report.legend import LegendEntry
from segscope.report.scaling import Picture, Size, fit, scale_photo

_WIDEST = 6


@dataclass(frozen=True, slots=True)
class ContactTile:
    """One picture of a contact sheet.

    Attributes:
        picture: (H, W, 3) uint8 RGB, any size; for a picture with its label map, give what
            :func:`segscope.report.overlay.overlay` makes with ``box=tile_size``, which stays crisp.
        title: A line below it, such as the sample id.
        subtitle: A paler line below that, such as the split.
    """

    picture: Picture
    title: str = ""
    subtitle: str = ""


def contact_sheet(
    tiles: Sequence[ContactTile],
    *,
    columns: int | None = None,
    tile_size: Size = (180, 240),
    title: str = "",
    legend: Sequence[LegendEntry] = (),
) -> Picture:
    """Lay pictures out in a grid.

    Args:
        tiles: At least one.
        columns: How many beside each other; None chooses 1 to 6, close to a square number of tiles.
        tile_size: (height, width) that each picture is fitted into, its proportions kept.
        title: A heading, or nothing.
        legend: Entries at the foot; see :func:`segscope.report.legend.class_legend`.

    Returns:
        (H, W, 3) uint8 RGB.

    Raises:
        UsageError: There are no tiles, or a size or the number of columns is below 1.

    Example:
        >>> import numpy as np
        >>> tile = ContactTile(np.zeros((90, 120, 3), dtype=np.uint8), "0001")
        >>> contact_sheet([tile] * 4, tile_size=(90, 120)).shape[1:]
        (312, 3)
    """
    if not tiles:
        raise UsageError("a contact sheet needs at least one picture.")
    if min(tile_size) < 1 or (columns is not None and columns < 1):
        raise UsageError(f"a contact sheet of {columns} columns of {tile_size} pixels: give 1 or more.")
    per_row = columns or min(_WIDEST, math.ceil(math.sqrt(len(tiles))))
    cells = [
        Cell(scale_photo(tile.picture, fit(tile.picture.shape[:2], tile_size)), tile.title, tile.subtitle)
        for tile in tiles
    ]
    rows = tuple(Row(tuple(cells[start : start + per_row])) for start in range(0, len(cells), per_row))
    return compose([Section(rows)], title=title, legend=legend)
