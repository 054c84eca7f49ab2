"""``segscope check``."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from segscope.cli.check_table import check_renderables
from segscope.cli.console import is_terminal, people, results
from segscope.cli.options import JsonOption, WorkspaceOption
from segscope.errors import StoreError

if TYPE_CHECKING:
    from segscope.data.check import CheckReport
    from segscope.data.sample import Dataset

SHEET_NAME = "contact-sheet.png"


def check(
    data: Annotated[
        Path, typer.Argument(help="A folder with pictures and masks, a COCO JSON, or a folder of them.")
    ],
    classes: Annotated[
        Path | None,
        typer.Option(
            help="The class file. Default: classes.yaml or classes.txt in DATA.", show_default=False
        ),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(
            help="Regular expression on the file name: pictures with the same match belong together.",
            show_default=False,
        ),
    ] = None,
    ignore: Annotated[
        int | None, typer.Option(help="The id of pixels that no score counts.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the contact sheet. Default: in the workspace.", show_default=False),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look for what would make training wrong: masks, pairs, splits and classes.

    Exits with 1 where an error was found; warnings alone exit with 0.
    """
    from segscope.data.open import open_dataset

    dataset = open_dataset(data, classes=classes, group=group, ignore=ignore)
    report = _checked(dataset)
    sheet = _write_sheet(dataset, report, _sheet_folder(data, out, workspace))
    if as_json:
        typer.echo(json.dumps({**report.to_dict(), "contact_sheet": str(sheet) if sheet else None}))
    else:
        for renderable in check_renderables(report):
            results().print(renderable)
        if sheet is not None:
            people().print(f"contact sheet: {sheet}", soft_wrap=True, markup=False)
    if report.has_errors:
        raise typer.Exit(1)


def _checked(dataset: "Dataset") -> "CheckReport":
    from segscope.data.check import check_dataset

    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=people(), transient=True, disable=not is_terminal()) as progress:
        task = progress.add_task("checking", total=None)
        return check_dataset(
            dataset, progress=lambda done, total: progress.update(task, completed=done, total=total)
        )


def _sheet_folder(data: Path, out: Path | None, workspace: Path | None) -> Path:
    if out is not None:
        return out
    from segscope.store.workspace import Workspace

    with Workspace.open(workspace) as place:
        return place.folder / "checks" / (data.resolve().stem or "data")


def _write_sheet(dataset: "Dataset", report: "CheckReport", folder: Path) -> Path | None:
    from segscope.cli.check_sheet import draw_sheet
    from segscope.report.show import save_png

    picture = draw_sheet(dataset, report)
    if picture is None:
        return None
    try:
        return save_png(picture, folder / SHEET_NAME)
    except OSError as error:
        raise StoreError(
            f"{folder}: the contact sheet cannot be written ({error.strerror}): "
            "give another folder with --out."
        ) from error


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(check)
