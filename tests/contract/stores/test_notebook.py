"""The notebook on each database: nobody's words are lost, whoever writes when."""

import random
import time
from collections.abc import Callable

import pytest

from segscope.errors import StoreError, UsageError
from segscope.store import Workspace
from segscope.store.notebook import CellEdit, Notebook, NoteConflictError, UnnotedRun
from tests.contract.stores.processes import exit_codes
from tests.contract.stores.stored import Open, new_run


@pytest.fixture
def notebook(workspace: Workspace) -> Notebook:
    return Notebook(workspace.database)


def test_a_row_comes_back_as_it_was_written(open_workspace: Open) -> None:
    first = Notebook(open_workspace().database)
    texts = {"title": "낮은 학습률", "hypothesis": "edges\nget sharper", "LB score": "=1+1"}
    written = first.add(texts, author="Kim")
    (read,) = Notebook(open_workspace().database).notes()
    assert read == written
    assert {field: read.text(field) for field in texts} == texts
    assert read.text("conclusion") == ""
    assert {cell.author for cell in read.cells.values()} == {"Kim"}
    assert read.created_at.tzinfo is not None


def test_rows_are_numbered_as_they_come_and_named_for_ever(notebook: Notebook) -> None:
    notes = [notebook.add({"title": str(index)}) for index in range(3)]
    assert [note.number for note in notes] == [1, 2, 3]
    assert len({note.id for note in notes}) == 3


def test_every_text_of_a_cell_is_kept(notebook: Notebook) -> None:
    note = notebook.add({"status": "plan"}, author="Kim")
    notebook.edit(note.number, "status", "running", base=1, author="Lee")
    assert notebook.edit(note.number, "status", "done", base=2, author="Kim").version == 3
    history = notebook.history(note.number, "status")
    assert [(entry.version, entry.base, entry.text, entry.author) for entry in history] == [
        (1, 0, "plan", "Kim"),
        (2, 1, "running", "Lee"),
        (3, 2, "done", "Kim"),
    ]
    assert notebook.history(note.number, "tags") == ()


def test_writing_what_is_there_already_changes_nothing(notebook: Notebook) -> None:
    note = notebook.add({"status": "plan"})
    before = notebook.last_change
    assert notebook.edit(note.number, "status", "plan", base=1).version == 1
    assert notebook.last_change == before


def test_changes_of_different_lines_are_joined(notebook: Notebook) -> None:
    note = notebook.add({"conclusion": "Paper: ?\n\nGlass: ?"})
    notebook.edit(note.number, "conclusion", "Paper: better\n\nGlass: ?", base=1, author="Kim")
    cell = notebook.edit(note.number, "conclusion", "Paper: ?\n\nGlass: worse", base=1, author="Lee")
    assert (cell.text, cell.version) == ("Paper: better\n\nGlass: worse", 3)
    assert notebook.history(note.number, "conclusion")[-1].origin == "merge"


def test_of_two_texts_for_one_line_the_second_author_gets_both(notebook: Notebook) -> None:
    note = notebook.add({"conclusion": "?"})
    notebook.edit(note.number, "conclusion", "better", base=1, author="Kim")
    with pytest.raises(NoteConflictError, match=r"Kim changed conclusion of #1 meanwhile") as caught:
        notebook.edit(note.number, "conclusion", "worse", base=1, author="Lee")
    outcome = caught.value.outcome
    assert (outcome.cell.text, outcome.edit.text) == ("better", "worse")
    assert outcome.conflict is not None
    assert outcome.conflict.text == "better\nworse"
    assert notebook.note(note.number).text("conclusion") == "better"


def test_two_first_texts_of_a_cell_collide_too(notebook: Notebook) -> None:
    note = notebook.add()
    notebook.edit(note.number, "tags", "loss", base=0)
    with pytest.raises(NoteConflictError):
        notebook.edit(note.number, "tags", "augmentation", base=0)


