"""The notebook's rows, cells, comments and views."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from segscope.web.schemas.common import Count, Number, RowNumber, Text, Wire


class RowRun(Wire):
    """What a row shows of one of its runs."""

    id: str
    name: str
    user: str
    created_at: datetime
    status: str
    miou: Number
    best: int | None = Field(description="Number of its best validation; null before the first.")


class Cell(Wire):
    """The text of a field of a row as it is now; version 0 is a cell that was never written."""

    version: int
    text: str
    author: str
    time: datetime


class ClassScore(Wire):
    """A class and its IoU."""

    name: str
    iou: Number


class Row(Wire):
    """An experiment: what people wrote (``cells``), and what its runs say."""

    number: int
    id: str
    title: str
    who: str
    when: datetime
    status: str
    parent: int | None
    changed: list[str]
    runs: list[RowRun]
    miou: Number
    miou_sd: Number
    n: int
    difference: Number
    weakest: ClassScore | None
    comments: int
    cells: dict[str, Cell]
    deleted: bool


class NotebookView(Wire):
    """All rows, and what the page offers as choices."""

    rows: list[Row]
    own_fields: list[str]
    last_change: int


class RowVerdict(Wire):
    """Whether a row is better than its parent, by the paired test that ``segscope compare`` makes.

    ``refused`` tells why there is no verdict (unlike things, no label maps); the figures are null then.
    """

    row: int
    parent: int
    verdict: Literal["better", "worse", "cannot tell", "too few"] | None
    words: str
    difference: Number = None
    low: Number = None
    high: Number = None
    p: Number = None
    n: int = 0
    refused: str | None = None


class RowVerdicts(Wire):
    """The verdicts that are known, and the rows whose verdicts are being computed: ask again for these."""

    verdicts: list[RowVerdict]
    pending: list[int]


class NewRow(Wire):
    """A row to add: field → text, and the ids of runs that have no row yet."""

    texts: dict[Text, Text] = Field(default_factory=dict, max_length=200)
    runs: list[Text] = Field(default_factory=list, max_length=1000)


class Edit(Wire):
    """A text for a cell, and the version that its author had before the eyes (0: an empty cell)."""

    row: RowNumber
    field: Text
    text: Text
    base: Count


class Edits(Wire):
    """Several edits at once, as a paste makes them; each is saved or refused by itself."""

    edits: list[Edit] = Field(max_length=20_000)


class Conflict(Wire):
    """Both changed the same lines: ``theirs`` is in the cell; ``joined`` holds both, to be edited."""

    theirs: str
    mine: str
    joined: str


class Outcome(Wire):
    """What became of an edit; ``cell`` is what the cell says now."""

    row: int
    field: str
    saved: bool
    cell: Cell
    conflict: Conflict | None = None


class Outcomes(Wire):
    """What became of all edits, in their order."""

    outcomes: list[Outcome]
    last_change: int


class Version(Wire):
    """A text that a cell has, or had."""

    version: int
    text: str
    author: str
    time: datetime
    base: int
    origin: str


class RestoreVersion(Wire):
    """Which text a cell is to have again; version 0 empties it."""

    field: Text
    version: Count


class Comment(Wire):
    """What somebody said below a row."""

    number: int
    row: int
    text: str
    author: str
    time: datetime


class NewComment(Wire):
    """What to say."""

    text: Text


class Change(Wire):
    """Who changed what.

    ``kind`` is ``row``, ``cell``, ``runs``, ``comment``, ``deleted`` or ``restored`` of a row; ``pin`` or
    ``unpinned`` of a note at a spot of a picture; ``view`` or ``dropped`` of a kept view.
    """

    number: int
    time: datetime
    author: str
    kind: str
    row: int | None
    detail: dict[str, object]


class SavedView(Wire):
    """A view of a page that people keep: its name, and the page's address without the host."""

    name: str
    address: str
    author: str
    time: datetime


class NewView(Wire):
    """Where a view leads: the page's address without the host, such as ``/?sort=miou``."""

    address: Text = Field(max_length=4000)


class SheetColumn(Wire):
    """A column of a sheet: the field that it is read into, or null where it is left out."""

    name: str
    field: str | None
    examples: list[str]


class ImportPlan(Wire):
    """What an import would do: the cells that the sheet's reader changed, and the rows to add."""

    columns: list[SheetColumn]
    edits: list[Edit]
    new: list[dict[str, str]]
    unread: list[str]


class ImportResult(Wire):
    """What an import did; ``conflicts`` were left as they are."""

    added: list[int]
    saved: int
    conflicts: list[Outcome]
