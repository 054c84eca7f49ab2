"""How fast the page feels: measured in Chromium, over workspaces that are generated at the sizes named.

    python -m benchmarks.bench_web [--folder FOLDER] [--times 9]

A class toggled in a picture of 2 megapixels, the next picture, a grid of 10,000 pictures scrolled, a
notebook of 2,000 rows opened and sorted, a run of 1,000 pictures in 20 classes opened. Prints a Markdown
table with the aims. ``--folder`` keeps the workspaces for the next time; they are made in memory else.
"""

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.web_browser import chromium, open_tab, seconds_of_frames, seconds_to_open, seconds_to_show
from benchmarks.web_figures import Figures, table
from benchmarks.workspace_generator import Plan, generate
from segscope.engine.cpus import usable_cpus
from tests.page.server import serving

TOGGLE = "a class is toggled, picture of 1600×1250"
NEXT = "the next picture is shown, 1600×1250"
FRAME = "a frame while 10,000 pictures scroll"
SORT = "2,000 rows are sorted"
FILTER = "2,000 rows are filtered, each letter"
OPEN_NOTEBOOK, OPEN_NOTEBOOK_FIRST = (
    "2,000 rows are opened",
    "2,000 rows are opened, after the server's start",
)
OPEN_RUN, OPEN_RUN_FIRST = (
    "1,000 pictures × 20 classes",
    "1,000 pictures × 20 classes, after the server's start",
)
AIMS = {
    TOGGLE: 0.05,
    NEXT: 0.15,
    FRAME: 0.1,
    OPEN_NOTEBOOK: 1.0,
    OPEN_NOTEBOOK_FIRST: 1.0,
    SORT: 0.1,
    FILTER: 0.1,
    OPEN_RUN: 2.0,
    OPEN_RUN_FIRST: 2.0,
}
_MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Bench:
    """What every measurement needs."""

    browser: Browser
    figures: Figures
    folder: Path
    times: int

    def workspace(self, name: str, **sizes: int) -> tuple[Path, str]:
        """Make a workspace, or take the one that is there; give it with its whole run."""
        plan, told = Plan(self.folder / name, **sizes), self.folder / f"{name}.run"
        if not told.is_file():
            told.write_text(generate(plan)[-1])
        return plan.folder, told.read_text()


def measure_picture(bench: Bench) -> None:
    """Toggle classes and step through pictures of 2 megapixels."""
    folder, run = bench.workspace(
        "large", runs=1, whole=1, pictures=12, height=1250, width=1600, validations=1
    )
    with serving(folder) as server:
        page = open_tab(bench.browser, server.url)
        page.goto(f"/runs/{run}/pictures")
        page.get_by_role("gridcell").first.get_by_role("link").click()
        page.get_by_role("button", name="Next picture").wait_for()
        page.wait_for_timeout(3000)
        for _ in range(bench.times):
            page.keyboard.press("2")
            bench.figures.add(TOGGLE, seconds_to_show(page))
        for _ in range(min(bench.times, 9)):
            page.wait_for_timeout(1000)
            page.keyboard.press("ArrowRight")
            bench.figures.add(NEXT, seconds_to_show(page))
        page.context.close()


def measure_grid(bench: Bench) -> None:
    """Scroll a grid of 10,000 pictures by a tenth of the window each frame, and look at each frame."""
    folder, run = bench.workspace(
        "grid", runs=1, whole=1, pictures=10_000, height=96, width=128, validations=1
    )
    with serving(folder) as server:
        page = open_tab(bench.browser, server.url)
        page.goto(f"/runs/{run}/pictures")
        page.get_by_role("gridcell").first.wait_for()
        page.wait_for_timeout(2000)
        scroller = "[data-bench-scroller]"
        page.evaluate(_MARK_SCROLLER)
        for seconds in seconds_of_frames(page, scroller, 90, 400):
            bench.figures.add(FRAME, seconds)
        page.context.close()


_MARK_SCROLLER = """() => {
  let at = document.querySelector("[role=grid]");
  while (at && at.scrollHeight <= at.clientHeight + 1) at = at.parentElement;
  (at ?? document.scrollingElement).setAttribute("data-bench-scroller", "");
}"""


def measure_notebook_and_run(bench: Bench) -> None:
    """Open and sort a notebook of 2,000 rows; open a run of 1,000 pictures in 20 classes."""
    folder, run = bench.workspace("notebook", runs=2000, whole=1, pictures=1000, classes=20, validations=3)
    row, classes = "[role=gridcell][data-column=title]", "main table tbody tr"
    with serving(folder) as server:
        bench.figures.add(OPEN_NOTEBOOK_FIRST, _open(bench, server.url, "/", row, 8))
        bench.figures.add(OPEN_RUN_FIRST, _open(bench, server.url, f"/runs/{run}", classes, 20))
        for _ in range(bench.times):
            bench.figures.add(OPEN_NOTEBOOK, _open(bench, server.url, "/", row, 8))
            bench.figures.add(OPEN_RUN, _open(bench, server.url, f"/runs/{run}", classes, 20))
        page = open_tab(bench.browser, server.url)
        seconds_to_open(page, "/", row, 8)
        page.wait_for_timeout(2000)
        _sort_and_filter(bench, page)
        page.context.close()


def _open(bench: Bench, url: str, address: str, selector: str, count: int) -> float:
    """Open an address in a window that has nothing in its cache."""
    page = open_tab(bench.browser, url)
    seconds = seconds_to_open(page, address, selector, count)
    page.context.close()
    return seconds


def _sort_and_filter(bench: Bench, page: Page) -> None:
    heads = page.get_by_role("columnheader")
    for turn in range(bench.times):
        heads.filter(has_text=("mIoU", "Experiment", "Who")[turn % 3]).first.get_by_role("button").click()
        bench.figures.add(SORT, seconds_to_show(page))
    page.get_by_role("searchbox", name="Filter").click()
    for letter in "class:종이"[: bench.times]:
        page.keyboard.press(letter) if letter.isascii() else page.keyboard.insert_text(letter)
        bench.figures.add(FILTER, seconds_to_show(page))


def main() -> None:
    """Measure all, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--times", type=int, default=9, choices=range(3, 31), metavar="3…30")
    options = parser.parse_args()
    figures = Figures()
    home = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="segscope-web-", dir=home) as made, chromium() as browser:
        folder = options.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(browser, figures, folder, options.times)
        for measure in (measure_picture, measure_grid, measure_notebook_and_run):
            measure(bench)
        print(f"Chromium {browser.version}, {usable_cpus()} cores.\n")
        print(table(figures, AIMS, default=1.0))


if __name__ == "__main__":
    main()
