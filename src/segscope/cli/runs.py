"""``segscope runs list | show | delete | gc``."""

from typing import Annotated

import typer
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from segscope import _api
from segscope.cli.console import people, results
from segscope.cli.options import JsonOption, WorkspaceOption
from segscope.cli.outcome import show_outcome
from segscope.store import strict_json
from segscope.store.run_overviews import RunOverview

RunArgument = Annotated[str, typer.Argument(help="The run: its id, the beginning of it, or its name.")]

group = typer.Typer(help="List, show and delete runs, and free disk space.", no_args_is_help=True)


@group.command("list")
def list_runs(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List the runs of the workspace, newest first, with their best score and their size.

    Epoch and mIoU are those of the best validation; "by" is who began the run.
    """
    with _api.open_workspace(workspace) as place:
        rows = [_row(one) for one in sorted(place.overviews(), key=lambda one: one.run.id, reverse=True)]
        folder = place.folder
    if as_json:
        typer.echo(strict_json.dumps(rows))
        return
    if not rows:
        told = f"no runs yet in {folder}: begin with `segscope demo` or `segscope train DATA`."
        people().print(told, soft_wrap=True, markup=False)
        return
    table = Table(box=None, header_style="bold")
    for column in ("run", "name", "status", "by", "epoch", "mIoU", "size"):
        right = column in ("epoch", "mIoU", "size")
        # an id that is cut would name no run
        table.add_column(column, justify="right" if right else "left", no_wrap=column != "name")
    for row in rows:
        score = "" if row["miou"] is None else f"{row['miou']:.4f}"
        table.add_row(
            str(row["id"]), Text(str(row["name"])), str(row["status"]), Text(str(row["user"])),
            str(row["epoch"] or ""), score, decimal(int(str(row["bytes"]))),
        )  # fmt: skip
    results().print(table)


@group.command()
def show(
    run: RunArgument,
    validation: Annotated[str, typer.Option(help="Which validation: best, last, or an epoch.")] = "best",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what each class gets wrong at a run's best validation, or at another one."""
    with _api.open_workspace(workspace) as place:
        show_outcome(place.run(run), which=validation, as_json=as_json)


@group.command()
def delete(
    run: RunArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Delete a run with all its files; a run that is still training is refused."""
    with _api.open_workspace(workspace) as place:
        stored = place.run(run)
        size = decimal(stored.size_bytes())
        if not yes:
            typer.confirm(f"Delete run {stored.id} ({stored.name}), {size}?", abort=True, err=True)
        place.delete_run(stored)
    results().print(f"deleted {stored.id}, {size} freed")


@group.command()
def gc(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Free disk space: what killed processes left, and what is no longer needed.

    That is: predictions and class panels of validations that are neither best nor last, label maps of
    deleted runs, and cached label maps that were not used for 30 days (they are made again when needed).
    """
    with _api.open_workspace(workspace) as place:
        freed = place.gc()
    if as_json:
        typer.echo(strict_json.dumps({"bytes_freed": freed}))
    else:
        results().print(f"{decimal(freed)} freed")


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.add_typer(group, name="runs")


def _row(overview: RunOverview) -> dict[str, object]:
    run, best = overview.run, overview.best
    return {
        "id": run.id,
        "name": run.name,
        "status": overview.status,
        "user": run.user,
        "created": run.created_at.isoformat(),
        "epoch": None if best is None else best.key.epoch,
        "miou": None if best is None else best.scores.get("miou"),
        "bytes": run.size_bytes(),
    }
