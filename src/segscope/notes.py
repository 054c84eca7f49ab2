"""The team's notebook from Python: what its page and ``segscope notes`` do.

Every function takes an open workspace first. A row is named by its number, ``"#12"``, or one of its runs.

>>> import tempfile, segscope
>>> from segscope import notes
>>> with tempfile.TemporaryDirectory() as folder, segscope.open_workspace(folder) as team:
...     row = notes.add(team, {"title": "lower rate", "hypothesis": "Paper's edges get sharper"})
...     cell = notes.edit(team, row.number, {"conclusion": "no change"})["conclusion"]
...     remark = notes.comment(team, row.number, "see #1")
...     [(row.title, row.note.text("conclusion"), row.note.comments) for row in notes.rows(team)]
[('lower rate', 'no change', 1)]
"""

from collections.abc import Mapping, Sequence

from segscope._notes import (
    ImportedNotes,
    add_note,
    export_notes,
    find_note,
    import_notes,
    list_experiments,
    plan_notes_import,
    write_texts,
)
from segscope.analysis.notebook import Experiment
from segscope.analysis.notebook.exchange import ImportPlan
from segscope.store.notebook import (
    Cell,
    CellVersion,
    Change,
    Comment,
    KeptViews,
    Note,
    Notebook,
    NoteConflictError,
    Pins,
)
from segscope.store.workspace import Workspace

__all__ = [
    "Experiment",
    "ImportPlan",
    "ImportedNotes",
    "NoteConflictError",
    "add",
    "changes",
    "comment",
    "comments",
    "delete",
    "edit",
    "export_file",
    "find",
    "history",
    "import_file",
    "pins",
    "plan_import",
    "restore",
    "rows",
    "undelete",
    "views",
]

rows = list_experiments
"""Give all rows with what their runs say."""
add = add_note
"""Add a row: field → text, and the runs that it tells of."""
export_file = export_notes
"""Write all rows to CSV, TSV or XLSX."""
plan_import = plan_notes_import
"""Tell what an import would do."""
import_file = import_notes
"""Read an exported sheet back, or a team's own sheet in."""


def find(workspace: Workspace, row: int | str) -> Note:
    """Find a row.

    Raises:
        StoreError: There is no such row or run.
    """
    return find_note(workspace, str(row))


def edit(workspace: Workspace, row: int | str, texts: Mapping[str, str]) -> dict[str, Cell]:
    """Write fields of a row on what was just read of it; others' words that came meanwhile are kept.

    Args:
        workspace: The team's.
        row: The row.
        texts: Field → what it is to say.

    Raises:
        NoteConflictError: Somebody else changed the same lines in this moment; fields before are saved.
    """
    return write_texts(workspace, find(workspace, row), texts)


def history(workspace: Workspace, row: int | str, field: str) -> tuple[CellVersion, ...]:
    """Give every text that a cell has had, the first one first."""
    return Notebook(workspace.database).history(find(workspace, row).number, field)


def restore(workspace: Workspace, row: int | str, field: str, version: int) -> Cell:
    """Let a cell say again what it said before; version 0 empties it."""
    return Notebook(workspace.database).restore(find(workspace, row).number, field, version)


def comment(workspace: Workspace, row: int | str, text: str) -> Comment:
    """Say something below a row."""
    return Notebook(workspace.database).comment(find(workspace, row).number, text)


def comments(workspace: Workspace, row: int | str) -> Sequence[Comment]:
    """Give what was said below a row, the first first."""
    return Notebook(workspace.database).comments(find(workspace, row).number)


def delete(workspace: Workspace, row: int | str) -> None:
    """Take a row away; nothing of it is lost. Its runs stay."""
    Notebook(workspace.database).delete(find(workspace, row).number)


def undelete(workspace: Workspace, row: int) -> None:
    """Bring a row back that was taken away."""
    Notebook(workspace.database).undelete(row)


def changes(workspace: Workspace, *, after: int = 0) -> Sequence[Change]:
    """Give who changed what after a change, oldest first, at most a thousand."""
    return Notebook(workspace.database).changes(after=after)


def pins(workspace: Workspace) -> Pins:
    """Give the notes at spots of pictures, to add, read and take away."""
    return Pins(workspace.database)


def views(workspace: Workspace) -> KeptViews:
    """Give the kept views of the page, to keep and to drop."""
    return KeptViews(workspace.database)
