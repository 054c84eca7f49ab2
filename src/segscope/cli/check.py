"""``segscope check``."""

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from segscope.cli.console import is_terminal, people, results
from segscope.cli.data_options import (
    ClassesOption,
    CrowdOption,
    DataArgument,
    GroupOption,
    IgnoreOption,
    ImagesOption,
    OverlapOption,
)
from segscope.cli.options import JsonOption, WorkspaceOption
from segscope.errors import StoreError
from segscope.files.names import safe_file_name

if TYPE_CHECKING:
    from segscope.data.check import CheckReport
    from segscope.data.sample import Dataset

SHEET_NAME = "contact-sheet.png"


def check(
    data: DataArgument,
    *,
    classes: ClassesOption = None,
    group: GroupOption = None,
    ignore: IgnoreOption = None,
    overlap: OverlapOption = "smaller-on-top",
    crowd: CrowdOption = "class",
    images: ImagesOption = None,
    channels: Annotated[
        int | None,
        typer.Option(
            min=1, help="Channels of each picture. Default: those of the files.", show_default=False
        ),
    ] = None,
    bits: Annotated[
        int | None,
        typer.Option(help="Bits of a channel, 8 or 16. Default: those of the files.", show_default=False),
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
    from segscope.data.coco.options import Crowd, Overlap, choose
    from segscope.data.open import open_dataset, with_detected_pictures
    from segscope.store.workspace import workspace_folder

    # The folder only: what is written there makes it, and a check that writes nothing leaves no trace.
    place = workspace_folder(workspace)
    dataset = open_dataset(
        data,
        classes=classes,
        group=group,
        ignore=ignore,
        overlap=choose(Overlap, overlap, "--overlap"),
        crowd=choose(Crowd, crowd, "--crowd"),
        images_dir=images,
        cache_dir=place / "cache" / "labels",  # where training looks for them, too
    )
    if channels or bits:
        dataset = with_detected_pictures(dataset, channels, bits)
    report = _checked(dataset)
    sheet = _write_sheet(dataset, report, out or place / "checks" / _folder_name(data))
    if as_json:
        typer.echo(json.dumps({**report.to_dict(), "contact_sheet": str(sheet) if sheet else None}))
    else:
        from segscope.cli.check_table import check_renderables

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
            dataset,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
            needs=("train", "val"),
        )


def _folder_name(data: Path) -> str:
    """Name a data set's folder of checks: by its name to be found, by its whole path to be its own."""
    path = data.resolve()
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()
    return safe_file_name(f"{path.name or 'data'}-{digest[:8]}")


def _write_sheet(dataset: "Dataset", report: "CheckReport", folder: Path) -> Path | None:
    from segscope.cli.check_sheet import draw_sheet
    from segscope.report.show import save_png

    picture = draw_sheet(dataset, report)
    if picture is None:
        return None
    try:
        return save_png(picture, folder / SHEET_NAME)
    except StoreError as error:
        raise StoreError(f"{error} Or give another folder with --out.") from error


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(check)
