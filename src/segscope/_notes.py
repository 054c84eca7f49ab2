"""What the command line and a script call to read and write the team's notebook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from segscope.analysis.notebook import Experiment, gather_experiments, give_runs_rows
from segscope.analysis.notebook.exchange import ImportPlan, make_sheet, plan_import, revisions_of
from segscope.errors import StoreError
from segscope.files.sheets import Sheet, read_sheet, write_sheet
from segscope.store.notebook import Cell, EditOutcome, Note, Notebook
from segscope.store.workspace import Workspace


def list_experiments(workspace: Workspace, *, deleted: bool = False) -> tuple[Experiment, ...]:
    """Give all rows with what their runs say; runs without a row get one."""
    return gather_experiments(workspace, deleted=deleted)


def add_note(workspace: Workspace, texts: Mapping[str, str], runs: Sequence[str] = ()) -> Note:
    """Add a row, after those of the runs that were there before it.

    Args:
        workspace: The team's.
        texts: Field → what it says.
        runs: Runs that it tells of, which have no row of their own: ids or names.

    Raises:
        StoreError: There is no such run, or another row tells of it.
    """
    found = [workspace.run(name).id for name in runs]
    notebook = Notebook(workspace.database)
    if not found:
        give_runs_rows(workspace)
    return notebook.add(texts, runs=found)


def find_note(workspace: Workspace, reference: str) -> Note:
    """Find a row by its number (``12`` or ``#12``), or by one of its runs (its id, or its name).

    Raises:
        StoreError: There is no such row or run.
    """
    give_runs_rows(workspace)
    notebook = Notebook(workspace.database)
    number = reference.strip().removeprefix("#")
    if number.isdecimal() and len(number) < 10:  # a run's id is longer
        return notebook.note(int(number))
    run = workspace.run(reference)
    note = next((note for note in notebook.notes() if run.id in note.runs), None)
    if note is None:
        raise StoreError(f"the row of run {run.id} was taken away: `segscope notes restore` brings it back.")
    return note


def write_texts(workspace: Workspace, note: Note, texts: Mapping[str, str]) -> dict[str, Cell]:
    """Write fields of a row on what was just read of it; others' words that came meanwhile are kept.

    Raises:
        NoteConflictError: Somebody else changed the same lines in this moment; fields before are saved.
    """
    notebook = Notebook(workspace.database)
    versions = {field: cell.version for field, cell in note.cells.items()}
    return {
        field: notebook.edit(note.number, field, text, base=versions.get(field, 0))
        for field, text in texts.items()
    }


@dataclass(frozen=True)
class ImportedNotes:
    """What an import did.

    Attributes:
        plan: What it set out to do.
        added: Numbers of the new rows.
        saved: The edits that were made.
        conflicts: Those that collide with what others wrote after the export; both texts are told.
    """

    plan: ImportPlan
    added: tuple[int, ...]
    saved: tuple[EditOutcome, ...]
    conflicts: tuple[EditOutcome, ...]


def notebook_sheet(workspace: Workspace) -> Sheet:
    """Give all rows as a sheet, which :func:`import_sheet` reads back."""
    give_runs_rows(workspace)
    revision = Notebook(workspace.database).last_change  # before the rows: later edits are no part of it
    return make_sheet(gather_experiments(workspace), revision)


def plan_sheet_import(
    workspace: Workspace, sheet: Sheet, *, match: Mapping[str, str] | None = None
) -> ImportPlan:
    """Tell what :func:`import_sheet` would do.

    Raises:
        UsageError: It is no sheet of this notebook.
    """
    give_runs_rows(workspace)
    notebook = Notebook(workspace.database)
    newest = notebook.last_change
    texts_at = {
        revision: notebook.texts_at(revision) for revision in revisions_of(sheet) if revision <= newest
    }
    return plan_import(sheet, notebook.notes(deleted=True), texts_at, match=match)


def import_sheet(
    workspace: Workspace, sheet: Sheet, *, match: Mapping[str, str] | None = None, author: str | None = None
) -> ImportedNotes:
    """Read an exported sheet back, or a team's own sheet in.

    Cells that the sheet's reader did not change stay as they are now; rows without an id are added; where
    others wrote meanwhile, both texts are joined, or left as they are and told.

    Args:
        workspace: The team's.
        sheet: The sheet.
        match: Column → field, before what is known of names; an empty field leaves a column out.
        author: Who does it; None takes ``SEGSCOPE_USER``, else the system's user.

    Raises:
        UsageError: It is no sheet of this notebook; nothing is written then.
    """
    plan = plan_sheet_import(workspace, sheet, match=match)
    notebook = Notebook(workspace.database)
    outcomes = notebook.edit_many(plan.edits, origin="import", author=author)
    added = notebook.add_many(plan.new, author=author)
    return ImportedNotes(
        plan,
        added,
        tuple(outcome for outcome in outcomes if outcome.is_saved),
        tuple(outcome for outcome in outcomes if not outcome.is_saved),
    )


def export_notes(workspace: Workspace, path: Path) -> int:
    """Write all rows to CSV, TSV or XLSX, by the file's name, and give their number.

    Raises:
        UsageError: The name says no format, or XLSX cannot hold a text.
        StoreError: The file cannot be written.
    """
    sheet = notebook_sheet(workspace)
    write_sheet(path, sheet)
    return len(sheet.rows)


def plan_notes_import(
    workspace: Workspace, path: Path, *, match: Mapping[str, str] | None = None
) -> ImportPlan:
    """Tell what :func:`import_notes` would do with a file.

    Raises:
        UsageError: The file cannot be read, or is no sheet of this notebook.
    """
    return plan_sheet_import(workspace, read_sheet(path), match=match)


def import_notes(
    workspace: Workspace, path: Path, *, match: Mapping[str, str] | None = None
) -> ImportedNotes:
    """Read a file as :func:`import_sheet` reads a sheet.

    Raises:
        UsageError: The file cannot be read, or is no sheet of this notebook; nothing is written then.
    """
    return import_sheet(workspace, read_sheet(path), match=match)
