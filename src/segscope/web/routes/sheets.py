"""The notebook as a spreadsheet, there and back."""

from typing import Annotated, Literal

from fastapi import Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from segscope.files.sheets import encode_sheet
from segscope.web.context import Context
from segscope.web.people import author_of
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.common import Text
from segscope.web.schemas.notebook import ImportPlan, ImportResult
from segscope.web.sheet_imports import import_sheet as import_content
from segscope.web.sheet_imports import plan_sheet

router = PolicyRouter(prefix="/notebook/sheet", tags=["notebook"])

FileName = Annotated[Text, Query(min_length=1, max_length=255)]
_MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
_A_FILE = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("", role=Role.VIEWER, response_class=Response)
def export_sheet(context: Context, format: Literal["xlsx", "csv", "tsv"] = "xlsx") -> Response:
    """Give the whole notebook as a file."""
    name = f"segscope-notebook.{format}"
    content = encode_sheet(name, context.rows.sheet())
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_MEDIA_TYPES[format], headers=headers)


@router.post("/plan", role=Role.EDITOR, openapi_extra=_A_FILE)
async def plan_import(context: Context, request: Request, name: FileName, match: Text = "{}") -> ImportPlan:
    """Tell what importing a sheet would do.

    The body is the file (``application/octet-stream``); its name tells the format. ``match`` is a JSON
    object column → field, an empty field leaves a column out.
    """
    content = await request.body()
    return await run_in_threadpool(plan_sheet, context.workspace, name, content, match)


@router.post("", role=Role.EDITOR, openapi_extra=_A_FILE)
async def import_sheet(
    context: Context, request: Request, name: FileName, match: Text = "{}"
) -> ImportResult:
    """Import a sheet; see the plan for what is sent."""
    author, content = author_of(request), await request.body()
    return await run_in_threadpool(import_content, context.workspace, name, content, match, author)