def test_a_pasted_block_is_saved_but_for_the_cells_that_collide(notebook: Notebook) -> None:
    numbers = [notebook.add({"status": "plan"}).number for _ in range(20)]
    notebook.edit(numbers[3], "status", "dropped", base=1, author="Kim")
    fields = ["title", "hypothesis", "conclusion", "status", "tags", "score"]
    block = [
        CellEdit(number, field, f"{number} {field}", 1 if field == "status" else 0)
        for number in numbers
        for field in fields
    ]
    outcomes = notebook.edit_many(block, author="Lee")
    assert [(o.edit.note, o.edit.field) for o in outcomes if not o.is_saved] == [(numbers[3], "status")]
    notes = {note.number: note for note in notebook.notes()}
    for edit in block:
        collided = (edit.note, edit.field) == (numbers[3], "status")
        assert notes[edit.note].text(edit.field) == ("dropped" if collided else edit.text)


def test_a_block_with_a_row_that_is_not_there_saves_nothing(notebook: Notebook) -> None:
    number = notebook.add().number
    with pytest.raises(StoreError, match=r"no row #99"):
        notebook.edit_many([CellEdit(number, "title", "a", 0), CellEdit(99, "title", "b", 0)])
    assert notebook.note(number).cells == {}


def test_an_older_text_comes_back_as_a_new_version(notebook: Notebook) -> None:
    number = notebook.add({"status": "plan"}).number
    notebook.edit(number, "status", "done", base=1)
    assert (notebook.restore(number, "status", 1).text, notebook.restore(number, "status", 0).text) == (
        "plan",
        "",
    )
    assert [entry.text for entry in notebook.history(number, "status")] == ["plan", "done", "plan", ""]
    with pytest.raises(StoreError, match="no version 9"):
        notebook.restore(number, "status", 9)


def test_a_row_that_was_taken_away_can_come_back(notebook: Notebook) -> None:
    number = notebook.add({"title": "a"}).number
    notebook.delete(number)
    assert notebook.notes() == ()
    assert [note.is_deleted for note in notebook.notes(deleted=True)] == [True]
    notebook.undelete(number)
    assert [note.text("title") for note in notebook.notes()] == ["a"]


def test_a_run_has_one_row_and_keeps_it_when_it_is_deleted(workspace: Workspace) -> None:
    notebook = Notebook(workspace.database)
    runs = [workspace.create_run(new_run()) for _ in range(2)]
    note = notebook.add(runs=[runs[0].id])
    notebook.link(note.number, [run.id for run in runs])
    with pytest.raises(StoreError, match=rf"#1 tells of run {runs[1].id} already"):
        notebook.add({"title": "again"}, runs=[runs[1].id])
    workspace.delete_run(runs[0])
    (kept,) = notebook.notes()
    assert set(kept.runs) == {run.id for run in runs}


def test_runs_of_one_recipe_share_a_row_whoever_finds_them(
    workspace: Workspace, open_workspace: Open
) -> None:
    runs = [workspace.create_run(new_run(str(index))) for index in range(6)]
    recipes = ["a" * 64, "b" * 64]
    unnoted = [
        UnnotedRun(run.id, recipes[index % 2], "Kim", run.created_at) for index, run in enumerate(runs)
    ]

    def give(_process: int) -> None:
        Notebook(open_workspace().database).give_rows(unnoted[:4])

    assert exit_codes(4, give) == [0] * 4
    notebook = Notebook(workspace.database)
    assert notebook.unnoted_runs() == (runs[4].id, runs[5].id)
    notebook.give_rows(unnoted)
    assert [set(note.runs) for note in notebook.notes()] == [
        {run.id for run in runs[0::2]},
        {run.id for run in runs[1::2]},
    ]
    assert {(note.author, note.created_at) for note in notebook.notes()} == {
        ("Kim", run.created_at) for run in runs[:2]
    }


def test_a_recipe_whose_row_was_taken_away_begins_a_new_one(workspace: Workspace) -> None:
    notebook = Notebook(workspace.database)
    for _ in range(2):
        run = workspace.create_run(new_run())
        notebook.give_rows([UnnotedRun(run.id, "a" * 64, "Kim", run.created_at)])
        notebook.delete(notebook.notes()[-1].number)
    assert [len(note.runs) for note in notebook.notes(deleted=True)] == [1, 1]


