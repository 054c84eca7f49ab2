"""The comparison in the terminal: the verdict in a sentence, then scores, error kinds and pictures."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from segscope.analysis.compare import Comparison, ImageChange, KindChange, ScoreChange
from segscope.analysis.compare.comparison import points

WIDE = 100
"""Columns from which the pixels fixed and broken stand beside each class."""
MOST_CLASSES = 25
MOST_KINDS = 5
MOST_IMAGES = 5
_STYLES = {"better": "bold green", "worse": "bold red", "cannot tell": "", "too few": "dim"}


def comparison_renderable(comparison: Comparison) -> RenderableType:
    """Make what the terminal shows of a comparison.

    Returns:
        A rich renderable that fits itself to the width it is given, from 80 columns on.
    """
    return _ComparisonView(comparison)


@dataclass(frozen=True)
class _ComparisonView:
    comparison: Comparison

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Give the parts from top to bottom, laid out for the width at hand."""
        yield Text(self.comparison.summary, style="bold")
        yield self._score_table(options.max_width)
        yield from self._explanations()
        yield from _section("Errors that moved, by class and kind", self._kind_list())
        yield from _section("Images that moved most", self._image_list())
        if self.comparison.notes:
            yield Text("")
        for note in self.comparison.notes:
            yield Text(note, style="dim")

    def _score_table(self, width: int) -> Table:
        shown = self._shown()
        first = (self.comparison.overall, *self.comparison.others)
        longest = max(cell_len(change.name) for change in (*first, *shown))
        pixels = self._pixels() if width >= WIDE else {}
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
        table.add_column("class", overflow="ellipsis", no_wrap=True, width=max(5, min(longest, width // 5)))
        for heading in ("A", "B", "Δ", "95 % interval", "p", *(("px fixed", "px broken") if pixels else ())):
            table.add_column(heading, justify="right", no_wrap=True)
        table.add_column("verdict", no_wrap=True, overflow="ellipsis")
        blank = [Text("")] * (2 if pixels else 0)
        verdict = _verdict(self.comparison.overall)
        table.add_row(*_figures(self.comparison.overall, "bold"), *blank, verdict)
        for place, change in enumerate(self.comparison.others, start=1):
            last = place == len(self.comparison.others)
            table.add_row(*_figures(change, "dim"), *blank, Text(""), end_section=last)
        for change in shown:
            table.add_row(*_figures(change), *pixels.get(change.name, []), _verdict(change))
        return table

    def _shown(self) -> list[ScoreChange]:
        """List the classes, what improved most first; of very many, those that are decided or moved most."""
        ranked = sorted(
            self.comparison.classes,
            key=lambda c: (c.verdict not in ("better", "worse"), -abs(c.difference or 0)),
        )
        return sorted(ranked[:MOST_CLASSES], key=lambda c: (math.isnan(c.difference), -c.difference))

    def _pixels(self) -> dict[str, list[Text]]:
        found = self.comparison.pixels
        if found is None:
            return {}
        columns = zip(self.comparison.class_names, found.fixed, found.broken, strict=True)
        return {name: [Text(f"{fixed:,.0f}"), Text(f"{broken:,.0f}")] for name, fixed, broken in columns}

    def _explanations(self) -> Iterator[Text]:
        left_out = len(self.comparison.classes) - len(self._shown())
        unit = self.comparison.overall.unit
        text = (
            "Points of 100; Δ is B − A. Classes: p after Holm's correction over all of them. Better or "
            "worse: p below 0.05 and an interval without 0."
        )
        if any(not change.safe for change in (self.comparison.overall, *self.comparison.classes)):
            text += f" Too few: fewer than 20 {unit}s hold the class, and its interval is unsafe."
        if left_out:
            text += f" {left_out} more classes with --json."
        yield Text(text, style="dim")
        pixels = self.comparison.pixels
        if pixels is not None:
            where = f"{pixels.images} of {pixels.of} images"
            where += "" if pixels.chance is None else ", mean over all pairs of runs"
            text = (
                f"Pixel by pixel, each by its true class, over {where}: "
                f"{sum(pixels.fixed):,.0f} fixed, {sum(pixels.broken):,.0f} broken, "
                f"{sum(pixels.still_wrong):,.0f} wrong in both."
            )
            if pixels.chance is not None:
                text += f" Between two runs of one side {sum(pixels.chance):,.0f} change either way."
            yield Text(text)

    def _kind_list(self) -> Table | None:
        return _grid(map(_kind_row, self.comparison.kinds[:MOST_KINDS]))

    def _image_list(self) -> Table | None:
        return _grid(map(_image_row, self.comparison.moved[:MOST_IMAGES]))


def _figures(change: ScoreChange, style: str = "") -> Iterator[Text]:
    yield Text(change.name, style=style or "bold")
    for score in (change.a, change.b):
        yield Text(_points(score), style=style)
    yield Text(_points(change.difference, sign=True), style=style)
    ends = "–" if math.isnan(change.low) else f"{points(change.low)} … {points(change.high)}"
    yield Text(ends, style=style if change.safe else "dim")
    yield Text(_p_value(change.p), style=style)


def _verdict(change: ScoreChange) -> Text:
    words = f"too few (n = {change.n})" if change.verdict == "too few" else change.verdict
    return Text(words, style=_STYLES[change.verdict])


def _kind_row(change: KindChange) -> tuple[Text, Text]:
    gain = change.lost_a - change.lost_b
    cost = f"{_points(change.lost_a)} → {_points(change.lost_b)} points of IoU lost"
    pixels = f"{change.fixed:,.0f} px fewer wrong, {change.broken:,.0f} px more"
    return Text(_points(gain, sign=True)), Text.assemble(
        (f"{change.name}, {change.kind}: ", "bold"), f"{cost}; {pixels}"
    )


def _image_row(change: ImageChange) -> tuple[Text, Text]:
    moved = f"{100 * change.gain:+.2f}".replace("-", "−")
    own = f"its own mIoU {_points(change.miou_a)} → {_points(change.miou_b)}"
    wrong = f"{change.wrong_a:,.0f} → {change.wrong_b:,.0f} px wrong"
    return Text(moved), Text.assemble((f"{change.image}: ", "cyan"), f"{own}, {wrong}")


def _section(title: str, body: RenderableType | None) -> Iterator[RenderableType]:
    if body is not None:
        yield Text(f"\n{title}", style="bold")
        yield body


def _grid(rows: Iterator[tuple[Text, Text]]) -> Table | None:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for row in rows:
        grid.add_row(*row)
    return grid if grid.row_count else None


def _points(share: float, *, sign: bool = False) -> str:
    return "–" if math.isnan(share) else points(share, sign=sign)


def _p_value(p: float) -> str:
    if math.isnan(p):
        return "–"
    return "<0.001" if p < 0.001 else f"{p:.3f}"
