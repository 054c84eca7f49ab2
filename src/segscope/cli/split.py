"""``segscope split``."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from segscope.errors import UsageError
from segscope.files.names import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segscope.data.sample import Dataset
    from segscope.data.splits import Division


def split(
    data: DataArgument,
    *,
    method: Annotated[
        str,
        typer.Option(help="stratified-group, group, stratified, k-fold, or holdout for one validation part."),
    ] = "stratified-group",
    folds: Annotated[int | None, typer.Option(help="How many folds. Default: 5.", show_default=False)] = None,
    share: Annotated[
        float | None,
        typer.Option(help="holdout: share of the pictures that validates. Default: 0.2.", show_default=False),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything that is drawn.")] = 0,
    balance: Annotated[
        str | None,
        typer.Option(
            help="What is kept even: images (pictures that show a class), pixels, or both. Default: both.",
            show_default=False,
        ),
    ] = None,
    classes: ClassesOption = None,
    group: GroupOption = None,
    ignore: IgnoreOption = None,
    overlap: OverlapOption = "smaller-on-top",
    crowd: CrowdOption = "class",
    images: ImagesOption = None,
    pool: Annotated[
        str | None,
        typer.Option(
            help="The layout's splits that are taken together, as train,val. Default: all but test.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The split file (CSV). Default: in the workspace.", show_default=False),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Divide a data set into folds, and say how even they are and what leaks between them.

    `segscope train DATA data.split=FILE data.fold=0` trains with one of them,
    `segscope train DATA --folds 5` with all.
    """
    from segscope.data.coco.options import Crowd, Overlap, choose
    from segscope.data.open import open_dataset
    from segscope.data.splits.findings import division_findings
    from segscope.store.workspace import workspace_folder

    if out is not None and out.suffix.lower() == ".png":
        raise UsageError(f"--out {out}: the split file is a CSV, and the picture beside it ends in .png.")
    place = workspace_folder(workspace)
    dataset = open_dataset(
        data,
        classes=classes,
        group=group,
        ignore=ignore,
        overlap=choose(Overlap, overlap, "--overlap"),
        crowd=choose(Crowd, crowd, "--crowd"),
        images_dir=images,
        cache_dir=place / "cache" / "labels",
    )
    wanted = {"folds": folds, "share": share, "seed": seed, "balance": balance}
    options = {key: value for key, value in wanted.items() if value is not None}
    division = _divided(
        dataset, method, options, [name.strip() for name in pool.split(",")] if pool else None
    )
    file = division.write(out or place / "splits" / _file_name(data, division))
    picture = _draw(division, file)
    findings = division_findings(division)
    if as_json:
        found = [asdict(finding) for finding in findings]
        content = {"file": str(file), "picture": str(picture), **division.to_dict(), "findings": found}
        typer.echo(json.dumps(content))
        return
    from segscope.cli.split_table import split_renderables

    for renderable in split_renderables(division, findings):
        results().print(renderable)
    people().print(f"split file: {file}\npicture: {picture}", soft_wrap=True, markup=False)


def _divided(
    dataset: "Dataset", method: str, options: dict[str, Any], pool: "Sequence[str] | None"
) -> "Division":
    from segscope.data.splits import divide

    columns = (TextColumn("counting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=people(), transient=True, disable=not is_terminal()) as progress:
        task = progress.add_task("counting", total=None)

        def count(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        return divide(dataset, method, options, pool=pool, progress=count)


def _file_name(data: Path, division: "Division") -> str:
    """Name the file by data, method and content, so that no division ever takes another's place."""
    name = f"{data.resolve().stem or 'data'}-{division.split.method}-{division.split.sha256[:8]}"
    return safe_file_name(name) + ".csv"


def _draw(division: "Division", file: Path) -> Path:
    from segscope.report.show import save_png
    from segscope.report.split_plot import deviation_heatmap

    balance = division.balance
    picture = deviation_heatmap(
        balance.deviations("images"), balance.deviations("pixels"), division.class_set
    )
    return save_png(picture, file.with_suffix(".png"))


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(split)
