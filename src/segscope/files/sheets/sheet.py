"""A table of texts with named columns, whatever file it came from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from segscope.errors import UsageError

MOST_ROWS = 100_000
MOST_COLUMNS = 500


@dataclass(frozen=True)
class Sheet:
    """Texts in rows and columns.

    Attributes:
        columns: Their names, each once.
        rows: One text a column in each.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheet_of_cells(name: str, cells: Iterable[Sequence[str]]) -> Sheet:
    """Take the first row that is not empty for the columns' names, and leave empty rows out.

    Args:
        name: The file, for messages.
        cells: Rows as they stand in the file; short ones are filled up with empty texts.

    Raises:
        UsageError: There is no row, a column has no name or that of another, or a row is longer than the
            first one; or there are far too many.
    """
    filled = ((number, row) for number, row in enumerate(cells, start=1) if any(cell.strip() for cell in row))
    first = next(filled, None)
    if first is None:
        raise UsageError(f"{name} is empty: its first row has to name the columns.")
    columns = _column_names(name, first[1])
    rows = []
    for number, row in filled:
        if any(cell.strip() for cell in row[len(columns) :]):
            raise UsageError(
                f"{name}: row {number} has more cells than the first row names columns: name them all."
            )
        rows.append((*row[: len(columns)], *[""] * (len(columns) - len(row))))
        if len(rows) > MOST_ROWS:
            raise UsageError(f"{name} has more than {MOST_ROWS} rows: split it.")
    return Sheet(columns, tuple(rows))


def _column_names(name: str, row: Sequence[str]) -> tuple[str, ...]:
    names = [" ".join(cell.split()) for cell in row]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise UsageError(f"{name} has more than {MOST_COLUMNS} columns: leave out those that nobody needs.")
    for position, column in enumerate(names):
        if not column:
            raise UsageError(f"{name}: column {position + 1} has no name in the first row: name it.")
        if column in names[:position]:
            raise UsageError(f"{name} has two columns {column!r}: give one another name.")
    return tuple(names)
