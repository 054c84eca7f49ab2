"""What a training shows at its end: the diagnosis table, and where things are."""

from pathlib import Path
from typing import Any

import typer
from rich.console import RenderableType

from segscope import _api
from segscope.analysis.compare import choose_validation
from segscope.analysis.diagnosis import Diagnosis
from segscope.cli.console import people, results
from segscope.cli.diagnosis_table import diagnosis_renderable
from segscope.store import strict_json
from segscope.store.runs import Run
from segscope.store.validations import Validation


def show_outcome(run: Run, *, which: str = "best", as_json: bool = False) -> Diagnosis:
    """Print the diagnosis of one of the run's validations, as a table or as JSON; gives it back.

    Args:
        run: The run.
        which: The validation: ``best``, ``last``, or an epoch.
        as_json: Print JSON in place of the table.
    """
    if as_json:
        outcome, diagnosis = outcome_dict(run, which)
        typer.echo(strict_json.dumps(outcome))
        return diagnosis
    validation, diagnosis = _api.diagnose_run(run, choose_validation(run, which).validation)
    results().print(outcome_table(run, validation, diagnosis), crop=False)
    best = "best " if validation.is_best else ""
    at = f", {best}validation at epoch {validation.key.epoch}" if run.kind == "train" else ""
    people().print(f"run {run.id} ({run.name}){at}: {run.folder}", soft_wrap=True, markup=False)
    return diagnosis


def outcome_table(run: Run, validation: Validation, diagnosis: Diagnosis) -> RenderableType:
    """Make the table of one validation, with the names of the run's pictures."""
    split = validation.key.split
    return diagnosis_renderable(
        diagnosis,
        run.class_set,
        panels_folder=validation.panels_folder if validation.panels_folder.is_dir() else None,
        # A sample's id is its picture's name without the ending, below the folder where names are unique.
        file_names={row.id: f"{row.id}{Path(row.image_path).suffix}" for row in run.samples(split)},
        fallen=_api.fallen_classes(run, split),
    )


def outcome_dict(run: Run, which: str = "best") -> tuple[dict[str, Any], Diagnosis]:
    """Give what ``--json`` prints, and the diagnosis itself."""
    validation, diagnosis = _api.diagnose_run(run, choose_validation(run, which).validation)
    outcome = {
        "run": run.id,
        "name": run.name,
        "folder": str(run.folder),
        "epoch": validation.key.epoch,
        "diagnosis": diagnosis.to_dict(),
    }
    return outcome, diagnosis
