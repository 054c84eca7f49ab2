"""The application: guards outside, the API under ``/api/v1``, and the built page everywhere else."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from segscope.errors import SegscopeError
from segscope.store.workspace import Workspace
from segscope.web.context import WebContext
from segscope.web.guard import Guard, GuardSettings
from segscope.web.page import add_page
from segscope.web.policy import check_policies
from segscope.web.refusal import Refusal, refusal_of
from segscope.web.routes import ROUTERS
from segscope.web.schemas.common import ErrorAnswer
from segscope.web.version import SEGSCOPE_VERSION

API = "/api/v1"
_GZIP_LEVEL = 2
"""Numbers and names shrink to a fraction; higher levels take several times as long for little."""
_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorAnswer} for status in (400, 403, 404, 405, 409, 413, 415, 421, 422, 503)
}


def create_app(workspace: Workspace, context: WebContext | None = None) -> ASGIApp:
    """Make the guarded application for one workspace.

    Args:
        workspace: Open; it stays the caller's to close.
        context: What its routes share; by default one of its own.
    """
    context = context or WebContext(workspace)
    app = create_api()
    app.state.context = context
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=_GZIP_LEVEL)
    return Guard(app, GuardSettings(context.token))


def create_api() -> FastAPI:
    """Make the application without guards and workspace, as the OpenAPI document is made from it."""
    app = FastAPI(
        title="segscope",
        version=SEGSCOPE_VERSION,
        description="What a segscope workspace knows: the notebook, runs, validations, pictures.",
        docs_url=None,  # these pages load scripts from elsewhere
        redoc_url=None,
        openapi_url=None,
        responses=_ERRORS,
    )
    check_policies(ROUTERS)
    for router in ROUTERS:
        app.include_router(router, prefix=API)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(SegscopeError, _failed)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _unknown)
    add_page(app)
    return app


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return error.answer()


async def _failed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, SegscopeError)
    return refusal_of(error).answer()


async def _unknown(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, Refusal):  # while the body was read
        return error.__cause__.answer()
    code = {404: "not_found", 405: "wrong_method"}.get(error.status_code, "malformed")
    return Refusal(error.status_code, code, f"{error.detail}.").answer()


async def _malformed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = [
        {"where": _readable(".".join(str(part) for part in fault["loc"])), "what": _readable(fault["msg"])}
        for fault in error.errors()[:20]
    ]
    first = f"{faults[0]['where']}: {faults[0]['what']}" if faults else "the request is malformed"
    return Refusal(422, "malformed", f"{first}.", faults).answer()


def _readable(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON may bring and no answer can hold."""
    return text.encode(errors="replace").decode()
