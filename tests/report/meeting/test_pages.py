"""A planted day's page: what stands in it, and that nothing of it is markup that people wrote."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from inspect import getmembers, isfunction
from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image

from segscope import _report
from segscope.analysis.meeting import MeetingFacts
from segscope.report.meeting import (
    MeetingPage,
    html_file,
    markdown_files,
    page_name,
    save_markdown,
)
from segscope.report.meeting.blocks import Figure
from segscope.report.meeting.markdown import front_matter
from segscope.report.meeting.words import Words
from segscope.report.meeting.words_ko import KoreanWords
from segscope.store import Workspace
from segscope.store.notebook import Notebook
from segscope.store.notebook.meetings import Meetings
from tests.analysis.meeting.planted import Day, day, plant_day

HOSTILE = '</title><script>alert("x")</script> "\': {{ x }}\n---\ntags: [evil]'


class Tags(HTMLParser):
    """Collects what a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.addresses += [
            value or "" for name, value in attrs if name in ("src", "action", "data", "srcset")
        ]
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("workspace")) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def planted(workspace: Workspace, pictures: Path) -> Day:
    planted = plant_day(workspace, pictures)
    notebook = Notebook(workspace.database)
    notebook.edit(1, "title", HOSTILE, base=0, author="<b>Kim")
    notebook.edit(1, "conclusion", HOSTILE, base=0, author="<b>Kim")
    notebook.comment(2, f"**look** {HOSTILE}", author="<i>Lee")
    meeting = Meetings(workspace.database).begin(since=day().since, title=HOSTILE)
    notebook.edit(meeting.number, "notes", f"# Plan\n{HOSTILE}\n![x](http://elsewhere/p.png)", base=0)
    return planted


@pytest.fixture(scope="module")
def facts(workspace: Workspace, planted: Day) -> MeetingFacts:
    return _report.report_of(workspace, day())


@pytest.fixture(scope="module")
def page(workspace: Workspace, facts: MeetingFacts) -> MeetingPage:
    return _report.make_page(
        facts, tags=["seg", HOSTILE], front={"layout": "post"}, meetings=_report.meetings_of(workspace, day())
    )


def figures(page: MeetingPage) -> list[Figure]:
    return [block for section in page.sections for block in section.blocks if isinstance(block, Figure)]


def test_the_html_loads_nothing_and_runs_nothing(page: MeetingPage) -> None:
    tags = Tags(html_file(page))
    assert not {"script", "iframe", "link", "object", "form", "i"} & set(tags.names)
    assert tags.handlers == []
    assert tags.names.count("title") == 1
    assert tags.names.count("img") == len(tags.addresses) == sum(len(f.pane_titles) for f in figures(page))
    assert all(address.startswith("data:image/jpeg;base64,") for address in tags.addresses)
    assert tags.links == ["http://elsewhere/p.png"]  # what a note shows is a link, and not loaded


def test_the_html_is_labelled_and_every_picture_has_words(page: MeetingPage) -> None:
    text = html_file(page)
    assert '<html lang="en">' in text
    assert len(re.findall(r'<img [^>]*alt="[^"]+"', text)) == text.count("<img ")
    assert text.count("<h1>") == 1


def test_the_front_matter_is_what_was_asked_for(page: MeetingPage) -> None:
    files = markdown_files(page)
    opening, front, _body = re.split(r"^---\n", files.text, maxsplit=2, flags=re.MULTILINE)
    values = yaml.safe_load(front)
    assert opening == ""
    assert set(values) == {"title", "date", "tags", "layout"}
    assert values["title"] == " ".join(HOSTILE.split())
    assert values["tags"] == ["seg", HOSTILE]
    assert values["date"] == page.day


@pytest.mark.parametrize(
    "title", [HOSTILE, "---", "yes", "2026-11-30", "a: b # c", "- x", "&a *b !c %d", "'\"", "유리"]
)
def test_any_title_is_a_text_in_the_front_matter(title: str) -> None:
    text = front_matter(MeetingPage(title, date(2026, 11, 30), "en", (), (), {}, ""))
    front = text.removeprefix("---\n").removesuffix("---")
    assert "\n---" not in front
    assert yaml.safe_load(front)["title"] == " ".join(title.split())


def test_markdown_names_its_pictures_by_relative_addresses(page: MeetingPage, tmp_path: Path) -> None:
    file = save_markdown(markdown_files(page), tmp_path)
    addresses = re.findall(r"^!\[.*\]\((.*)\)$", file.read_text("utf-8"), re.MULTILINE)
    assert len(addresses) == 5
    for address in addresses:
        with Image.open(tmp_path / address) as picture:
            assert picture.format == "JPEG"
            assert min(picture.size) > 300


def test_names_of_files_are_plain_whatever_the_title(page: MeetingPage) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-[a-z0-9-]{1,60}", page_name(page))
    assert page_name(MeetingPage("🙂", date(2026, 11, 30), "en", (), (), {}, "")) == "2026-11-30-meeting"


def test_the_panes_show_the_spot(page: MeetingPage, facts: MeetingFacts) -> None:
    broken = figures(page)[0]
    assert broken.pane_titles == ("Picture", "Ground truth", "Before (#1)", "Prediction (#2)", "Errors")
    assert broken.panes is not None
    assert (broken.missing, broken.panes.is_missing) == ("", False)
    shapes = {pane.picture.shape for pane in broken.panes.panes}
    assert shapes == {(360, 480, 3)}
    truth, before, after = (broken.panes.panes[place].picture for place in (1, 2, 3))
    box = facts.pictures[0].box
    assert box is not None
    scale = 360 / 60
    inside = tuple(slice(round(box[i] * scale) + 2, round(box[i + 2] * scale) - 2) for i in (0, 1))
    np.testing.assert_array_equal(truth[inside], before[inside])
    assert (truth[inside] != after[inside]).any(axis=-1).all()


def test_pictures_that_moved_are_told_and_their_masks_still_show(
    workspace: Workspace, planted: Day, pictures: Path
) -> None:
    moved = pictures.rename(pictures.with_name("moved"))
    try:
        shown = figures(_report.make_page(_report.report_of(workspace, day())))
    finally:
        moved.rename(pictures)
    assert all("not where it was" in figure.missing for figure in shown)
    assert all(figure.panes is not None and len(figure.panes.panes) >= 4 for figure in shown)


def test_korean_has_words_for_everything() -> None:
    shared = {"moment", "by", "change", "where"}  # figures, names and times alone
    english = {name for name, _ in getmembers(Words, isfunction)}
    assert english - set(vars(KoreanWords)) == shared
    for name, value in vars(Words).items():
        if isinstance(value, str) and not name.startswith("__") and name != "language":
            assert vars(KoreanWords)[name] != value, name
        if isinstance(value, dict) and not name.startswith("__"):
            assert set(vars(KoreanWords)[name]) == set(value), name


def test_korean_pages_hold_no_english_sentence(facts: MeetingFacts) -> None:
    text = markdown_files(_report.make_page(facts, language="ko")).text
    for words in ("better", "against", "experiment", "Picture", "cannot tell", "costs"):
        assert words not in text, words
