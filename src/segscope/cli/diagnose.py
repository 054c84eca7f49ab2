"""``segscope diagnose``: the predictions of any tool."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from segscope import _api
from segscope.cli.console import is_terminal, people, results
from segscope.cli.options import WorkspaceOption
from segscope.cli.outcome import outcome_table
from segscope.errors import UsageError
from segscope.report.figure import load_drawing

if TYPE_CHECKING:
    from segscope.analysis.diagnosis import Diagnosis
    from segscope.data.predictions import PredictionSources
    from segscope.engine.count_rule import Frame
    from segscope.record.import_run import ImportedPredictions

STANDARD_OUTPUT = Path("-")
MANY_PAIRS = 64
"""From here on counting takes longer than loading what draws the plots."""


def diagnose(
    *,
    gt: Annotated[Path, typer.Option(help="Ground truth: a folder of masks, or a COCO JSON.")],
    pred: Annotated[
        Path, typer.Option(help="Predictions: a folder of masks with the ground truth's file names.")
    ],
    classes: Annotated[
        Path | None,
        typer.Option(
            help="The class file: a YAML, or a text with a name a line. COCO alone goes without.",
            show_default=False,
        ),
    ] = None,
    images: Annotated[
        Path | None,
        typer.Option(help="The pictures: then panels of the worst images are drawn.", show_default=False),
    ] = None,
    confidence: Annotated[
        Path | None,
        typer.Option(
            help="8-bit grey files, 255 × the probability of the predicted class.", show_default=False
        ),
    ] = None,
    ignore: Annotated[
        int | None, typer.Option(help="The id of pixels that no score counts.", show_default=False)
    ] = None,
    frame: Annotated[
        Literal["boundary", "open"],
        typer.Option(help="Whether objects cut off by the picture's frame have a boundary there."),
    ] = "boundary",
    boundary_f1: Annotated[
        bool, typer.Option("--boundary-f1", help="Score the boundary F1, too; about a sixth more time.")
    ] = False,
    allow_unpaired: Annotated[
        bool, typer.Option("--allow-unpaired", help="Leave out files that only one folder has.")
    ] = False,
    name: Annotated[
        str,
        typer.Option(help="A free name for the run. Default: the predictions' folder.", show_default=False),
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(help="Also put the table, plots and panels into this folder.", show_default=False),
    ] = None,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Write all figures as JSON; `-` = standard output.", show_default=False),
    ] = None,
    counts: Annotated[
        Path | None,
        typer.Option(help="Write the counts of each image and class as Parquet.", show_default=False),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """See what each class gets wrong in the predictions of any tool.

    Index, palette, 16-bit and colour PNGs are read, and files are paired by equal names up to the ending:

    `segscope diagnose --gt masks/val --pred predictions --classes classes.txt --ignore 255`

    The result is kept as a run, so that `runs show` and `compare` work on it.
    """
    from segscope.data.predictions import PredictionSources

    _check_places(json_file, counts)
    sources = PredictionSources(gt, pred, classes, images, confidence, ignore, allow_unpaired)
    imported = _counted(sources, frame, boundary_f1, name, workspace)
    recorded = imported.recorded
    with ThreadPoolExecutor(1, thread_name_prefix="segscope-draw") as beside:
        drawing = beside.submit(imported.draw)  # from the counts alone, while they are diagnosed
        validation, diagnosis = _api.diagnose_run(imported.run, recorded.validation, tables=recorded.tables)
        if json_file is not None:
            _write_json(imported, diagnosis, frame, json_file)
        if counts is not None:
            from segscope.analysis.counts_export import write_counts_export

            write_counts_export(counts, recorded.tables, imported.run.class_set)
        table = outcome_table(imported.run, validation, diagnosis)
        if json_file != STANDARD_OUTPUT:
            results().print(table)  # before the pictures, which take their time
        drawing.result()
    _tell_places(imported, table, out)


def _check_places(*files: Path | None) -> None:
    """Refuse a file that cannot be made before hours are counted for it."""
    for file in files:
        if file is not None and file != STANDARD_OUTPUT and not file.absolute().parent.is_dir():
            raise UsageError(f"{file}: there is no folder {file.parent} to write it to: make it first.")


def _counted(
    sources: "PredictionSources", frame: "Frame", boundary_f1: bool, name: str, workspace: Path | None
) -> "ImportedPredictions":
    columns = (TextColumn("counting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = people()
    with Progress(*columns, console=console, transient=True, disable=not is_terminal()) as bar:
        task = bar.add_task("counting", total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            if done == 1 and total >= MANY_PAIRS:
                Thread(target=_load_ahead).start()  # beside the count, and ready when it is done

        return _api.diagnose_predictions(
            sources,
            frame=frame,
            boundary_f1=boundary_f1,
            name=name,
            workspace=workspace,
            progress=show,
            warn=lambda sentence: console.print(sentence, style="yellow", markup=False, soft_wrap=True),
        )


def _load_ahead() -> None:
    """Import what storing and drawing take their time to import."""
    import pyarrow.parquet  # noqa: F401

    load_drawing()


def _write_json(imported: "ImportedPredictions", diagnosis: "Diagnosis", frame: "Frame", path: Path) -> None:
    from segscope.analysis.diagnosis_export import export_diagnosis
    from segscope.files.atomic import write_atomic

    recorded, run = imported.recorded, imported.run
    figures = export_diagnosis(recorded.tables, diagnosis, run.class_set, frame=frame)
    text = json.dumps({"run": run.id, "name": run.name, **figures}, ensure_ascii=False, allow_nan=False)
    if path == STANDARD_OUTPUT:
        typer.echo(text)
    else:
        write_atomic(path.absolute(), f"{text}\n".encode())


def _tell_places(imported: "ImportedPredictions", table: RenderableType, out: Path | None) -> None:
    """Keep the table beside the pictures, and say where all is."""
    run, validation = imported.run, imported.recorded.validation
    from segscope.cli.diagnosis_files import copy_files, save_table

    save_table(table, validation.folder)
    if out is not None:
        copy_files(validation, out)
    told = people()
    told.print(f"table and pictures: {out or validation.folder}", soft_wrap=True, markup=False)
    told.print(f"run {run.id} ({run.name}): {run.folder}", soft_wrap=True, markup=False)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(diagnose)
