"""Many edits of cells at once, as a paste makes them."""

from collections.abc import Iterator, Sequence

from segscope.store.notebook import CellEdit, EditOutcome, Notebook
from segscope.store.notebook.note import check_cell_text, check_field
from segscope.web.schemas.notebook import Cell, Conflict, Edit, Outcome

_AT_ONCE = 500
"""Edits of one transaction: others wait for as long as it takes, some tenths of a second."""


def write_edits(notebook: Notebook, edits: Sequence[Edit], author: str) -> list[Outcome]:
    """Write edits, and tell what became of each.

    Args:
        notebook: The team's.
        edits: Of rows that are there.
        author: Who writes.

    Raises:
        UsageError: A field or a text is none; nothing is written then.
        StoreError: There is no such row or version; edits of other rows may be written then.
    """
    checked = [
        CellEdit(edit.row, check_field(edit.field), check_cell_text(edit.text), edit.base) for edit in edits
    ]
    return [
        outcome_of(outcome) for part in _parts(checked) for outcome in notebook.edit_many(part, author=author)
    ]


def outcome_of(outcome: EditOutcome) -> Outcome:
    """Give what became of an edit as it goes over the wire."""
    edit, conflict = outcome.edit, outcome.conflict
    return Outcome(
        row=edit.note,
        field=edit.field,
        saved=outcome.is_saved,
        cell=Cell.model_validate(outcome.cell),
        conflict=None
        if conflict is None
        else Conflict(theirs=outcome.cell.text, mine=edit.text, joined=conflict.text),
    )


def _parts(edits: Sequence[CellEdit]) -> Iterator[Sequence[CellEdit]]:
    for start in range(0, len(edits), _AT_ONCE):
        yield edits[start : start + _AT_ONCE]
