"""The notebook: rows that fill themselves, and what one person writes beside them."""

import re

from playwright.sync_api import Page, expect

from tests.page.conftest import OpenPage
from tests.page.places import Places
from tests.page.server import PageServer
from tests.page.sheet import SheetView, kept
from tests.page.trained import BASELINE


def test_every_run_has_a_row_with_its_score_weakest_class_and_pictures(page: Page, places: Places) -> None:
    sheet = SheetView(page)
    expect(sheet.cell(1, "title")).to_contain_text(BASELINE)
    expect(sheet.cell(1, "miou")).to_have_text(re.compile(r"\.\d{3}"))
    expect(sheet.cell(1, "weakest").get_by_role("link")).to_have_text(re.compile("|".join(places.classes)))
    sheet.cell(1, "runs").get_by_role("link", name=f"Pictures of {BASELINE}").click()
    expect(page).to_have_url(re.compile(f"/runs/{places.first}/pictures"))


def test_a_parent_tells_what_changed_and_whether_it_helped(page: Page, server: PageServer) -> None:
    sheet = SheetView(page)
    sheet.write(2, "parent", "#1")
    expect(sheet.cell(2, "changed")).to_contain_text("cutmix")
    expect(sheet.cell(2, "difference")).to_have_text(re.compile(r"[+−±]\.\d+"), timeout=60_000)
    assert kept(server, 2)["parent"]["text"] == "#1"


def test_cells_are_written_in_place_with_lines_tab_and_undo(page: Page, server: PageServer) -> None:
    sheet = SheetView(page)
    sheet.write(1, "hypothesis", "**edges** get sharper\n<b>not</b> bold\n종이팩은 그대로", then="Tab")
    sheet.wait_until_saved()
    cell = kept(server, 1)["hypothesis"]
    assert (cell["text"], cell["author"]) == (
        "**edges** get sharper\n<b>not</b> bold\n종이팩은 그대로",
        "Kim",
    )
    shown = sheet.cell(1, "hypothesis")
    expect(shown.locator("strong")).to_have_text("edges")
    expect(shown).to_contain_text("<b>not</b> bold")
    assert shown.locator("b").count() == 0
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("F2")
    page.keyboard.press("Control+End")
    sheet.type(" (2)")
    page.keyboard.press("Enter")
    expect(shown).to_contain_text("그대로 (2)")
    page.keyboard.press("Control+z")
    expect(shown).not_to_contain_text("(2)")
    sheet.wait_until_saved()
    assert kept(server, 1)["hypothesis"]["text"] == cell["text"]


def test_escape_leaves_a_cell_as_it_was(page: Page, server: PageServer) -> None:
    sheet = SheetView(page)
    before = kept(server, 2).get("conclusion")
    sheet.cell(2, "conclusion").click()
    sheet.type("a slip")
    page.keyboard.press("Escape")
    expect(sheet.cell(2, "conclusion")).not_to_contain_text("a slip")
    assert kept(server, 2).get("conclusion") == before


def test_an_idea_needs_no_run_and_a_row_taken_away_comes_back(page: Page, server: PageServer) -> None:
    sheet = SheetView(page)
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="New row")
    dialog.get_by_role("textbox", name="Title").fill("boundary loss")
    dialog.get_by_role("button", name="Add the row").click()
    expect(sheet.cell(3, "title")).to_contain_text("boundary loss")
    expect(sheet.cell(3, "status")).to_contain_text("idea")
    page.goto("/?row=3")
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Take the row away").click()
    expect(page.get_by_text("#3 was taken away.")).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    expect(sheet.row(3)).to_be_visible()


def test_a_view_is_sorted_filtered_grouped_kept_and_opened_by_others(page: Page, open_page: OpenPage) -> None:
    sheet = SheetView(page)
    for number, tag in ((1, "loss"), (2, "augment")):
        sheet.write(number, "tags", tag)
    sheet.wait_until_saved()
    sheet.grid.get_by_role("columnheader", name=re.compile("^mIoU")).get_by_role("button").click()
    numbers = [row.inner_text() for row in sheet.grid.locator("[data-column=miou]").all()]
    scores = [float(text) for text in numbers if re.fullmatch(r"\.\d+", text.strip())]
    assert len(scores) == 2
    assert scores in (sorted(scores), sorted(scores, reverse=True))
    page.get_by_role("combobox", name="Group").select_option("by tag")
    expect(sheet.grid.get_by_role("button", name=re.compile("^loss 1 row"))).to_be_attached()
    page.get_by_role("searchbox", name="Filter").fill("tag:loss")
    expect(sheet.row(2)).to_be_hidden()
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("checkbox", name="Weakest class").uncheck()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Views").click()
    page.get_by_role("textbox", name="Keep this view as").fill("손실 loss")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept the view 손실 loss.")).to_be_visible()
    other = open_page("/", user="Lee")
    other.get_by_role("button", name="Views").click()
    other.get_by_role("link", name="손실 loss").click()
    theirs = SheetView(other)
    expect(theirs.row(1)).to_be_visible()
    expect(theirs.row(2)).to_be_hidden()
    expect(theirs.grid.get_by_role("columnheader", name=re.compile("^Weakest"))).to_have_count(0)


def test_every_text_of_a_cell_stays_in_its_history(page: Page, server: PageServer) -> None:
    sheet = SheetView(page)
    for text in ("first thought", "second thought"):
        sheet.write(2, "conclusion", text)
        sheet.wait_until_saved()
    sheet.cell(2, "conclusion").click()
    page.keyboard.press("Alt+h")
    history = page.get_by_role("dialog", name="History of Conclusion of #2")
    expect(history.get_by_text("Version 2")).to_be_visible()
    history.get_by_role("listitem").last.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("Version 1 is in the cell again.")).to_be_visible()
    assert kept(server, 2)["conclusion"]["text"] == "first thought"


def test_comments_mention_runs_and_lead_to_them(open_page: OpenPage, places: Places) -> None:
    page, other = open_page("/?row=1"), open_page("/?row=1", user="Lee")
    field = page.get_by_role("combobox", name="Say something")
    field.click()
    page.keyboard.type("look at @cut")
    option = page.get_by_role("region", name="Comments").get_by_role("option").first
    expect(option).to_contain_text("cutmix")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Send").click()
    for seen in (page, other):
        said = seen.get_by_role("region", name="Comments")
        expect(said.get_by_role("link", name=re.compile("cutmix"))).to_be_visible()
    other.get_by_role("region", name="Comments").get_by_role("link", name=re.compile("cutmix")).click()
    expect(other).to_have_url(re.compile(f"/runs/{places.last}"))
