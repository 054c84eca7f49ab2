"""A division as people read it: sizes, how even the classes are, and what leaks."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from segscope.cli.check_table import finding_lines
from segscope.cli.figures_table import add_figures, figures_table
from segscope.data.finding import Finding
from segscope.data.splits import Division

_MOST_FOLDS_IN_COLUMNS = 6
"""As many as 80 columns hold with the classes' names."""
_UNEVEN = 0.25
"""Deviations above this are marked."""


def split_renderables(division: Division, findings: Sequence[Finding]) -> Iterator[RenderableType]:
    """Give what is printed, from top to bottom."""
    balance, split = division.balance, division.split
    options = ", ".join(f"{key} {value}" for key, value in split.options.items() if key != "folds")
    parts = "one validation part" if split.folds == 1 else f"{split.folds} folds"
    yield Text.assemble((parts, "bold"), f" by {split.method} ({options}): ", _sizes(division))
    yield _class_table(division)
    worst = [np.nanmean(balance.worst(what)) for what in ("images", "pixels")]
    yield Text("deviation from the share that a fold should have, in % of it: pictures/pixels", "dim")
    yield Text(
        f"largest deviation in any fold, mean over classes: pictures {worst[0]:.1%}, pixels {worst[1]:.1%}"
    )
    for finding in findings:
        yield from finding_lines(finding)
    if not division.leaks.any and division.leaks.groups:
        yield Text(f"no leak: {division.leaks.groups:,} groups whole, no picture in two folds.", "bold green")


def _sizes(division: Division) -> str:
    sizes = division.balance.sizes
    if division.split.folds == 1:
        return f"{sizes[0]:,} of {division.balance.total_size:,} pictures validate"
    shown = ", ".join(f"{size:,}" for size in sizes.tolist())
    return f"{division.balance.total_size:,} pictures, {shown}"


def _class_table(division: Division) -> Table:
    balance = division.balance
    images, pixels = balance.deviations("images"), balance.deviations("pixels")
    every = range(balance.sizes.size)
    columns = every if len(every) <= _MOST_FOLDS_IN_COLUMNS else ()
    table = figures_table("class")
    add_figures(
        table, "pictures", *(f"fold {fold}" for fold in columns), *(() if columns else ("worst fold",))
    )
    for index, name in enumerate(division.class_set.names):
        if columns:
            cells = [_cell(images[fold, index], pixels[fold, index]) for fold in columns]
        else:
            cells = [
                _cell(*(values[np.abs(values[:, index]).argmax(), index] for values in (images, pixels)))
            ]
        red, green, blue = division.class_set.colours[index]
        label = Text.assemble(("■ ", f"rgb({red},{green},{blue})"), name)
        table.add_row(label, f"{balance.total_images[index]:,}", *cells)
    return table


def _cell(images: float, pixels: float) -> Text:
    if math.isnan(images):
        return Text("absent", "yellow")
    if images == -1:
        return Text("none", "bold red")
    uneven = max(abs(images), abs(pixels)) > _UNEVEN
    return Text(f"{_percent(images)}/{_percent(pixels)}", "yellow" if uneven else "")


def _percent(value: float) -> str:
    rounded = round(100 * value)
    return f"{rounded:+d}" if rounded else "0"
