"""A day without a mouse: from an idea to the picture that disproves it, over every page."""

import re

from playwright.sync_api import Page, expect

from tests.page.conftest import OpenPage
from tests.page.places import Places
from tests.page.server import PageServer
from tests.page.sheet import SheetView, kept


def tab_to(page: Page, role: str, name: str | re.Pattern[str], most: int = 80) -> None:
    """Press Tab until something has the focus, as somebody does who sees where it is."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    expect(wanted).to_be_visible()
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {role} {name}")


def test_an_idea_is_written_and_edited(page: Page, server: PageServer) -> None:
    sheet = SheetView(page)
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="New row")).to_be_visible()
    page.keyboard.type("smaller crops")
    page.keyboard.press("Enter")
    expect(sheet.row(3)).to_be_visible()
    tab_to(page, "textbox", re.compile("^Experiment of #"))
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.type(" now")
    page.keyboard.press("Escape")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("textbox", name="Hypothesis of #3")).to_be_focused()
    page.keyboard.type("batteries are seen")
    page.keyboard.press("Enter")
    sheet.wait_until_saved()
    assert kept(server, 3)["hypothesis"]["text"] == "batteries are seen"
    assert kept(server, 3)["title"]["text"] == "smaller crops"


def test_from_the_notebook_to_a_wrong_pixel_and_back(page: Page, places: Places) -> None:
    SheetView(page)
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page.get_by_role("heading", name="Runs")).to_be_focused()
    tab_to(page, "link", "cutmix")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="cutmix")).to_be_focused()
    tab_to(page, "tab", "Overview")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Confusions")).to_be_focused()
    expect(page.get_by_role("heading", name="Confusion matrix")).to_be_visible()
    tab_to(page, "link", re.compile("is found"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/pictures\?.*taken="))
    tab_to(page, "link", re.compile("costs"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Picture "))).to_be_focused()
    expect(page.get_by_role("figure", name="Ground truth")).to_be_visible()
    page.keyboard.press("d")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/pictures\?"))


def test_two_runs_are_chosen_and_compared(page: Page, places: Places) -> None:
    SheetView(page)
    page.keyboard.press("g")
    page.keyboard.press("r")
    for name in ("Choose cutmix to compare", re.compile("Choose .*baseline to compare")):
        tab_to(page, "checkbox", name)
        page.keyboard.press("Space")
    tab_to(
        page, "link", re.compile("^Compare .*with|^Compare the|Compare them|Compare [0-9]|Compare$"), most=200
    )
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/compare"))


def test_dialogs_keep_the_focus_and_give_it_back(open_page: OpenPage) -> None:
    page = open_page("/meeting")
    tab_to(page, "button", "Begin the meeting")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Begin a meeting")
    expect(dialog).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        inside = dialog.evaluate(
            "it => it.contains(document.activeElement) || document.activeElement === document.body"
        )
        assert inside
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Begin the meeting")).to_be_focused()
