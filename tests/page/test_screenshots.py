"""Pictures of every page for the documents: `SEGSCOPE_SCREENSHOTS=docs/pictures/page`.

Data, sizes and texts are the same each time; times of day and what a training learned are not.
"""

import io
import os
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from segscope.analysis.notebook import give_runs_rows
from segscope.store import Workspace
from segscope.store.notebook import Notebook
from tests.page.conftest import NARROW, OpenPage
from tests.page.places import Places
from tests.page.trained import Trained

FOLDER = os.environ.get("SEGSCOPE_SCREENSHOTS")
MOST_BYTES = 300_000
pytestmark = pytest.mark.skipif(FOLDER is None, reason="SEGSCOPE_SCREENSHOTS names no folder")

ROWS = (
    {
        "title": "boundary loss",
        "hypothesis": "edges of **paper packs** get sharper",
        "status": "plan",
        "tags": "loss",
    },
    {
        "title": "더 큰 입력",
        "hypothesis": "건전지는 너무 작다: 320 px로",
        "status": "idea",
        "tags": "input",
        "parent": "#1",
    },
    {
        "title": "labels of batch 41",
        "conclusion": "- 12 wrong ones\n- mended",
        "status": "done",
        "tags": "data",
    },
)


@pytest.fixture(scope="module", autouse=True)
def notes(workspace: Trained) -> None:
    """Write what a team would have written."""
    with Workspace.open(workspace.folder) as place:
        give_runs_rows(place)
        notebook = Notebook(place.database)
        notebook.add_many([dict(row) for row in ROWS], author="민준")
        for number, field, text in (
            (1, "hypothesis", "the defaults, to compare with"),
            (1, "conclusion", "paper, paper pack and trash are taken for each other"),
            (2, "parent", "#1"),
            (2, "hypothesis", "pasted halves teach **objects**, not scenes"),
            (2, "tags", "augment"),
        ):
            notebook.edit(number, field, text, base=0, author="서연" if number == 2 else "Kim")


def shoot(page: Page, name: str) -> None:
    """Save what is seen, as small as a document needs it."""
    page.wait_for_timeout(1500)
    with Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))) as seen:
        picture = seen.convert("RGB")
    assert FOLDER is not None
    path = Path(FOLDER) / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, optimize=True)
    for quality in (85, 75, 65):
        if path.stat().st_size > MOST_BYTES:
            path.unlink()
            path = path.with_suffix(".jpg")
            picture.save(path, quality=quality, subsampling=0)
    assert path.stat().st_size <= MOST_BYTES


@pytest.mark.parametrize(
    "name", ["notebook", "runs", "run", "class", "pictures", "picture", "compare", "meeting"]
)
def test_a_picture_of_each_page(open_page: OpenPage, places: Places, name: str) -> None:
    addresses = {
        **places.all(),
        "notebook": "/?row=2",
        "class": f"{places.run}/classes/{quote('Paper pack')}",
    }
    page = open_page(addresses[name])
    expect(page.get_by_role("heading", level=1)).to_be_attached()
    shoot(page, name)


def test_pictures_of_parts(open_page: OpenPage, places: Places) -> None:
    for part in ("training", "confusions", "errors"):
        page = open_page(f"{places.run}?part={part}")
        expect(page.get_by_role("tabpanel").get_by_role("heading").first).to_be_visible()
        shoot(page, f"run-{part}")


def test_a_picture_in_the_dark_in_korean_and_on_a_phone(open_page: OpenPage, places: Places) -> None:
    page = open_page(f"{places.picture}?panes=classes", color_scheme="dark", locale="ko-KR")
    expect(page.get_by_role("heading", level=1)).to_be_attached()
    shoot(page, "picture-classes-dark")
    phone = open_page("/", viewport=NARROW, device_scale_factor=2, locale="ko-KR")
    expect(phone.get_by_role("heading", level=1)).to_be_attached()
    shoot(phone, "notebook-phone")
