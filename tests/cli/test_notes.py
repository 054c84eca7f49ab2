"""The notebook from the terminal."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from segscope.cli.main import main
from segscope.store import Workspace
from segscope.store.notebook.meetings import Meetings
from tests.analysis.compare.stored_runs import Stored, draw_truth, predict, store_run

Notes = Callable[..., str]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def notes(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Notes:
    """Give a function that runs ``segscope notes …``: what it prints, or where it fails its sentence."""

    def call(*words: str, code: int = 0, user: str = "Kim") -> str:
        monkeypatch.setenv("SEGSCOPE_USER", user)
        monkeypatch.setattr(sys, "argv", ["segscope", "notes", *words, "--workspace", str(place)])
        left = 0
        try:
            main()
        except SystemExit as leaving:
            left = int(leaving.code or 0)
        captured = capsys.readouterr()
        assert left == code, captured.err
        return captured.err if code else captured.out

    return call


def listed(notes: Notes) -> list[dict[str, Any]]:
    rows = json.loads(notes("list", "--json"))
    assert isinstance(rows, list)
    return rows


def test_runs_and_ideas_stand_in_one_sheet(
    notes: Notes, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    truth = draw_truth(6)
    with Workspace.open(place) as workspace:
        for seed in range(2):
            store_run(workspace, truth, predict(truth, 0.2, seed), Stored(name="baseline", seed=seed))
    notes("add", "title=boundary loss", "hypothesis=edges\nget sharper", "parent=#1", "tags=loss")
    run, idea = sorted(listed(notes), key=lambda row: row["title"])
    assert (run["title"], run["n"], len(run["runs"])) == ("baseline", 2, 2)
    assert (idea["who"], idea["status"], idea["miou"], idea["parent"]) == ("Kim", "idea", None, 1)
    table = notes("list")
    assert f"± {100 * run['miou_sd']:.1f} (2)" in table
    assert "boundary loss" in table
    assert "baseline" not in notes("list", "--tag", "loss")


def test_a_row_is_written_and_read_by_its_number_or_its_run(notes: Notes, place: Path) -> None:
    truth = draw_truth(3)
    with Workspace.open(place) as workspace:
        run = store_run(workspace, truth, predict(truth, 0.2), Stored(name="first try")).id
    assert notes("edit", "first", "status=done", "conclusion=a = b") == (
        "#1: status (version 1), conclusion (version 1)\n"
    )
    notes("edit", "#1", "conclusion=no", user="Lee")
    notes("comment", run, "why [bold]?", user="Lee")
    shown = json.loads(notes("show", "1", "--json"))
    assert [(v["author"], v["text"]) for v in shown["history"]["conclusion"]] == [
        ("Kim", "a = b"),
        ("Lee", "no"),
    ]
    assert [(c["author"], c["text"]) for c in shown["comments"]] == [("Lee", "why [bold]?")]
    text = notes("show", "1")
    assert "why [bold]?" in text
    assert "conclusion (Lee, " in text
    notes("restore", "1", "--field", "conclusion", "--version", "1")
    assert listed(notes)[0]["texts"]["conclusion"]["text"] == "a = b"


def test_a_row_that_was_taken_away_comes_back(notes: Notes) -> None:
    notes("add", "title=idea")
    assert "restore 1" in notes("delete", "1")
    assert listed(notes) == []
    notes("restore", "1")
    assert [row["title"] for row in listed(notes)] == ["idea"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["edit", "1", "status"], 2, "'status' is not of the form field=text"),
        (["edit", "7", "status=done"], 1, "the notebook has no row #7"),
        (["edit", "nobody", "status=done"], 1, "there is no run 'nobody'"),
        (["comment", "1", "  "], 2, "the comment is empty"),
        (["restore", "1", "--field", "title", "--version", "3"], 1, "title of #1 has no version 3"),
        (["add", f"title={'a' * 200_001}"], 2, "200001 characters"),
    ],
)
def test_a_mistake_is_one_sentence(notes: Notes, words: list[str], code: int, sentence: str) -> None:
    notes("add", "title=idea")
    told = " ".join(notes(*words, code=code).split())
    assert sentence in told
    assert "Traceback" not in told


def test_a_sheet_goes_out_and_comes_back(notes: Notes, place: Path, tmp_path: Path) -> None:
    notes("add", "title==1+1", "status=plan")
    assert "1 rows in" in notes("export", str(tmp_path / "notes.csv"))
    text = (tmp_path / "notes.csv").read_text(encoding="utf-8-sig")
    assert ",'=1+1," in text
    (tmp_path / "notes.csv").write_text(text.replace("plan", "done"))
    assert "0 new rows, 1 changed cells" in notes("import", str(tmp_path / "notes.csv"), "--plan")
    assert listed(notes)[0]["texts"]["status"]["text"] == "plan"
    notes("edit", "1", "status=dropped", user="Lee")
    told = notes("import", str(tmp_path / "notes.csv"), code=1)
    assert "Lee wrote 'dropped' after the export, and the sheet says 'done'" in " ".join(told.split())
    assert listed(notes)[0]["texts"]["status"]["text"] == "dropped"


def test_a_meeting_is_none_of_the_experiments(place: Path, notes: Notes) -> None:
    with Workspace.open(place) as workspace:
        now = datetime.now(UTC)
        meeting = Meetings(workspace.database).begin(since=now - timedelta(days=1), author="Kim")
    assert f"#{meeting.number} is a meeting" in notes("show", str(meeting.number), code=2)
    assert "notes (version 1)" in notes("edit", str(meeting.number), "notes=try Glass")
    assert json.loads(notes("list", "--json")) == []
