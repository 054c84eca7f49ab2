"""An ablation in the terminal: the summary, the table that teams keep by hand, and each class's change."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from segscope.analysis.ablation.record import interval, p_value
from segscope.analysis.ablation.result import AblationResult, ArmResult
from segscope.analysis.compare import ScoreChange
from segscope.analysis.compare.comparison import points

WIDE = 100
"""Columns from which p, memory and what could have been seen have columns of their own."""

_STYLES = {"better": "bold green", "worse": "bold red", "cannot tell": "", "too few": "dim"}
_CELL = 6
_NAME, _LEAST_NAME = 24, 12
_PALE, _STRONG = 1.0, 3.0  # points from which a cell is tinted, and from which strongly


def ablation_renderable(result: AblationResult) -> RenderableType:
    """Make what the terminal shows of an ablation.

    Returns:
        A rich renderable that fits itself to the width it is given, from 80 columns on.
    """
    return _AblationView(result)


@dataclass(frozen=True)
class _AblationView:
    result: AblationResult

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Give the parts from top to bottom, laid out for the width at hand."""
        yield Text(self.result.summary, style="bold")
        yield Text("")
        yield _table(self.result, wide=options.max_width >= WIDE)
        yield Text(_explanation(self.result), style="dim")
        yield Text("\nChange of each class, in points of 100", style="bold")
        yield _heat_map(self.result, options.max_width)
        yield Text(
            "Bold with *: better or worse after Holm's correction over changes × classes; other colours may "
            "be chance.",
            style="dim",
        )
        for note in self.result.notes:
            yield Text(note, style="dim")


def _table(result: AblationResult, *, wide: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("change", overflow="fold", max_width=32 if wide else 20)
    headings = ("mIoU", "Δ", "95 % interval", *(("p",) if wide else ()))
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for heading in ("could see", "step", *(("memory",) if wide else ())):
        table.add_column(heading, justify="right", no_wrap=True)
    base = result.baseline
    seconds = "–" if base.step_seconds is None else f"{base.step_seconds:.2f} s"
    memory = "–" if base.memory_bytes is None else f"{base.memory_bytes / 2**30:.1f} GiB"
    blank = [""] * (len(headings) - 1)
    cells = ["baseline", points(result.baseline_scores["miou"]), *blank, "", "", seconds]
    table.add_row(*cells, *([memory] if wide else []), style="dim", end_section=True)
    for change in result.ranked:
        table.add_row(*_row(change, wide=wide))
    return table


def _row(change: ArmResult, *, wide: bool) -> Iterator[Text]:
    overall = change.overall
    yield Text(change.arm.name, style="bold")
    yield Text(points(overall.b) if not math.isnan(overall.b) else "–")
    yield Text(_signed(overall), style="bold")
    yield Text(interval(overall))
    if wide:
        yield Text(p_value(overall.p))
    yield Text(overall.verdict, style=_STYLES[overall.verdict])
    yield Text("–" if math.isnan(change.detectable) else points(change.detectable))
    yield Text(_times(change.step_ratio))
    if wide:
        yield Text(_times(change.memory_ratio))


def _explanation(result: AblationResult) -> str:
    text = (
        "Δ against the baseline, in points of 100; better or worse: p below 0.05 after Holm's correction "
        "over the changes, and an interval without 0. Could see: the true change that would have been "
        "called four times in five."
    )
    if result.deviation is not None:
        text += f" mIoU scatters by {points(result.deviation)} from training to training."
    return text


def _heat_map(result: AblationResult, width: int) -> Table:
    """Changes in rows and classes in columns where these fit, else the other way round."""
    changes, classes = result.ranked, range(len(result.class_names))
    names = [change.arm.name for change in changes]
    if _LEAST_NAME + _CELL * len(classes) <= width:
        rows = [[change.classes[index] for index in classes] for change in changes]
        return _cells(names, result.class_names, rows, width)
    longest = min(_NAME, max(map(cell_len, result.class_names)) + 1)
    most = max(1, (width - longest) // _CELL)
    shown = changes if len(changes) <= most else sorted(changes, key=_size, reverse=True)[:most]
    shown = [change for change in changes if change in shown]
    rows = [[change.classes[index] for change in shown] for index in classes]
    return _cells(result.class_names, [change.arm.name for change in shown], rows, width)


def _cells(
    names: Sequence[str], headings: Sequence[str], rows: Sequence[Sequence[ScoreChange]], width: int
) -> Table:
    table = Table(box=None, padding=0, pad_edge=False, header_style="dim")
    room = min(_NAME, width - _CELL * len(headings))
    table.add_column("", no_wrap=True, overflow="ellipsis", max_width=room)
    for heading in headings:
        table.add_column(_short(heading), justify="right", no_wrap=True, min_width=_CELL, max_width=_CELL)
    for name, row in zip(names, rows, strict=True):
        table.add_row(Text(name + " "), *map(_cell, row))
    return table


def _cell(change: ScoreChange) -> Text:
    if math.isnan(change.difference):
        return Text("–", style="dim")
    sure = change.verdict in ("better", "worse")
    size = abs(100 * change.difference)
    style = "bold " if sure else ""
    if size >= _PALE:
        good, strong = change.difference > 0, size >= _STRONG
        colour = ("#01665e" if good else "#8c510a") if strong else ("#35978f" if good else "#bf812d")
        style += f"white on {colour}"
    text = _signed(change)
    if sure and len(text) >= _CELL - 1:  # no room for both: the star says more than the digit
        text = points(change.difference, sign=True, digits=0)
    return Text(f"{text}{'*' if sure else ' '}", style=style)


def _short(name: str) -> str:
    """Cut a name to a cell's width, by letters that are as wide as they are shown."""
    while cell_len(name) >= _CELL:
        name = name[:-1]
    return name + " "


def _size(change: ArmResult) -> float:
    return 0.0 if math.isnan(change.overall.difference) else abs(change.overall.difference)


def _signed(change: ScoreChange) -> str:
    return "–" if math.isnan(change.difference) else points(change.difference, sign=True)


def _times(ratio: float | None) -> str:
    return "–" if ratio is None else f"×{ratio:.2f}"
