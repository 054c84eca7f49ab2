"""The notebook's rows in the terminal."""

import math
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from segscope.analysis.compare.comparison import points
from segscope.analysis.notebook import Experiment
from segscope.cli.console import results


def notebook_table(rows: Sequence[Experiment]) -> Table:
    """Make the sheet, without the columns that no row fills."""
    table = Table(box=None, header_style="bold")
    cells = [_cells(row) for row in rows]
    filled = [name for name in cells[0] if any(row[name] for row in cells)]
    for name in filled:
        figures = name in ("#", "mIoU", "Δ")
        table.add_column(name, justify="right" if figures else "left", no_wrap=figures, overflow="fold")
    for row in cells:
        table.add_row(*(Text(row[name]) for name in filled))
    return table


def _cells(row: Experiment) -> dict[str, str]:
    return {
        "#": str(row.note.number),
        "experiment": row.title,
        "changed": "\n".join(row.changed),
        "mIoU": _score(row),
        "Δ": "" if math.isnan(row.difference) else points(row.difference, sign=True),
        "weakest": f"{row.weakest[0]} {points(row.weakest[1])}" if row.weakest else "",
        "status": row.status,
        "tags": row.note.text("tags"),
        "conclusion": row.note.text("conclusion"),
    }


def print_row(row: Experiment) -> None:
    """Print what a row's runs say; what people wrote follows it."""
    taken = " (taken away)" if row.note.is_deleted else ""
    results().print(Text(f"#{row.note.number} {row.title}{taken}", style="bold"))
    results().print(Text(f"{row.who}, {row.note.created_at:%Y-%m-%d %H:%M} UTC, {row.status}"))
    if row.parent is not None:
        results().print(Text(f"changes #{row.parent}: {', '.join(row.changed) or 'nothing'}"))
    if row.scores:
        against = f", {points(row.difference, sign=True)} against #{row.parent}"
        results().print(Text(f"mIoU {_score(row)}{'' if math.isnan(row.difference) else against}"))
    for result in row.results:
        score = "" if math.isnan(result.miou) else f", mIoU {points(result.miou)}"
        results().print(Text(f"run {result.id} {result.name}, {result.status}{score}"))


def _score(row: Experiment) -> str:
    if not row.scores:
        return ""
    several = f" ± {points(row.miou_sd)} ({len(row.scores)})" if len(row.scores) > 1 else ""
    return f"{points(row.miou)}{several}"
