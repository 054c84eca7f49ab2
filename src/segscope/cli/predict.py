"""``segscope predict``."""

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.progress import Progress

from segscope import _api
from segscope.cli.console import people, results
from segscope.cli.options import JsonOption, WorkspaceOption
from segscope.store import strict_json


def predict(
    run: Annotated[str, typer.Argument(help="The run: its id, the beginning of it, or its name.")],
    pictures: Annotated[Path, typer.Argument(help="A picture, or a folder of pictures.")],
    out: Annotated[Path, typer.Option(help="Folder for the index PNGs; made where it is missing.")],
    checkpoint: Annotated[
        Literal["best", "last"], typer.Option(help="Which checkpoint of the run.")
    ] = "best",
    device: Annotated[Literal["auto", "cpu", "cuda", "mps"], typer.Option(help="Where to compute.")] = "auto",
    batch_size: Annotated[int, typer.Option(min=1, help="Pictures of one size in one pass.")] = 4,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Segment pictures with a run's model, and write index PNGs at the pictures' own size.

    The PNGs hold the ids of the class file, with the class colours as palette; sub-folders are kept.
    A picture that cannot be read is named at the end (exit 1); the others are done.
    """
    with _api.open_workspace(workspace) as place:
        stored = place.run(run)
        found = _api.find_pictures(pictures)
        with Progress(console=people(), transient=True) as bar:
            task = bar.add_task("pictures", total=len(found))
            problems = _api.predict(
                stored,
                found,
                out,
                checkpoint=checkpoint,
                batch_size=batch_size,
                device=device,
                progress=lambda done: bar.advance(task, done),
            )
    for problem in problems:
        people().print(problem, style="red", markup=False, soft_wrap=True)
    done = len(found) - len(problems)
    if as_json:
        typer.echo(strict_json.dumps({"out": str(out), "pictures": done, "problems": problems}))
    else:
        results().print(f"{done} of {len(found)} pictures segmented: {out}", soft_wrap=True)
    if problems:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(predict)
