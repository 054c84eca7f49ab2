"""``segscope predict``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from segscope import _api, _inference
from segscope.cli.console import is_terminal, people, results
from segscope.cli.inference_options import (
    BatchSizeOption,
    CheckpointOption,
    DeviceOption,
    PostOption,
    TtaOption,
    WindowOption,
)
from segscope.cli.options import JsonOption, WorkspaceOption
from segscope.store import strict_json


def predict(
    model: Annotated[str, typer.Argument(help="A run (its id or name), or an ensemble file.")],
    pictures: Annotated[
        Path, typer.Argument(help="A picture, a folder of pictures, or a COCO JSON that lists them.")
    ],
    *,
    out: Annotated[Path, typer.Option(help="Folder for the results; made where it is missing.")],
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="Kind of file, more than once if wanted: index-png (default), coco-json, contest-csv, "
            "kaggle-rle; options as in '{name: contest-csv, height: 512, width: 512}'.",
            show_default=False,
        ),
    ] = None,
    tta: TtaOption = None,
    window: WindowOption = None,
    post: PostOption = None,
    checkpoint: CheckpointOption = "best",
    device: DeviceOption = "auto",
    batch_size: BatchSizeOption = 4,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Segment pictures with a run's model or an ensemble, and write label maps at the pictures' own size.

    Index PNGs hold the ids of the class file, with the class colours as palette; sub-folders are kept.
    All kinds of files come from one pass. A picture that cannot be read is named at the end (exit 1); the
    others are done.

    `segscope predict baseline photos --out masks --tta flip`

    `segscope predict ensemble.yaml DATA/test.json --out submission --format contest-csv`
    """
    outputs = _inference.read_outputs(formats or [])
    inference = _inference.read_inference(tta or (), window, post or ())
    with _api.open_workspace(workspace) as place:
        source = _inference.find_source(place, [model], checkpoint=checkpoint, inference=inference)
        found = _inference.find_pictures(pictures)
        options = _inference.predict_options(batch_size=batch_size, device=device, outputs=outputs)
        with Progress(console=people(), transient=True, disable=not is_terminal()) as bar:
            task = bar.add_task("pictures", total=len(found))
            problems = _inference.predict(
                place, source, found, out, options=options, progress=lambda done: bar.advance(task, done)
            )
    for problem in problems:
        people().print(problem, style="red", markup=False, soft_wrap=True)
    done = len(found) - len(problems)
    if as_json:
        typer.echo(strict_json.dumps({"out": str(out), "pictures": done, "problems": problems}))
    else:
        results().print(f"{done} of {len(found)} pictures segmented: {out}", soft_wrap=True, markup=False)
    if problems:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(predict)
