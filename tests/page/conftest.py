"""The real server over a workspace of the real trainer, and Debian's Chromium to look at it.

The browser lives as long as a file of tests: the driver's event loop may not run beside other tests.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.page.places import Places, find_places
from tests.page.server import PageServer, serving
from tests.page.trained import Trained, train_two
from tests.page.watching import Watch

CHROMIUM = os.environ.get("SEGSCOPE_TEST_CHROMIUM", "/usr/bin/chromium")
PAGE = Path(__file__).parents[2] / "src/segscope/web/static/index.html"
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
SECONDS_TO_WAIT = 15
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Train once; tests get copies.

    `SEGSCOPE_SCREENSHOTS` asks for a training that is worth a picture. A folder in `SEGSCOPE_TEST_TRAINED`
    keeps what was trained for the next time, while tests are written.
    """
    kept = os.environ.get("SEGSCOPE_TEST_TRAINED")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("trained")
    return train_two(folder, for_pictures="SEGSCOPE_SCREENSHOTS" in os.environ)


@pytest.fixture(scope="module")
def workspace(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Give a copy for one file of tests."""
    return trained.copy(tmp_path_factory.mktemp("served") / "workspace")


@pytest.fixture(scope="module")
def server(workspace: Trained) -> Iterator[PageServer]:
    """Serve that copy."""
    with serving(workspace.folder) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium; without it, or without the built page, the tests are skipped."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no {CHROMIUM}: install Chromium to test the page")
    if not PAGE.is_file():
        pytest.skip("the page is not built: `make install`")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
        expect.set_options(timeout=SECONDS_TO_WAIT * 1000)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def watch(server: PageServer) -> Iterator[Watch]:
    """Watch what the pages of a test do, and fail at its end."""
    watching = Watch(server.host)
    yield watching
    watching.check()


@pytest.fixture
def open_page(browser: Browser, server: PageServer, watch: Watch) -> Iterator[OpenPage]:
    """Give a function that opens an address in a browser of its own: ``open_page("/runs", user="Lee")``.

    Keywords are those of a browser's context, such as ``locale``, and ``user``: the name that somebody gave
    to the page, or None before anybody did.
    """
    contexts: list[BrowserContext] = []

    def open_it(address: str = "/", *, user: str | None = "Kim", **options: object) -> Page:
        kept = [] if user is None else [{"name": "segscope.name", "value": user}]
        state = {"origins": [{"origin": server.url, "localStorage": kept}]}
        asked = {
            "viewport": WIDE,
            "locale": "en-US",
            "base_url": server.url,
            "storage_state": state,
            **options,
        }
        context = browser.new_context(**asked)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(SECONDS_TO_WAIT * 1000)
        watch.follow(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def places(server: PageServer) -> Places:
    """Tell the addresses of all pages, as the served workspace has them."""
    return find_places(server.url)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Give the notebook, in a wide window."""
    return open_page("/")
