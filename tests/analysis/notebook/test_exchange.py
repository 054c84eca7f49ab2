"""A sheet that leaves and comes back: only what its reader changed is changed."""

import random
from pathlib import Path

import pytest

from segscope import _notes
from segscope.analysis.notebook.exchange import FILLED, ID, REVISION
from segscope.errors import UsageError
from segscope.files.sheets import Sheet, read_sheet, write_sheet
from segscope.store import Workspace
from segscope.store.notebook import FIELDS, Notebook
from tests.analysis.compare.stored_runs import Stored, draw_truth, predict, store_run
from tests.files.sheets.test_round_trips import NASTY

KINDS = [".csv", ".tsv", ".xlsx"]


@pytest.fixture
def notebook(workspace: Workspace) -> Notebook:
    return Notebook(workspace.database)


def changed(path: Path, changes: dict[tuple[int, str], str]) -> None:
    """Write texts into cells of a sheet's file: (row from 0, column) → text."""
    sheet = read_sheet(path)
    rows = [list(row) for row in sheet.rows]
    for (row, column), text in changes.items():
        rows[row][sheet.columns.index(column)] = text
    write_sheet(path, Sheet(sheet.columns, tuple(map(tuple, rows))))


@pytest.mark.parametrize("kind", KINDS)
def test_five_hundred_nasty_texts_come_back_without_a_change(
    workspace: Workspace, notebook: Notebook, tmp_path: Path, kind: str
) -> None:
    draw = random.Random(0)
    fields = [*FIELDS[:-1], "비고", "LB score"]
    rows = [{field: "".join(draw.choices(NASTY, k=2)) for field in fields} for _ in range(75)]
    notebook.add_many(rows)
    before = notebook.cells()
    assert sum(map(len, before.values())) >= 500
    assert _notes.export_notes(workspace, tmp_path / f"notes{kind}") == 75
    plan = _notes.plan_notes_import(workspace, tmp_path / f"notes{kind}")
    assert (plan.edits, plan.new) == ((), ())
    done = _notes.import_notes(workspace, tmp_path / f"notes{kind}")
    assert (done.added, done.saved, done.conflicts) == ((), (), ())
    assert notebook.cells() == before


def test_the_sheet_says_what_the_runs_say(workspace: Workspace, tmp_path: Path) -> None:
    truth = draw_truth(4)
    for seed in range(2):
        store_run(workspace, truth, predict(truth, 0.2, seed), Stored(name="=baseline", seed=seed))
    _notes.export_notes(workspace, tmp_path / "notes.xlsx")
    sheet = read_sheet(tmp_path / "notes.xlsx")
    (row,) = _notes.list_experiments(workspace)
    cells = dict(zip(sheet.columns, sheet.rows[0], strict=True))
    assert sheet.columns == (ID, REVISION, *FILLED[:2], *FIELDS, *FILLED[2:])
    assert cells["experiment"] == "=baseline"
    assert (cells["n"], cells["mIoU"]) == ("2", f"{100 * row.miou:.1f}")
    assert set(cells["runs"].split()) == {result.id for result in row.results}


def test_others_edits_since_the_export_stay(workspace: Workspace, notebook: Notebook, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    notebook.add_many([{"status": "plan", "conclusion": "a\n\nb"} for _ in range(4)])
    _notes.export_notes(workspace, path)
    notebook.edit(1, "status", "done", base=1, author="Kim")  # not touched in the sheet
    notebook.edit(2, "conclusion", "A\n\nb", base=1, author="Kim")  # another line is
    notebook.edit(3, "status", "dropped", base=1, author="Kim")  # so is the same one
    changed(path, {(1, "conclusion"): "a\n\nB", (2, "status"): "done", (3, "tags"): "loss"})
    done = _notes.import_notes(workspace, path)
    cells = {
        number: {field: cell.text for field, cell in row.items()} for number, row in notebook.cells().items()
    }
    assert cells[1]["status"] == "done"
    assert cells[2]["conclusion"] == "A\n\nB"
    assert cells[3]["status"] == "dropped"
    assert cells[4]["tags"] == "loss"
    (conflict,) = done.conflicts
    assert (conflict.edit.note, conflict.edit.field, conflict.edit.text) == (3, "status", "done")
    assert [entry.origin for entry in notebook.history(4, "tags")] == ["import"]


def test_missing_rows_and_columns_change_nothing(
    workspace: Workspace, notebook: Notebook, tmp_path: Path
) -> None:
    path = tmp_path / "notes.csv"
    notebook.add_many([{"status": "plan", "title": str(number)} for number in range(3)])
    _notes.export_notes(workspace, path)
    sheet = read_sheet(path)
    kept = [sheet.columns.index(column) for column in (ID, "status")]
    rows = tuple(tuple(row[place] for place in kept) for row in sheet.rows[:1])
    write_sheet(path, Sheet((ID, "status"), rows))
    changed(path, {(0, "status"): "done"})
    _notes.import_notes(workspace, path)
    assert [note.text("status") for note in notebook.notes()] == ["done", "plan", "plan"]
    assert [note.text("title") for note in notebook.notes()] == ["0", "1", "2"]


def test_a_teams_own_sheet_is_read_by_its_columns_names(
    workspace: Workspace, notebook: Notebook, tmp_path: Path
) -> None:
    path = tmp_path / "old.csv"
    text = '실험명,Hypothesis,결론,LB,비고\nbaseline,,"약함\n종이",0.512,\ncutmix,edges,,0.530,다시\n,,,,\n'
    path.write_text(text, encoding="cp949")
    plan = _notes.plan_notes_import(workspace, path, match={"비고": ""})
    assert plan.fields == {"실험명": "title", "Hypothesis": "hypothesis", "결론": "conclusion", "LB": "LB"}
    assert notebook.notes() == ()
    done = _notes.import_notes(workspace, path, match={"비고": "memo"})
    assert done.added == (1, 2)
    first, second = notebook.notes()
    assert {field: cell.text for field, cell in first.cells.items()} == {
        "title": "baseline",
        "conclusion": "약함\n종이",
        "LB": "0.512",
    }
    assert second.text("memo") == "다시"


@pytest.mark.parametrize(
    ("lines", "match", "sentence"),
    [
        (["id,status", "note-0,done"], {}, "row 2 has the id note-0, which this notebook does not know"),
        (["id,revision,status", "{id},99,done"], {}, "row 2 has the revision '99'"),
        (["id,revision,status", "{id},soon,done"], {}, "row 2 has the revision 'soon'"),
        (["id,status", "{id},done", "{id},plan"], {}, "row 3 has the id of a row above it"),
        (["title,제목", "a,b"], {}, "the columns 'title' and '제목' are both title"),
        (["title", "a"], {"name": "title"}, "the sheet has no column 'name'"),
        (["title,x", "a,b"], {"x": "mIoU"}, "'mIoU' is a column that fills itself"),
    ],
)
def test_a_sheet_that_cannot_be_meant_changes_nothing(
    workspace: Workspace,
    notebook: Notebook,
    tmp_path: Path,
    lines: list[str],
    match: dict[str, str],
    sentence: str,
) -> None:
    note = notebook.add({"status": "plan"})
    (tmp_path / "notes.csv").write_text("\n".join(lines).replace("{id}", note.id))
    with pytest.raises(UsageError, match=sentence):
        _notes.import_notes(workspace, tmp_path / "notes.csv", match=match)
    assert [note.text("status") for note in notebook.notes()] == ["plan"]
