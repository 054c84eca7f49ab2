"""A row of the team's notebook, and what is known of each of its cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from segscope.errors import StoreError, UsageError
from segscope.store.new_run import check_text
from segscope.store.notebook.merge import MergedText
from segscope.store.notebook.tables import FIELD_LENGTH

FIELDS = ("title", "hypothesis", "conclusion", "status", "tags", "parent")
"""The fields that every notebook has; a team adds its own by writing to them."""

RESERVED = (
    "id", "revision", "#", "experiment", "who", "when", "runs", "changed", "mIoU", "sd", "n", "Δ", "weakest",
)  # fmt: skip
"""Columns of an exported sheet that say where a row belongs, or that fill themselves: no field's name."""

TEXT_LENGTH = 200_000
"""Characters of a cell, at most."""

Origin = Literal["edit", "merge", "restore", "import"]
"""How a version came about."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a field of a row as it is now.

    Attributes:
        version: 1 for the first text; 0 stands for a cell that was never written.
        text: What it says.
        author: Who wrote it.
        time: When, UTC.
    """

    version: int
    text: str
    author: str
    time: datetime


@dataclass(frozen=True, slots=True)
class CellVersion(Cell):
    """A text that a cell has, or had.

    Attributes:
        base: The version that its author had before the eyes.
        origin: ``edit``, ``merge`` of two people's words, ``restore`` of an older one, or ``import``.
        change: Number of the change that brought it; see :class:`~segscope.store.notebook.changes.Change`.
    """

    base: int
    origin: Origin
    change: int


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said below a row; ``number`` names it."""

    number: int
    note: int
    text: str
    author: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A row.

    Attributes:
        number: What people call it: ``#12``. Rows are numbered as they come.
        id: What files call it; it never changes, and no other workspace has it.
        author: Who began it.
        created_at: When, UTC.
        runs: Ids of the runs that it tells of, by id; of deleted runs, too.
        cells: Field → what it says; fields that were never written are left out.
        comments: How many there are.
        is_deleted: Whether somebody took it away.
    """

    number: int
    id: str
    author: str
    created_at: datetime
    runs: tuple[str, ...]
    cells: Mapping[str, Cell]
    comments: int
    is_deleted: bool

    def text(self, field: str) -> str:
        """Give what a field says; empty where nobody wrote it."""
        return self.cells[field].text if field in self.cells else ""


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A text that somebody wrote.

    Attributes:
        note: The row's number.
        field: The field.
        text: What it is to say.
        base: The version that the author had before the eyes; 0 for an empty cell.
    """

    note: int
    field: str
    text: str
    base: int


@dataclass(frozen=True, slots=True)
class EditOutcome:
    """What became of an edit.

    Attributes:
        edit: What was asked for.
        cell: What the cell says now.
        conflict: The join of both texts where somebody else changed the same lines: nothing was saved,
            and whoever wrote has to choose. None where the words were saved.
    """

    edit: CellEdit
    cell: Cell
    conflict: MergedText | None = None

    @property
    def is_saved(self) -> bool:
        """True where the author's words are in the cell."""
        return self.conflict is None


class NoteConflictError(StoreError):
    """Somebody else changed the same lines meanwhile; nothing was saved, and ``outcome`` holds both."""

    def __init__(self, outcome: EditOutcome) -> None:
        edit, cell = outcome.edit, outcome.cell
        super().__init__(
            f"{cell.author} changed {edit.field} of #{edit.note} meanwhile (version {cell.version}, yours "
            f"was written on {edit.base}): read it, and write yours again."
        )
        self.outcome = outcome


def check_field(field: str) -> str:
    """Give a field's name with single blanks between its words.

    Raises:
        UsageError: It is empty, too long, or the name of a column that fills itself.
    """
    name = " ".join(field.split())
    if name in RESERVED:
        raise UsageError(f"{name!r} is a column that fills itself: take another name for what people write.")
    if not name or len(name) > FIELD_LENGTH:
        raise UsageError(f"{field!r} cannot name a column: take 1 to {FIELD_LENGTH} characters.")
    check_text("the name of a column", name)
    return name


def check_cell_text(text: str) -> str:
    r"""Give a cell's text with ``\n`` as the only end of a line, and nothing blank at the end.

    Raises:
        StoreError: It holds what is no text.
        UsageError: It is too long.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if len(plain) > TEXT_LENGTH:
        raise UsageError(
            f"the text has {len(plain)} characters, and a cell holds {TEXT_LENGTH}: put the rest into a file."
        )
    check_text("the text", plain)
    return plain
