"""From what a user writes for a side to its runs: ``baseline``, or ``a1,a2,a3``."""

from segscope.analysis.recipe import recipe_key
from segscope.errors import UsageError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace


def runs_of_side(workspace: Workspace, text: str) -> tuple[Run, ...]:
    """Find the runs of a side.

    Args:
        workspace: Where they are kept.
        text: A run (its id, its name, or the beginning of one), or several with commas between them. A
            name that several runs of one config with different seeds or folds share stands for all of them.

    Raises:
        UsageError: A part between commas is empty.
        StoreError: No run, or more than one, fits.
    """
    repeated = _trainings_named(workspace, text)
    if repeated or "," not in text:
        return repeated or (workspace.run(text),)
    parts = [part.strip() for part in text.split(",")]
    if not all(parts):
        raise UsageError(f"{text!r} has an empty place between commas: give ids or names, such as a1,a2,a3.")
    return tuple(run for part in parts for run in _trainings_named(workspace, part) or (workspace.run(part),))


def _trainings_named(workspace: Workspace, name: str) -> tuple[Run, ...]:
    """Give all runs of a name, oldest first, if they are one recipe with other seeds or other folds."""
    runs = [run for run in reversed(workspace.runs()) if run.name == name]
    seeds = {(run.seed, run.config.get("data", {}).get("fold")) for run in runs}
    same = len({recipe_key(run) for run in runs}) == 1
    return (
        tuple(runs) if same and len(seeds) == len(runs) and all(run.seed is not None for run in runs) else ()
    )
