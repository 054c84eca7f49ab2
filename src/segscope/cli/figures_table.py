"""A table of figures that are read whole at any width: where room is short, names are folded, not figures."""

from rich import box
from rich.table import Table


def figures_table(first: str) -> Table:
    """Make a table without rows, for figures behind a name.

    Args:
        first: Heading of the first column, whose names are folded where the others need the room.
    """
    # one space between columns, which the box leaves: three splits' figures then fit 80 columns
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=0, pad_edge=False, show_edge=False)
    table.add_column(first, overflow="fold")
    return table


def add_figures(table: Table, *headings: str) -> None:
    """Add columns of figures, aligned to the right and never folded."""
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
