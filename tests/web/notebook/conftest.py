"""The real application over an empty workspace of one team."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from segscope.store import Workspace
from segscope.web.app import create_app
from segscope.web.context import WebContext
from tests.web.notebook.clients import Page


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "team") as workspace:
        yield workspace


@pytest.fixture
def context(workspace: Workspace) -> Iterator[WebContext]:
    """What the server's routes share."""
    context = WebContext(workspace)
    yield context
    context.close()


@pytest.fixture
def app(workspace: Workspace, context: WebContext) -> ASGIApp:
    return create_app(workspace, context)


@pytest.fixture
def page(app: ASGIApp) -> Page:
    """Kim's page."""
    return Page(app)


@pytest.fixture
def page_of(app: ASGIApp) -> Callable[[str], Page]:
    """Give a function that opens somebody's page on the same server."""
    return lambda name: Page(app, name)