def test_comments_stay_below_their_row(notebook: Notebook) -> None:
    first, second = notebook.add(), notebook.add()
    notebook.comment(first.number, "see #2", author="Kim")
    notebook.comment(second.number, "why?", author="Lee")
    notebook.comment(first.number, "아니", author="Park")
    said = [(comment.author, comment.text) for comment in notebook.comments(first.number)]
    assert said == [("Kim", "see #2"), ("Park", "아니")]
    assert [note.comments for note in notebook.notes()] == [2, 1]
    with pytest.raises(UsageError, match="empty"):
        notebook.comment(first.number, " \n")


def test_a_page_follows_by_the_changes_after_the_last_one_it_saw(notebook: Notebook) -> None:
    note = notebook.add({"title": "a"}, author="Kim")
    seen = notebook.last_change
    notebook.edit(note.number, "title", "b", base=1, author="Lee")
    notebook.comment(note.number, "good", author="Park")
    notebook.delete(note.number, author="Kim")
    changes = notebook.changes(after=seen)
    assert [(change.kind, change.author, change.note) for change in changes] == [
        ("cell", "Lee", note.number),
        ("comment", "Park", note.number),
        ("deleted", "Kim", note.number),
    ]
    assert changes[0].detail == {"field": "title", "version": 2}
    assert notebook.changes(after=changes[-1].number) == ()
    assert notebook.changes(limit=1)[0].kind == "row"


def test_what_the_notebook_said_at_any_time_is_known(notebook: Notebook) -> None:
    note = notebook.add({"title": "a"})
    then = notebook.last_change
    notebook.edit(note.number, "title", "b", base=1)
    notebook.edit(note.number, "tags", "x", base=0)
    assert notebook.texts_at(then) == {(note.number, "title"): (1, "a")}
    assert notebook.texts_at(notebook.last_change) == {
        (note.number, "title"): (2, "b"),
        (note.number, "tags"): (1, "x"),
    }


@pytest.mark.parametrize(
    ("write", "error"),
    [
        (lambda book: book.edit(7, "title", "a", base=0), "no row #7"),
        (lambda book: book.edit(1, "title", "a", base=5), "no version 5"),
        (lambda book: book.edit(1, "  ", "a", base=0), "cannot name a column"),
        (lambda book: book.edit(1, "x" * 65, "a", base=0), "cannot name a column"),
        (lambda book: book.edit(1, "title", "a\0b", base=0), "no text"),
        (lambda book: book.edit(1, "title", "a" * 200_001, base=0), "200001 characters"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    notebook: Notebook, write: Callable[[Notebook], object], error: str
) -> None:
    notebook.add()
    with pytest.raises((StoreError, UsageError), match=error):
        write(notebook)
    assert notebook.note(1).cells == {}


def test_of_eight_people_at_one_cell_nobody_loses_a_word(open_workspace: Open) -> None:
    notebook = Notebook(open_workspace().database)
    number = notebook.add({"conclusion": ""}).number

    def write(person: int) -> None:
        own = Notebook(open_workspace().database)
        for turn in range(10):
            _append_line(own, number, f"{person} said {turn}")

    assert exit_codes(8, write) == [0] * 8
    lines = notebook.note(number).text("conclusion").split("\n")
    assert sorted(lines) == sorted(f"{person} said {turn}" for person in range(8) for turn in range(10))
    history = notebook.history(number, "conclusion")
    assert [entry.version for entry in history] == list(range(1, len(history) + 1))
    changes = notebook.changes()
    assert [change.number for change in changes] == sorted(change.number for change in changes)


def _append_line(notebook: Notebook, number: int, line: str) -> None:
    """Add a line as a person does: read, write, and on a collision take the join of both."""
    cell = notebook.note(number).cells.get("conclusion")
    text, base = (cell.text, cell.version) if cell else ("", 0)
    time.sleep(random.random() / 200)  # others write meanwhile
    (outcome,) = notebook.edit_many(
        [CellEdit(number, "conclusion", f"{text}\n{line}" if text else line, base)]
    )
    while outcome.conflict is not None:
        joined = CellEdit(number, "conclusion", outcome.conflict.text, outcome.cell.version)
        (outcome,) = notebook.edit_many([joined])
