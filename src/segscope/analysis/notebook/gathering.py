"""Rows for runs, and runs for rows."""

import math
from collections.abc import Mapping, Sequence

from segscope.analysis.notebook.experiment import Experiment, RunResult
from segscope.analysis.recipe import recipe_key
from segscope.config.difference import config_difference
from segscope.config.identity import without_chance
from segscope.store.notebook import Note, Notebook, UnnotedRun
from segscope.store.run_overviews import RunOverview
from segscope.store.runs import Run
from segscope.store.workspace import Workspace


def give_runs_rows(workspace: Workspace) -> int:
    """Give every run a row: that of its recipe, or a new one; to be called before rows are shown.

    Runs that differ in nothing but seed or fold share one.

    Returns:
        How many runs had none.
    """
    notebook = Notebook(workspace.database)
    unnoted = set(notebook.unnoted_runs())
    if not unnoted:
        return 0
    oldest_first = [run for run in reversed(workspace.runs()) if run.id in unnoted]
    notebook.give_rows(
        [UnnotedRun(run.id, recipe_key(run), run.user, run.created_at) for run in oldest_first]
    )
    return len(oldest_first)


def gather_experiments(workspace: Workspace, *, deleted: bool = False) -> tuple[Experiment, ...]:
    """Give all rows of the notebook with what their runs say, by number.

    Args:
        workspace: The team's.
        deleted: Also rows that were taken away.
    """
    give_runs_rows(workspace)
    notes = Notebook(workspace.database).notes(deleted=deleted)
    row_of_run = {run_id: note.number for note in notes for run_id in note.runs}
    found: dict[int, list[RunOverview]] = {note.number: [] for note in notes}
    for overview in workspace.overviews():  # oldest first
        if overview.run.id in row_of_run:
            found[row_of_run[overview.run.id]].append(overview)
    runs_of = {number: [overview.run for overview in own] for number, own in found.items()}
    results = {number: tuple(map(_result, own)) for number, own in found.items()}
    plain = {note.number: Experiment(note, results[note.number], None, (), math.nan) for note in notes}
    return tuple(_with_parent(plain, runs_of, row_of_run, note) for note in notes)


def _with_parent(
    plain: Mapping[int, Experiment],
    runs_of: Mapping[int, Sequence[Run]],
    row_of_run: Mapping[str, int],
    note: Note,
) -> Experiment:
    own = plain[note.number]
    parent = _parent_row(note, plain, runs_of[note.number], row_of_run)
    if parent is None or parent == note.number:
        return own
    before, after = (runs_of[number][:1] for number in (parent, note.number))
    changed = _changed(before[0], after[0]) if before and after else ()
    return Experiment(note, own.results, parent, changed, plain[parent].miou)


def _parent_row(
    note: Note, rows: Mapping[int, object], runs: Sequence[Run], row_of_run: Mapping[str, int]
) -> int | None:
    """Find the row that a row changes: what people wrote (``#3``) goes before what the runs say."""
    written = note.text("parent").strip().removeprefix("#")
    if written:
        return int(written) if written.isdecimal() and int(written) in rows else None
    parents = (run.parent_id for run in runs if run.parent_id is not None)
    return next((row_of_run[parent] for parent in parents if parent in row_of_run), None)


def _changed(before: Run, after: Run) -> tuple[str, ...]:
    changes = config_difference(without_chance(before.config), without_chance(after.config))
    return tuple(change.sentence for change in changes)


def _result(overview: RunOverview) -> RunResult:
    run, scores = overview.run, {} if overview.best is None else overview.best.scores
    per_class = scores.get("per_class", {}).get("iou", ())
    miou = scores.get("miou")
    return RunResult(
        id=run.id,
        name=run.name,
        user=run.user,
        created_at=run.created_at,
        status=overview.status,
        miou=math.nan if miou is None else float(miou),
        iou={
            name: float(value)
            for name, value in zip(run.class_set.names, per_class, strict=False)
            if value is not None
        },
    )
