"""While a run trains, its pages move by themselves."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.page.conftest import OpenPage
from tests.page.places import ask
from tests.page.server import PageServer
from tests.page.sheet import SheetView
from tests.page.trained import Trained

MINUTES = 180_000


def test_a_run_appears_trains_and_finishes_before_ones_eyes(
    open_page: OpenPage, server: PageServer, workspace: Trained, tmp_path: Path
) -> None:
    notebook = SheetView(open_page("/"))
    runs = open_page("/runs")
    training = workspace.begin("lives", "train.epochs=3", log=tmp_path / "log")
    try:
        link = runs.get_by_role("link", name="lives")
        expect(link).to_be_visible(timeout=MINUTES)
        expect(notebook.row(3)).to_contain_text("running", timeout=MINUTES)
        link.click()
        expect(runs.get_by_text(re.compile(r"Validation 1 of 1"))).to_be_visible(timeout=MINUTES)
        expect(runs.get_by_text(re.compile(r"Validation \d of 3"))).to_be_visible(timeout=MINUTES)
        expect(notebook.row(3)).to_contain_text("finished", timeout=MINUTES)
        expect(runs.get_by_role("main").get_by_text("finished").first).to_be_visible(timeout=MINUTES)
    finally:
        training.terminate()
        training.wait(60)
    brief = next(run for run in ask(f"{server.url}/api/v1/runs") if run["name"] == "lives")
    expect(notebook.cell(3, "miou")).to_have_text(re.compile(f"{brief['miou']:.3f}"[1:]))
