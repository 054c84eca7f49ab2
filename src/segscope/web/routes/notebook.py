"""The notebook: its rows, the edits of their cells, and what changed."""

from typing import Annotated

from fastapi import Query, Request

from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.notebook import (
    Change,
    Edits,
    NewRow,
    NotebookView,
    Outcome,
    Outcomes,
    RestoreVersion,
    Row,
    RowVerdicts,
    Version,
)

router = PolicyRouter(prefix="/notebook", tags=["notebook"])


@router.get("", role=Role.VIEWER)
def read_notebook(context: Context, deleted: bool = False) -> NotebookView:
    """Give all rows, oldest first; with ``deleted`` also those that were taken away."""
    raise NotImplementedError


@router.get("/rows/{number}", role=Role.VIEWER)
def read_row(context: Context, number: int) -> Row:
    """Give one row, also one that was taken away."""
    raise NotImplementedError


@router.get("/verdicts", role=Role.VIEWER)
def read_verdicts(context: Context, rows: Annotated[list[int], Query(max_length=500)]) -> RowVerdicts:
    """Give the verdicts of rows against their parents; unknown ones begin to be computed."""
    raise NotImplementedError


@router.post("/rows", role=Role.EDITOR)
def add_row(context: Context, request: Request, new: NewRow) -> Row:
    """Add a row."""
    raise NotImplementedError


@router.post("/edits", role=Role.EDITOR)
def edit_cells(context: Context, request: Request, edits: Edits) -> Outcomes:
    """Write cells; what others wrote meanwhile is joined, or told as a conflict and left as it is."""
    raise NotImplementedError


@router.delete("/rows/{number}", role=Role.EDITOR)
def delete_row(context: Context, request: Request, number: int) -> Row:
    """Take a row away; nothing of it is lost."""
    raise NotImplementedError


@router.post("/rows/{number}/undelete", role=Role.EDITOR)
def undelete_row(context: Context, request: Request, number: int) -> Row:
    """Bring a row back that was taken away."""
    raise NotImplementedError


@router.get("/rows/{number}/history", role=Role.VIEWER)
def read_history(context: Context, number: int, field: str) -> list[Version]:
    """Give every text that a cell has had, the first one first."""
    raise NotImplementedError


@router.post("/rows/{number}/restore", role=Role.EDITOR)
def restore_cell(context: Context, request: Request, number: int, version: RestoreVersion) -> Outcome:
    """Let a cell say again what it said before."""
    raise NotImplementedError


@router.get("/changes", role=Role.VIEWER)
def read_changes(
    context: Context, after: int = 0, limit: Annotated[int, Query(ge=1, le=1000)] = 200
) -> list[Change]:
    """Give the changes after a change, oldest first."""
    raise NotImplementedError
