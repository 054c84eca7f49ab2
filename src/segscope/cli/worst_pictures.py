"""The pictures to look at first, by the names of their files."""

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from segscope.analysis.class_diagnosis import ClassDiagnosis
from segscope.analysis.worst import WorstImage


def picture_names(worst: Sequence[WorstImage], file_names: Mapping[str, str]) -> Text:
    """Name pictures in a line; ``(+2 alike)`` stands behind one that stands for others as well."""
    return Text(", ".join(_name(entry, file_names) for entry in worst))


def reasons_table(worst: Sequence[WorstImage], file_names: Mapping[str, str]) -> Table | None:
    """Say of each picture what it costs, and by what; None where there is none."""
    grid = _grid(max_width=40)
    for entry in worst:
        text = Text.assemble((f"costs {entry.lost:.3f} mIoU: ", "bold"), entry.reason)
        grid.add_row(Text(_name(entry, file_names), style="cyan"), text)
    return grid if grid.row_count else None


def class_pictures(shown: Sequence[ClassDiagnosis], file_names: Mapping[str, str]) -> Table | None:
    """Name the worst pictures of each class; None where there is none."""
    grid = _grid(max_width=24)
    for entry in shown:
        if entry.worst:
            grid.add_row(Text(entry.name), picture_names(entry.worst, file_names))
    return grid if grid.row_count else None


def _name(entry: WorstImage, file_names: Mapping[str, str]) -> str:
    alike = f" (+{len(entry.like)} alike)" if entry.like else ""
    return f"{file_names.get(entry.image, entry.image)}{alike}"


def _grid(max_width: int) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, overflow="ellipsis", max_width=max_width)
    grid.add_column(overflow="fold", ratio=1)
    return grid
