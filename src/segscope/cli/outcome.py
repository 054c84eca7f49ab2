"""What a training shows at its end: the diagnosis table, and where things are."""

from pathlib import Path
from typing import Any

import typer
from rich.console import RenderableType

from segscope import _api
from segscope.analysis.diagnosis import Diagnosis
from segscope.cli.console import people, results
from segscope.cli.diagnosis_table import diagnosis_renderable
from segscope.store import strict_json
from segscope.store.runs import Run
from segscope.store.validations import Validation


def show_outcome(run: Run, *, as_json: bool = False) -> Diagnosis:
    """Print the diagnosis of the run's best validation, as a table or as JSON; gives it back."""
    if as_json:
        outcome, diagnosis = outcome_dict(run)
        typer.echo(strict_json.dumps(outcome))
        return diagnosis
    validation, diagnosis = _api.diagnose_run(run)
    results().print(outcome_table(run, validation, diagnosis))
    which = "" if run.kind != "train" else f", best validation at epoch {validation.key.epoch}"
    people().print(f"run {run.id} ({run.name}){which}: {run.folder}", soft_wrap=True)
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


def outcome_dict(run: Run) -> tuple[dict[str, Any], Diagnosis]:
    """Give what ``--json`` prints, and the diagnosis itself."""
    validation, diagnosis = _api.diagnose_run(run)
    outcome = {
        "run": run.id,
        "name": run.name,
        "folder": str(run.folder),
        "epoch": validation.key.epoch,
        "diagnosis": diagnosis.to_dict(),
    }
    return outcome, diagnosis
