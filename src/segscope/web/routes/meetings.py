"""The peer session's page."""

from datetime import datetime
from typing import Literal

from fastapi import Request
from starlette.responses import Response

from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.meeting import MeetingBrief, MeetingView, NewMeeting

router = PolicyRouter(prefix="/meetings", tags=["meetings"])


@router.get("", role=Role.VIEWER)
def read_meetings(context: Context) -> list[MeetingBrief]:
    """Give the meetings that were held, newest first."""
    raise NotImplementedError


@router.get("/today", role=Role.VIEWER)
def read_today(context: Context, since: datetime | None = None) -> MeetingView:
    """Give today's meeting: what happened since a time, or since the last meeting."""
    raise NotImplementedError


@router.get("/{number}", role=Role.VIEWER)
def read_meeting(context: Context, number: int) -> MeetingView:
    """Give a meeting that was held."""
    raise NotImplementedError


@router.post("", role=Role.EDITOR)
def open_meeting(context: Context, request: Request, new: NewMeeting) -> MeetingView:
    """Begin a meeting, so that notes can be taken: these are the cell ``notes`` of its row."""
    raise NotImplementedError


@router.get("/{number}/export", role=Role.VIEWER, response_class=Response)
def export_meeting(context: Context, number: int, format: Literal["markdown", "html"] = "html") -> Response:
    """Give a meeting as one HTML file, or as a ZIP of Markdown with front matter and its pictures."""
    raise NotImplementedError
