"""From what a user writes for a side to its runs: ``baseline``, or ``a1,a2,a3``."""

from collections.abc import Mapping
from typing import Any

from segscope.errors import UsageError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace

_SAYS_NOTHING_OF_THE_RECIPE = ("name", "notes", "tags", "parent", "loggers")


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
    recipes = [_recipe(run) for run in runs]
    same = all(recipe == recipes[0] for recipe in recipes)
    return (
        tuple(runs) if same and len(seeds) == len(runs) and all(run.seed is not None for run in runs) else ()
    )


def _recipe(run: Run) -> tuple[Any, ...]:
    config = {key: value for key, value in run.config.items() if key not in _SAYS_NOTHING_OF_THE_RECIPE}
    config["train"] = _without(config.get("train", {}), "seed")
    config["data"] = _without(config.get("data", {}), "fold")
    # Folds of one split file have other samples each; the file's hash in the config says what they share.
    samples = None if config["data"].get("split_sha256") else run.split_hash
    return config, run.kind, run.class_set, run.label_hash, samples


def _without(section: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in section.items() if name != key}
