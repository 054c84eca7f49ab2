"""The meeting's page over the real application, of a planted day."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from segscope.store import Workspace
from segscope.store.notebook import Notebook
from segscope.web.app import create_app
from tests.analysis.meeting.planted import BROKEN, day, name, plant_day
from tests.web.notebook.clients import Page


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    with Workspace.open(tmp_path / "workspace") as workspace:
        plant_day(workspace, pictures)
        yield workspace


@pytest.fixture
def page(workspace: Workspace) -> Page:
    return Page(create_app(workspace))


def test_today_tells_the_planted_day_before_a_meeting_was_begun(page: Page) -> None:
    today = page.get("/meetings/today")
    assert (today["number"], today["notes"]["version"], today["is_quiet"]) == (None, 0, False)
    assert [row["number"] for row in today["finished"]] == [1, 2]
    (verdict,) = today["moved"]
    assert (verdict["row"], verdict["parent"], verdict["verdict"]) == (2, 1, "better")
    assert {moved["name"]: moved["verdict"] for moved in today["classes"]}["paper"] == "better"
    (unfinished,) = today["unfinished"]
    assert unfinished["reason"] == "the loss is no number at step 12"
    assert today["summary"] == "2 experiments finished (2 runs): 1 better. 1 run did not finish."


def test_pictures_say_where_to_look_and_why(page: Page) -> None:
    pictures = page.get("/meetings/today")["pictures"]
    assert [picture["kind"] for picture in pictures] == ["broken", "fixed", "weakest", "confusion", "worst"]
    broken, _, weakest, confusion, _ = pictures
    assert broken["sample"] == name(BROKEN)
    assert broken["before"][1] == 1
    assert "than with #1 baseline" in broken["reason"]
    assert (weakest["class_name"], confusion["class_name"], confusion["other_class"]) == (
        "유리",
        "유리",
        "paper",
    )
    top, left, bottom, right = broken["box"]
    assert 0 <= top < bottom
    assert 0 <= left < right


def test_korean_words_are_asked_for(page: Page) -> None:
    today = page.get("/meetings/today", language="ko")
    assert today["summary"].startswith("실험 2개(학습 2번)가 끝났습니다")
    assert today["pictures"][0]["heading"] == "가장 나빠진 사진"
    assert page.refused("GET", "/meetings/today", params={"language": "fr"})[0] == 422


def test_a_meeting_goes_on_while_notes_are_taken(page: Page, workspace: Workspace) -> None:
    begun = page.post("/meetings", {"title": " 월요일\n회의 ", "since": day().since.isoformat()})
    number = begun["number"]
    assert begun["title"] == "월요일 회의"
    assert [row["number"] for row in begun["finished"]] == [1, 2]
    edit = {"row": number, "field": "notes", "text": "try 유리 first", "base": 0}
    outcome = page.post("/notebook/edits", {"edits": [edit]})["outcomes"][0]
    assert outcome["saved"]
    today = page.get("/meetings/today")
    assert (today["number"], today["notes"]["text"], today["notes"]["author"]) == (
        number,
        "try 유리 first",
        "Kim",
    )
    assert page.get(f"/meetings/{number}")["notes"]["version"] == 1
    (listed,) = page.get("/meetings")
    assert (listed["number"], listed["title"], listed["noted"]) == (number, "월요일 회의", True)
    assert number not in [row["number"] for row in page.get("/notebook")["rows"]]


def test_the_next_meeting_begins_where_the_last_one_ended(page: Page, workspace: Workspace) -> None:
    first = page.post("/meetings", {})
    second = page.post("/meetings", {"title": "again"})
    assert second["since"] == first["until"]
    assert (second["finished"], second["is_quiet"]) == ([], True)
    assert "quiet" in second["summary"]
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    assert len(page.get("/meetings/today", since=since)["finished"]) == 2
    assert [meeting["number"] for meeting in page.get("/meetings")] == [second["number"], first["number"]]


def test_an_export_is_a_blogs_page_or_one_html_file(page: Page, workspace: Workspace) -> None:
    number = page.post("/meetings", {"title": "<b>Monday"})["number"]
    Notebook(workspace.database).edit(number, "notes", "**go**", base=0)
    html = page.ask("GET", f"/meetings/{number}/export")
    assert html.headers["content-type"] == "text/html; charset=utf-8"
    assert html.headers["content-disposition"].endswith('-b-monday.html"')
    assert html.headers["content-disposition"].startswith("attachment")
    assert "&lt;b&gt;Monday" in html.text
    assert "<strong>go</strong>" in html.text
    assert html.text.count("data:image/jpeg;base64,") >= 5 * 4
    packed = page.ask("GET", f"/meetings/{number}/export", params={"format": "markdown"})
    archive = zipfile.ZipFile(io.BytesIO(packed.content))
    (markdown,) = [entry for entry in archive.namelist() if entry.endswith(".md")]
    text = archive.read(markdown).decode("utf-8")
    assert yaml.safe_load(text.split("---\n")[1])["title"] == "<b>Monday"
    for entry in set(archive.namelist()) - {markdown}:
        assert f"]({entry})" in text
        assert archive.read(entry)[:2] == b"\xff\xd8"
    assert len(archive.namelist()) == 6


def test_a_blogs_front_matter_is_what_was_asked_for(page: Page) -> None:
    def matter(**asked: object) -> dict[str, object]:
        packed = page.ask("GET", "/meetings/today/export", params={"format": "markdown", **asked})
        archive = zipfile.ZipFile(io.BytesIO(packed.content))
        (markdown,) = [entry for entry in archive.namelist() if entry.endswith(".md")]
        found = yaml.safe_load(archive.read(markdown).decode("utf-8").split("---\n")[1])
        assert isinstance(found, dict)
        return found

    assert matter()["tags"] == ["meeting"]
    asked = matter(tag=["분할", "lab"], front=["layout=post", "draft=true"])
    assert (asked["tags"], asked["layout"], asked["draft"]) == (["분할", "lab"], "post", True)
    for wrong in ("layout", "=post", "layout=[post", "day=2026-13-45", "deep=" + "[" * 2000):
        for place in ("today", str(page.post("/meetings", {})["number"])):
            answer = page.refused("GET", f"/meetings/{place}/export", params={"front": wrong})
            assert answer == (422, "wrong_use")


def test_today_can_be_exported_before_a_meeting(page: Page) -> None:
    answer = page.ask("GET", "/meetings/today/export", params={"language": "ko"})
    assert "함께 볼 사진" in answer.text
    assert page.get("/meetings") == []


def test_what_is_no_meeting_is_told(page: Page) -> None:
    assert page.refused("GET", "/meetings/1") == (404, "not_found")
    assert page.refused("GET", "/meetings/99/export") == (404, "not_found")
    assert page.refused("GET", "/meetings/0")[0] == 422
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert page.refused("POST", "/meetings", json={"since": later}) == (422, "wrong_use")
    for since in ("2026-11-30T09:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"):
        assert page.refused("GET", "/meetings/today", params={"since": since})[0] == 422
        assert page.refused("POST", "/meetings", json={"since": since})[0] == 422


def test_an_empty_workspace_has_a_kind_page(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "empty") as workspace:
        today = Page(create_app(workspace)).get("/meetings/today")
    assert (today["finished"], today["pictures"], today["questions"]) == ([], [], [])
    assert "begin with" in today["summary"]
