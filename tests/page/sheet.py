"""The notebook's grid in a browser, as a person with a keyboard uses it."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.page.places import ask
from tests.page.server import PageServer

WRITTEN = ("title", "parent", "hypothesis", "conclusion", "status", "tags")
FILLED = ("who", "when", "changed", "miou", "difference", "weakest", "runs")
ONLY_WRITTEN = f"/?hide={','.join(FILLED)}"


class SheetView:
    """One person's notebook.

    Args:
        page: At the notebook, wide enough for the grid.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.grid = page.get_by_role("grid", name="Experiments")
        expect(self.grid).to_be_visible()

    def row(self, number: int) -> Locator:
        """Find a row by its number."""
        return self.grid.get_by_role("row", name=re.compile(rf"^#{number}\b"))

    def cell(self, number: int, column: str) -> Locator:
        """Find a cell by its row's number and its column's key."""
        return self.row(number).locator(f"[data-column={column}]")

    def write(self, number: int, column: str, text: str, then: str = "Enter") -> None:
        """Write over a cell, line by line, and leave it by a key."""
        self.cell(number, column).click(position={"x": 6, "y": 6})
        self.type(text)
        self.page.keyboard.press(then)

    def type(self, text: str) -> None:
        """Write where one is; a line ends with Shift+Enter."""
        for place, line in enumerate(text.split("\n")):
            if place:
                self.page.keyboard.press("Shift+Enter")
            self.page.keyboard.insert_text(line)

    def wait_until_saved(self) -> None:
        """Wait until nothing is left to save."""
        expect(self.page.get_by_text("not saved yet")).to_have_count(0)


def kept(server: PageServer, number: int) -> dict[str, Any]:
    """Tell what the server keeps in a row's cells: field → text, version, author."""
    cells = ask(f"{server.url}/api/v1/notebook/rows/{number}")["cells"]
    assert isinstance(cells, dict)
    return cells


def kept_texts(server: PageServer) -> dict[int, dict[str, str]]:
    """Tell all that people wrote: row → field → text, without empty cells."""
    rows = ask(f"{server.url}/api/v1/notebook")["rows"]
    return {
        row["number"]: {field: cell["text"] for field, cell in row["cells"].items() if cell["text"]}
        for row in rows
    }
