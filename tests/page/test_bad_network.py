"""A server that dies, and a network that comes and goes: the page says so, and goes on by itself."""

from playwright.sync_api import expect

from tests.page.conftest import OpenPage
from tests.page.server import PageServer
from tests.page.watching import Watch

CUT = "net::ERR_|Failed to load resource|request.*failed"
LOST = "Connection lost: trying again"


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
