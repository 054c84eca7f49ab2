"""The peer session's page."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import Depends, Path, Query, Request
from starlette.responses import Response

from segscope import _report
from segscope.report.meeting import Language, MeetingPage, html_file, markdown_files, page_name, zip_of
from segscope.store.notebook.meetings import Meetings
from segscope.web.context import Context
from segscope.web.meetings import brief_of, facts_of, read_since, view_of
from segscope.web.people import author_of
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.common import LARGEST
from segscope.web.schemas.meeting import MeetingBrief, MeetingView, NewMeeting

router = PolicyRouter(prefix="/meetings", tags=["meetings"])

Number = Annotated[int, Path(ge=1, le=LARGEST)]
ExportFormat = Literal["markdown", "html"]
_FILES: dict[int | str, dict[str, object]] = {
    200: {
        "content": {"text/html": {}, "application/zip": {}},
        "description": "One HTML file, or a ZIP of Markdown and its pictures.",
    }
}


def _front_matter(
    tag: Annotated[
        list[str] | None, Query(description="A tag of the Markdown's front matter; without one, `meeting`.")
    ] = None,
    front: Annotated[
        list[str] | None,
        Query(description="What else stands there, as KEY=VALUE with a value of YAML: `layout=post`."),
    ] = None,
) -> dict[str, object]:
    return {"tags": tag or ["meeting"], **_report.read_front(front or [])}


FrontMatter = Annotated[dict[str, object], Depends(_front_matter)]


@router.get("", role=Role.VIEWER)
def read_meetings(context: Context) -> list[MeetingBrief]:
    """Give the meetings that were held, newest first."""
    return [brief_of(meeting) for meeting in Meetings(context.workspace.database).all()]


@router.get("/today", role=Role.VIEWER)
def read_today(context: Context, since: datetime | None = None, language: Language = "en") -> MeetingView:
    """Give today's meeting: the one that goes on; else what happened since a time, or since the last one."""
    now = datetime.now().astimezone()
    going_on = None if since is not None else _report.todays_meeting(context.workspace, now)
    if going_on is not None:
        return view_of(facts_of(context, _report.span_of(going_on)), going_on, language)
    return view_of(facts_of(context, read_since(since, context, now)), None, language)


@router.get("/today/export", role=Role.VIEWER, response_class=Response, responses=_FILES)
def export_today(
    context: Context,
    matter: FrontMatter,
    since: datetime | None = None,
    format: ExportFormat = "html",
    language: Language = "en",
) -> Response:
    """Give what happened since a time, or since the last meeting, as files; no meeting needs to be begun."""
    now = datetime.now().astimezone()
    facts = facts_of(context, read_since(since, context, now))
    return _export(_report.make_page(facts, language=language, front=matter), format)


@router.get("/{number}", role=Role.VIEWER)
def read_meeting(context: Context, number: Number, language: Language = "en") -> MeetingView:
    """Give a meeting that was held."""
    meeting = Meetings(context.workspace.database).get(number)
    return view_of(facts_of(context, _report.span_of(meeting)), meeting, language)


@router.post("", role=Role.EDITOR)
def open_meeting(
    context: Context, request: Request, new: NewMeeting, language: Language = "en"
) -> MeetingView:
    """Begin a meeting, so that notes can be taken: these are the cell ``notes`` of its row."""
    now = datetime.now(UTC)
    since = read_since(new.since, context, now).since
    meeting = Meetings(context.workspace.database).begin(
        since=since, title=" ".join(new.title.split()), author=author_of(request)
    )
    return view_of(facts_of(context, _report.span_of(meeting)), meeting, language)


@router.get("/{number}/export", role=Role.VIEWER, response_class=Response, responses=_FILES)
def export_meeting(
    context: Context,
    number: Number,
    matter: FrontMatter,
    format: ExportFormat = "html",
    language: Language = "en",
) -> Response:
    """Give a meeting as one HTML file, or as a ZIP of Markdown with front matter and its pictures."""
    meeting = Meetings(context.workspace.database).get(number)
    facts = facts_of(context, _report.span_of(meeting))
    page = _report.make_page(facts, language=language, front=matter, meetings=[meeting])
    return _export(page, format)


def _export(page: MeetingPage, format: ExportFormat) -> Response:
    """Send files to be saved, not shown: they bring a style of their own, which the policy forbids."""
    name = page_name(page)
    if format == "html":
        return _file(html_file(page).encode("utf-8"), "text/html; charset=utf-8", f"{name}.html")
    return _file(zip_of(markdown_files(page)), "application/zip", f"{name}.zip")


def _file(data: bytes, kind: str, name: str) -> Response:
    return Response(data, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
