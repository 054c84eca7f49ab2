"""The notebook: its rows, the edits of their cells, and what changed."""

from typing import Annotated

from fastapi import Path, Query, Request
from starlette.responses import Response

from segscope.errors import StoreError
from segscope.web.context import Context
from segscope.web.edits import write_edits
from segscope.web.people import author_of
from segscope.web.policy import PolicyRouter, Role
from segscope.web.refusal import Refusal
from segscope.web.rows import row_of
from segscope.web.schemas.common import LARGEST, Count, RowNumber, Text
from segscope.web.schemas.notebook import (
    Cell,
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

Number = Annotated[int, Path(ge=1, le=LARGEST)]


@router.get("", role=Role.VIEWER, response_model=NotebookView)
def read_notebook(context: Context, request: Request, deleted: bool = False) -> Response:
    """Give all rows, oldest first; with ``deleted`` also those that were taken away."""
    view = context.rows.view(deleted=deleted)
    headers = {"vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(view.compressed, media_type="application/json", headers=headers)
    return Response(view.plain, media_type="application/json", headers=headers)


@router.get("/rows/{number}", role=Role.VIEWER)
def read_row(context: Context, number: Number) -> Row:
    """Give one row, also one that was taken away."""
    return row_of(context.rows.experiment(number))


@router.get("/verdicts", role=Role.VIEWER)
def read_verdicts(context: Context, rows: Annotated[list[RowNumber], Query(max_length=500)]) -> RowVerdicts:
    """Give the verdicts of rows against their parents; unknown ones begin to be computed."""
    return context.verdicts.of(rows)


@router.post("/rows", role=Role.EDITOR)
def add_row(context: Context, request: Request, new: NewRow) -> Row:
    """Add a row."""
    author = author_of(request)
    runs = [context.run(run_id).id for run_id in new.runs]
    if not runs:
        context.rows.experiments()  # runs that were there before it come before it
    try:
        note = context.notebook.add(new.texts, runs=runs, author=author)
    except StoreError as error:
        if not runs:
            raise
        raise Refusal(409, "has_row", str(error)) from error
    return row_of(context.rows.experiment(note.number))


@router.post("/edits", role=Role.EDITOR)
def edit_cells(context: Context, request: Request, edits: Edits) -> Outcomes:
    """Write cells; what others wrote meanwhile is joined, or told as a conflict and left as it is."""
    notebook = context.notebook
    outcomes = write_edits(notebook, edits.edits, author_of(request))
    return Outcomes(outcomes=outcomes, last_change=notebook.last_change)


@router.delete("/rows/{number}", role=Role.EDITOR)
def delete_row(context: Context, request: Request, number: Number) -> Row:
    """Take a row away; nothing of it is lost."""
    context.rows.experiment(number)
    context.notebook.delete(number, author=author_of(request))
    return row_of(context.rows.experiment(number))


@router.post("/rows/{number}/undelete", role=Role.EDITOR)
def undelete_row(context: Context, request: Request, number: Number) -> Row:
    """Bring a row back that was taken away."""
    context.rows.experiment(number)
    context.notebook.undelete(number, author=author_of(request))
    return row_of(context.rows.experiment(number))


@router.get("/rows/{number}/history", role=Role.VIEWER)
def read_history(context: Context, number: Number, field: Text) -> list[Version]:
    """Give every text that a cell has had, the first one first."""
    return [Version.model_validate(version) for version in context.notebook.history(number, field)]


@router.post("/rows/{number}/restore", role=Role.EDITOR)
def restore_cell(context: Context, request: Request, number: Number, version: RestoreVersion) -> Outcome:
    """Let a cell say again what it said before."""
    cell = context.notebook.restore(number, version.field, version.version, author=author_of(request))
    return Outcome(row=number, field=version.field, saved=True, cell=Cell.model_validate(cell))


@router.get("/changes", role=Role.VIEWER)
def read_changes(
    context: Context, after: Count = 0, limit: Annotated[int, Query(ge=1, le=1000)] = 200
) -> list[Change]:
    """Give the changes after a change, oldest first."""
    return [
        Change(
            number=change.number,
            time=change.time,
            author=change.author,
            kind=change.kind,
            row=change.note,
            detail=dict(change.detail),
        )
        for change in context.notebook.changes(after=after, limit=limit)
    ]
