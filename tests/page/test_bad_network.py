"""A server that dies, and a network that comes and goes: the page says so, and goes on by itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from tests.page.conftest import OpenPage
from tests.page.server import PageServer
from tests.page.sheet import SheetView, kept
from tests.page.watching import Watch

CUT = "net::ERR_|Failed to load resource|Unable to preload"
LOST = "Connection lost: trying again"


@pytest.fixture(autouse=True)
def alive(server: PageServer) -> Iterator[None]:
    """Start the server again where a test failed before it did."""
    yield
    if not server.is_running:
        server.start()


def test_a_dead_server_is_told_and_a_new_one_is_found(
    open_page: OpenPage, server: PageServer, watch: Watch
) -> None:
    watch.allow(CUT)
    page = open_page("/runs")
    expect(page.get_by_text("cutmix").first).to_be_visible()
    server.kill()
    expect(page.get_by_text(LOST)).to_be_visible()
    expect(page.get_by_text("cutmix").first).to_be_visible()
    server.start()
    expect(page.get_by_text(LOST)).to_be_hidden()


def test_a_page_that_cannot_be_loaded_says_what_to_look_for_and_tries_again(
    open_page: OpenPage, server: PageServer, watch: Watch
) -> None:
    watch.allow(CUT)
    page = open_page("/")
    server.kill()
    page.get_by_role("link", name="Runs").click()
    expect(page.get_by_role("main").get_by_text("segscope serve")).to_be_visible()
    server.start()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("cutmix").first).to_be_visible()


def test_words_written_without_a_network_are_saved_when_it_is_back(
    open_page: OpenPage, server: PageServer, watch: Watch
) -> None:
    watch.allow(CUT)
    page = open_page("/")
    sheet = SheetView(page)
    page.context.set_offline(True)
    sheet.write(1, "hypothesis", "written in a tunnel")
    sheet.write(2, "hypothesis", "and another one")
    expect(page.get_by_text("2 cells not saved yet")).to_be_visible()
    expect(sheet.cell(1, "hypothesis")).to_contain_text("written in a tunnel")
    assert "hypothesis" not in kept(server, 1)
    page.context.set_offline(False)
    sheet.wait_until_saved()
    assert kept(server, 1)["hypothesis"]["text"] == "written in a tunnel"
    assert kept(server, 2)["hypothesis"]["text"] == "and another one"


def test_an_answer_that_was_lost_saves_no_word_twice(
    open_page: OpenPage, server: PageServer, watch: Watch
) -> None:
    watch.allow(CUT)
    page = open_page("/")
    sheet = SheetView(page)
    sent: list[str] = []

    def lose_the_answer(route: Route) -> None:
        sent.append(route.request.url)
        if len(sent) > 1:
            route.continue_()
            return
        route.fetch()  # it reaches the server, and what comes back is lost
        route.abort()

    page.route("**/notebook/edits", lose_the_answer)
    sheet.write(1, "conclusion", "said once")
    sheet.wait_until_saved()
    expect(sheet.cell(1, "conclusion")).to_contain_text("said once")
    assert len(sent) >= 2
    assert kept(server, 1)["conclusion"]["text"] == "said once"


def test_words_outlive_a_server_that_dies_and_a_window_that_is_closed(
    open_page: OpenPage, server: PageServer, watch: Watch
) -> None:
    watch.allow(CUT)
    page = open_page("/", user="Lee")
    sheet = SheetView(page)
    server.kill()
    sheet.write(2, "conclusion", "nobody's words are lost")
    expect(page.get_by_text("1 cell not saved yet")).to_be_visible()
    again = page.context.new_page()
    page.close()
    server.start()
    again.goto("/")
    later = SheetView(again)
    later.wait_until_saved()
    expect(later.cell(2, "conclusion")).to_contain_text("nobody's words are lost")
    cell = kept(server, 2)["conclusion"]
    assert (cell["text"], cell["author"]) == ("nobody's words are lost", "Lee")
