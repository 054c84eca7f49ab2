"""The day's meeting: made from the store, noted live, exported for a blog and as one file."""

import re
import zipfile
from pathlib import Path

import yaml
from playwright.sync_api import Page, expect

from tests.page.conftest import OpenPage
from tests.page.trained import BASELINE, CHANGED


def begin(page: Page) -> None:
    page.get_by_role("button", name="Begin the meeting").click()
    page.get_by_role("dialog", name="Begin a meeting").get_by_role("button", name="Begin the meeting").click()
    expect(page).to_have_url(re.compile(r"/meeting/\d+"))


def export(page: Page, kind: str, folder: Path) -> Path:
    button = page.get_by_role("button", name="Export")
    if button.get_attribute("aria-expanded") != "true":
        button.click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=kind).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_the_meeting_is_made_noted_by_two_and_exported(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/meeting")
    finished = page.get_by_role("region", name="What finished").first
    for name in (BASELINE, CHANGED):
        expect(finished.get_by_role("link", name=name)).to_be_visible()
    expect(page.get_by_role("region", name=re.compile("^Picture 1 of 5"))).to_be_visible()
    begin(page)
    other = open_page(page.url, user="Lee")
    page.get_by_role("textbox", name="Notes of the meeting").fill("# Decided\n\n- train **longer**\n")
    theirs = other.get_by_role("textbox", name="Notes of the meeting")
    expect(theirs).to_have_value(re.compile("train \\*\\*longer"))
    theirs.focus()
    other.keyboard.press("Control+End")
    other.keyboard.insert_text("- <b>종이팩</b> labels: Lee\n")
    mine = page.get_by_role("textbox", name="Notes of the meeting")
    expect(mine).to_have_value(re.compile("종이팩.*labels: Lee"))
    page.reload()
    check_html(export(page, "One HTML file", tmp_path).read_text("utf-8"))
    page.get_by_label("Tags, with commas").fill("seg, 재활용")
    page.get_by_label("Further keys").fill("layout=post\ncategories=[ml, seg]")
    check_blog(export(page, "Markdown for a blog", tmp_path))


def check_html(text: str) -> None:
    """See that a file holds all of it, asks nobody for anything, and made no markup of a text."""
    assert "종이팩" in text
    assert "<b>종이팩" not in text
    assert "<script" not in text
    assert not re.search(r'(?:src|href)="https?://', text)
    assert "data:image/" in text


def check_blog(path: Path) -> None:
    """See that a static blog could take it: front matter, and every picture that it names."""
    with zipfile.ZipFile(path) as archive:
        (page,) = (name for name in archive.namelist() if name.endswith(".md"))
        _, front, text = archive.read(page).decode().split("---\n", 2)
        told = yaml.safe_load(front)
        assert {"title", "date"} <= told.keys()
        assert told["tags"] == ["seg", "재활용"]
        assert (told["layout"], told["categories"]) == ("post", ["ml", "seg"])
        assert "train **longer**" in text
        pictures = re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", text)
        assert pictures
        folder = Path(page).parent
        names = set(archive.namelist())
        assert {(folder / picture).as_posix() for picture in pictures} <= names


def test_the_wall_shows_one_thing_at_a_time(open_page: OpenPage) -> None:
    page = open_page("/meeting")
    page.get_by_role("button", name="Show on a wall").click()
    expect(page.get_by_text(re.compile(r"^1 of \d+$"))).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile(r"^2 of \d+$"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Show on a wall")).to_be_visible()
