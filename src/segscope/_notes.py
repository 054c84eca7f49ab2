"""What the command line and a script call to read and write the team's notebook."""

from collections.abc import Mapping, Sequence

from segscope.analysis.notebook import Experiment, gather_experiments, give_runs_rows
from segscope.errors import StoreError
from segscope.store.notebook import Cell, Note, Notebook
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
