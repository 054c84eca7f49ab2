"""The notebook as a spreadsheet, there and back."""

from typing import Literal

from fastapi import Request
from starlette.responses import Response

from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.notebook import ImportPlan, ImportResult

router = PolicyRouter(prefix="/notebook/sheet", tags=["notebook"])


@router.get("", role=Role.VIEWER)
def export_sheet(context: Context, format: Literal["xlsx", "csv", "tsv"] = "xlsx") -> Response:
    """Give the whole notebook as a file."""
    raise NotImplementedError


@router.post("/plan", role=Role.EDITOR)
async def plan_import(context: Context, request: Request, name: str, match: str = "{}") -> ImportPlan:
    """Tell what importing a sheet would do.

    The body is the file (``application/octet-stream``); its name tells the format. ``match`` is a JSON
    object column → field, an empty field leaves a column out.
    """
    raise NotImplementedError


@router.post("", role=Role.EDITOR)
async def import_sheet(context: Context, request: Request, name: str, match: str = "{}") -> ImportResult:
    """Import a sheet; see the plan for what is sent."""
    raise NotImplementedError
