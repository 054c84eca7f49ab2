"""The built page: its files under ``/assets``, and its one document for every other address."""

from pathlib import Path

from fastapi import FastAPI, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from segscope.web.guard.headers import IMMUTABLE
from segscope.web.refusal import Refusal

STATIC = Path(__file__).parent / "static"
_MISSING = (
    "the page is not part of this installation: install segscope again (`pip install .`), which builds it."
)


class _HashedFiles(StaticFiles):
    """Files whose names hold a hash of their content: a browser never asks for one again."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        answer = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        answer.headers["cache-control"] = IMMUTABLE
        return answer


def add_page(app: FastAPI, static: Path = STATIC) -> None:
    """Serve the page, which everybody may read.

    Args:
        app: The application, with all other routes already.
        static: The folder of the built page.
    """

    async def icon(_request: Request) -> Response:
        return FileResponse(static / "favicon.svg", media_type="image/svg+xml")

    async def document(request: Request) -> Response:
        if request.url.path.startswith("/api/"):
            raise Refusal(404, "not_found", f"there is no {request.url.path}.")
        index = static / "index.html"
        if not index.is_file():
            raise Refusal(503, "no_page", _MISSING)
        return FileResponse(index, media_type="text/html")

    routes = [Route("/favicon.svg", icon), Route("/{path:path}", document)]
    if (static / "assets").is_dir():
        routes.insert(0, Mount("/assets", _HashedFiles(directory=static / "assets")))  # type: ignore[arg-type]
    app.router.routes.extend(routes)
