"""A workspace that nobody made yet: the page opens, and says how to begin."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.page.conftest import OpenPage
from tests.page.server import PageServer, serving
from tests.page.watching import Watch


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    """Serve a folder that is not there; it is made."""
    with serving(tmp_path_factory.mktemp("empty") / "absent") as running:
        yield running


@pytest.mark.parametrize("address", ["/runs", "/compare"])
def test_pages_without_runs_name_the_commands_to_begin_with(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    expect(page.get_by_text("This workspace is empty")).to_be_visible()
    for command in ("segscope demo", "segscope train", "segscope diagnose"):
        expect(page.get_by_text(command).first).to_be_visible()


@pytest.mark.parametrize("address", ["/runs/none", "/nowhere/at/all"])
def test_pages_of_things_that_are_not_there_say_so_once(
    open_page: OpenPage, watch: Watch, address: str
) -> None:
    watch.allow("status of 404 .*/api/v1/runs/none")
    page = open_page(address)
    expect(page.get_by_text("There is nothing at this address")).to_be_visible()


def test_the_notebook_takes_the_first_idea(open_page: OpenPage) -> None:
    page = open_page("/")
    expect(page.get_by_text("segscope demo").first).to_be_visible()


def test_the_folder_was_made(server: PageServer) -> None:
    assert (server.workspace / "segscope.db").is_file()
