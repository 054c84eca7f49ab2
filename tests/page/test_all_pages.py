"""What every page must do: fit a phone, read well in light and dark, be spoken aloud, speak Korean."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.page.axe import grave_findings
from tests.page.conftest import NARROW, OpenPage
from tests.page.places import Places
from tests.page.watching import overflow

PAGES = ("notebook", "runs", "run", "class", "pictures", "picture", "trend", "compare", "meeting")
PARTS = ("training", "confusions", "errors", "labels", "config")
every_page = pytest.mark.parametrize("name", PAGES)


def settle(page: Page) -> None:
    """Wait until a page has its title, and nothing of it is still loading."""
    expect(page.get_by_role("heading", level=1)).to_be_attached()
    expect(page.get_by_text("Loading…")).to_have_count(0)
    page.wait_for_timeout(300)


@every_page
def test_no_grave_finding_of_axe_in_light_and_dark(open_page: OpenPage, places: Places, name: str) -> None:
    page = open_page(places.all()[name], color_scheme="light", bypass_csp=True, reduced_motion="reduce")
    settle(page)
    light = grave_findings(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.wait_for_timeout(200)
    dark = grave_findings(page)
    assert not light, "\n".join(light)
    assert not dark, "\n".join(dark)


@pytest.mark.parametrize("part", PARTS)
def test_no_grave_finding_of_axe_in_the_parts_of_a_run(
    open_page: OpenPage, places: Places, part: str
) -> None:
    page = open_page(f"{places.run}?part={part}", bypass_csp=True, reduced_motion="reduce")
    settle(page)
    found = grave_findings(page)
    assert not found, "\n".join(found)


@every_page
def test_a_phone_shows_it_without_scrolling_sideways(open_page: OpenPage, places: Places, name: str) -> None:
    page = open_page(places.all()[name], viewport=NARROW, has_touch=True)
    settle(page)
    assert overflow(page) <= 0


@every_page
def test_it_speaks_korean(open_page: OpenPage, places: Places, name: str) -> None:
    page = open_page(places.all()[name], locale="ko-KR")
    expect(page.get_by_role("link", name="실행", exact=True).first).to_be_visible()
    settle(page)
    assert page.locator("html").get_attribute("lang") == "ko"
    buttons = [button.inner_text() for button in page.get_by_role("main").get_by_role("button").all()]
    english = [
        text for text in buttons if re.fullmatch(r"(Save|Cancel|Add|Close|Show .*|All|Best|Next.*)", text)
    ]
    assert not english


@every_page
def test_tab_reaches_what_can_be_pressed_and_shows_where_it_is(
    open_page: OpenPage, places: Places, name: str
) -> None:
    page = open_page(places.all()[name])
    settle(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    seen = []
    for _ in range(8):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(_FOCUSED))
    assert all(stop["visible"] for stop in seen), seen
    assert len({stop["place"] for stop in seen}) >= 2


_FOCUSED = """() => {
  const isRing = (style) => style.outlineStyle !== "none" || style.boxShadow !== "none";
  const at = document.activeElement;
  const ring = at.closest(":focus-visible, :focus-within:has(> :focus-visible)") ?? at;
  const marks = [at, at.parentElement, ring].map((it) => getComputedStyle(it));
  return {
    place: `${at.tagName} ${at.textContent.slice(0, 30)} ${Math.round(at.getBoundingClientRect().top)}`,
    visible: at === document.body || marks.some(isRing),
  };
}"""


@every_page
def test_a_reload_shows_the_same(open_page: OpenPage, places: Places, name: str) -> None:
    page = open_page(places.all()[name])
    settle(page)
    title = page.get_by_role("heading", level=1).inner_text()
    address = page.url
    page.reload()
    settle(page)
    assert (page.get_by_role("heading", level=1).inner_text(), page.url) == (title, address)
