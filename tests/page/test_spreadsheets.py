"""Blocks from and to a spreadsheet, and the notebook as a workbook, there and back."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from segscope.store import Workspace
from segscope.store.notebook import Notebook
from tests.files.sheets.test_round_trips import NASTY
from tests.page.conftest import OpenPage
from tests.page.server import PageServer
from tests.page.sheet import ONLY_WRITTEN, WRITTEN, SheetView, kept_texts
from tests.page.trained import Trained

ROWS, COLUMNS = 20, 6
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture
def notebook(workspace: Trained) -> Iterator[Notebook]:
    """Open the served notebook from the test's process, as another program would."""
    with Workspace.open(workspace.folder) as place:
        yield Notebook(place.database)


def as_block(cells: list[list[str]]) -> str:
    """Write cells as spreadsheets put them on the clipboard: tabs, and quotes where a cell has lines."""

    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in '\n\t"') else text

    return "".join("\t".join(map(quoted, row)) + "\r\n" for row in cells)


def block() -> list[list[str]]:
    """Give 20 rows of title, parent, hypothesis, conclusion, status and tags."""
    texts = [
        "=1+1",
        'says "no"',
        "두 줄\n둘째 줄",
        "tab\there",
        "- a\n- b",
        "<script>alert(1)</script>",
        "0.1",
        "'quoted",
    ]
    return [
        [f"row {row}", "#1", texts[row % 8], texts[(row + 3) % 8], ("plan", "idea")[row % 2], f"tag{row % 3}"]
        for row in range(ROWS)
    ]


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def test_a_block_of_20_by_6_is_pasted_and_taken_back_by_one_undo(
    open_page: OpenPage, server: PageServer
) -> None:
    page = open_page(ONLY_WRITTEN, permissions=CLIPBOARD)
    sheet = SheetView(page)
    before = kept_texts(server)
    sheet.cell(2, "title").click(position={"x": 6, "y": 6})
    paste(page, as_block(block()))
    page.get_by_role("button", name="Add 18 rows").click()
    expect(sheet.grid).to_contain_text("row 19")
    sheet.wait_until_saved()
    written = {tuple(texts.get(field, "") for field in WRITTEN) for texts in kept_texts(server).values()}
    assert {tuple(row) for row in block()} <= written
    assert len(kept_texts(server)) == len(before) + 18


def test_a_block_is_copied_as_it_was_pasted(open_page: OpenPage) -> None:
    page = open_page(f"{ONLY_WRITTEN}&q=row", permissions=CLIPBOARD)
    sheet = SheetView(page)
    first = sheet.grid.locator("[data-column=title]").first
    first.click(position={"x": 6, "y": 6})
    for key in ["Shift+ArrowRight"] * (COLUMNS - 1) + ["Shift+ArrowDown"] * 4:
        page.keyboard.press(key)
    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert any(
        as_block([row]).strip() in copied.replace("\r", "").replace("\n\n", "\n") or row[0] in copied
        for row in block()
    )
    assert copied.count("\t") >= 5 * (COLUMNS - 1)


def export(page: Page, folder: Path) -> Path:
    """Save the notebook as a workbook, as a person does."""
    page.get_by_role("button", name="Sheet").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name="Export as XLSX").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.suffix == ".xlsx"
    return path


def choose(page: Page, path: Path) -> None:
    """Choose a sheet to import."""
    page.get_by_role("button", name="Sheet").click()
    page.get_by_role("menuitem", name="Import a sheet").click()
    page.get_by_role("dialog", name="Import a sheet").locator("input[type=file]").set_input_files(path)


def test_500_nasty_texts_come_back_from_a_workbook_without_a_change(
    open_page: OpenPage, server: PageServer, notebook: Notebook, tmp_path: Path
) -> None:
    draw = random.Random(1)
    fields = ("title", "hypothesis", "conclusion", "status", "tags", "비고", "LB score")
    notebook.add_many([{field: "".join(draw.choices(NASTY, k=2)) for field in fields} for _ in range(75)])
    before = kept_texts(server)
    assert sum(map(len, before.values())) >= 500
    page = open_page("/")
    SheetView(page)
    path = export(page, tmp_path)
    choose(page, path)
    expect(page.get_by_text("The sheet says nothing that the notebook does not say already.")).to_be_visible()
    assert kept_texts(server) == before


def test_what_was_changed_in_the_workbook_is_changed_here_and_nothing_else(
    open_page: OpenPage, server: PageServer, notebook: Notebook, tmp_path: Path
) -> None:
    page = open_page("/")
    SheetView(page)
    path = export(page, tmp_path)
    book = openpyxl.load_workbook(path)
    cells: Any = book.active
    heads = [cell.value for cell in cells[1]]
    cells.cell(row=2, column=heads.index("conclusion") + 1).value = "written in Excel"
    book.save(path)
    before = kept_texts(server)
    notebook.edit(
        2, "status", "done by Lee meanwhile", base=notebook.cells()[2]["status"].version, author="Lee"
    )
    choose(page, path)
    dialog = page.get_by_role("dialog", name="Import a sheet")
    expect(dialog.get_by_text("1 changed cell")).to_be_visible()
    dialog.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Imported: 0 new rows, 1 changed cell.")).to_be_visible()
    (number,) = {
        number
        for number, texts in kept_texts(server).items()
        if texts.get("conclusion") == "written in Excel"
    }
    before[number]["conclusion"] = "written in Excel"
    before[2]["status"] = "done by Lee meanwhile"
    assert kept_texts(server) == before


def test_a_teams_own_sheet_begins_the_notebook_with_its_columns_matched(
    open_page: OpenPage, server: PageServer, tmp_path: Path
) -> None:
    path = tmp_path / "우리 팀.csv"
    path.write_text(
        '실험명,가설,LB,비고\n"=baseline","두 줄\n가설",0.512,x\ncutmix 2,,0.530,y\n', encoding="cp949"
    )
    page = open_page("/")
    SheetView(page)
    choose(page, path)
    dialog = page.get_by_role("dialog", name="Import a sheet")
    expect(dialog.get_by_text("2 new rows")).to_be_visible()
    dialog.get_by_role("row", name="비고").get_by_role("combobox").select_option("left out")
    dialog.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Imported: 2 new rows")).to_be_visible()
    first, second = list(kept_texts(server).values())[-2:]
    assert first == {"title": "=baseline", "hypothesis": "두 줄\n가설", "LB": "0.512"}
    assert second == {"title": "cutmix 2", "LB": "0.530"}
