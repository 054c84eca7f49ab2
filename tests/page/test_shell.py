"""What is around every page: policy, names, themes, keys."""

import re

from playwright.sync_api import Page, expect

from tests.page.conftest import OpenPage
from tests.page.places import Places
from tests.page.watching import Watch


def test_nothing_runs_that_is_not_a_file_of_the_page(page: Page, watch: Watch) -> None:
    watch.allow("Content Security Policy|request off the host: https://elsewhere.example/x.png")
    page.evaluate(
        """() => {
          window.seen = [];
          document.addEventListener("securitypolicyviolation",
            (event) => seen.push(event.effectiveDirective));
          const add = (kind, has) => document.body.append(Object.assign(document.createElement(kind), has));
          add("script", { textContent: "window.ran = true" });
          add("style", { textContent: "body { display: none }" });
          add("img", { src: "https://elsewhere.example/x.png" });
          add("iframe", { src: "https://elsewhere.example/" });
          fetch("https://elsewhere.example/").catch(() => undefined);
        }"""
    )
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran") is None
    expect(page.get_by_role("main")).to_be_visible()
    blocked = set(page.evaluate("window.seen"))
    assert blocked == {"script-src-elem", "style-src-elem", "img-src", "frame-src", "connect-src"}


def test_a_name_is_asked_once_and_kept(open_page: OpenPage) -> None:
    page = open_page("/", user=None)
    bar = page.get_by_role("region", name="Your name")
    bar.get_by_role("textbox").fill("  서연   Kim ")
    bar.get_by_role("button", name="That is me").click()
    expect(bar).to_be_hidden()
    page.reload()
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.get_by_role("button", name="서연 Kim")).to_be_visible()
    expect(bar).to_be_hidden()


def test_a_page_of_its_own_height_reckons_with_the_bar_that_asks_for_a_name(
    open_page: OpenPage, places: Places
) -> None:
    page = open_page(places.picture, user=None)
    expect(page.get_by_role("region", name="Your name")).to_be_visible()
    expect(page.locator("canvas").first).to_be_visible()
    beyond = "document.documentElement.scrollHeight - window.innerHeight"
    assert page.evaluate(beyond) <= 0
    # The page still takes all the room there is.
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().bottom - innerHeight") == 0


def test_states_of_runs_are_told_in_the_pages_language(open_page: OpenPage) -> None:
    page = open_page("/", locale="ko-KR")
    expect(page.get_by_text("완료", exact=True).first).to_be_visible()
    expect(page.get_by_text("finished", exact=True)).to_have_count(0)


def test_the_theme_follows_the_system_until_somebody_chooses(open_page: OpenPage) -> None:
    page = open_page("/", color_scheme="dark")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(ground)
    page.emulate_media(color_scheme="light")
    light = page.evaluate(ground)
    assert dark != light
    page.get_by_role("group", name="Theme").get_by_text("Dark").click()
    assert page.evaluate(ground) == dark
    page.reload()
    assert page.evaluate(ground) == dark


def test_the_question_mark_lists_the_keys_and_the_list_gives_the_focus_back(page: Page) -> None:
    before = page.get_by_role("link", name="Runs")
    before.focus()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys.get_by_text("On every page")).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(before).to_be_focused()


def test_two_letters_lead_from_page_to_page_also_on_a_korean_keyboard(page: Page) -> None:
    expect(page.get_by_role("main")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page).to_have_url(re.compile("/runs$"))
    page.evaluate(
        """() => [["ㅎ", "KeyG"], ["ㅡ", "KeyM"]].forEach(([key, code]) =>
          document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, code, bubbles: true})))"""
    )
    expect(page).to_have_url(re.compile("/meeting$"))


def test_an_address_of_nothing_says_so_and_leads_back(page: Page) -> None:
    page.goto("/nowhere/at/all")
    expect(page.get_by_role("heading", name="There is nothing at this address").first).to_be_visible()
    page.get_by_role("link", name="To the notebook").click()
    expect(page).to_have_url(re.compile("/$"))
