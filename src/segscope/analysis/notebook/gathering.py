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
    unnoted = set(Notebook(workspace.database).unnoted_runs())
    if not unnoted:
        return 0
    return give_rows_to(workspace, [run for run in reversed(workspace.runs()) if run.id in unnoted])


def give_rows_to(workspace: Workspace, runs: Sequence[Run]) -> int:
    """Give runs that have none a row, and tell how many they are.

    Args:
        workspace: Theirs.
        runs: Oldest first.
    """
    unnoted = [UnnotedRun(run.id, recipe_key(run), run.user, run.created_at) for run in runs]
    Notebook(workspace.database).give_rows(unnoted)
    return len(unnoted)


def gather_experiments(workspace: Workspace, *, deleted: bool = False) -> tuple[Experiment, ...]:
    """Give all rows of the notebook with what their runs say, by number.

    Args:
        workspace: The team's.
        deleted: Also rows that were taken away.
    """
    give_runs_rows(workspace)
    return Gathering().join(Notebook(workspace.database).notes(deleted=deleted), workspace.overviews())


class Gathering:
    """Puts rows and runs together; what was worked out of a run, or of two, is not worked out again.

    Runs are known by the objects that tell of them, and configs by their runs: these never change.
    """

    def __init__(self) -> None:
        self._results: dict[str, tuple[RunOverview, RunResult]] = {}
        self._changed: dict[tuple[str, str], tuple[str, ...]] = {}

    def join(self, notes: Sequence[Note], overviews: Sequence[RunOverview]) -> tuple[Experiment, ...]:
        """Give a row with what its runs say for each of the notes.

        Args:
            notes: Rows, by number.
            overviews: All runs, oldest first.
        """
        row_of_run = {run_id: note.number for note in notes for run_id in note.runs}
        runs_of: dict[int, list[Run]] = {note.number: [] for note in notes}
        results: dict[int, list[RunResult]] = {note.number: [] for note in notes}
        for overview in overviews:
            number = row_of_run.get(overview.run.id)
            if number is not None:
                runs_of[number].append(overview.run)
                results[number].append(self._result(overview))
        plain = {
            note.number: Experiment(note, tuple(results[note.number]), None, (), math.nan) for note in notes
        }
        return tuple(self._with_parent(plain, runs_of, row_of_run, note) for note in notes)

    def _with_parent(
        self,
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
        changed = self._differences(before[0], after[0]) if before and after else ()
        return Experiment(note, own.results, parent, changed, plain[parent].miou)

    def _result(self, overview: RunOverview) -> RunResult:
        known = self._results.get(overview.run.id)
        if known is None or known[0] is not overview:
            known = self._results[overview.run.id] = overview, _result(overview)
        return known[1]

    def _differences(self, before: Run, after: Run) -> tuple[str, ...]:
        pair = before.id, after.id
        if pair not in self._changed:
            self._changed[pair] = _changed(before, after)
        return self._changed[pair]


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
        best=None if overview.best is None else overview.best.index,
        miou=math.nan if miou is None else float(miou),
        iou={
            name: float(value)
            for name, value in zip(run.class_set.names, per_class, strict=False)
            if value is not None
        },
    )
