"""``segscope export``."""

from pathlib import Path
from typing import Annotated

import typer

from segscope import _api, _inference
from segscope.cli.console import results
from segscope.cli.inference_options import CheckpointOption
from segscope.cli.options import JsonOption, WorkspaceOption
from segscope.store import strict_json


def export(
    run: Annotated[str, typer.Argument(help="The run: its id, the beginning of it, or its name.")],
    onnx: Annotated[Path, typer.Option(help="The file to write, ending in .onnx.")],
    size: Annotated[
        tuple[int, int] | None,
        typer.Option(
            metavar="HEIGHT WIDTH",
            help="Size of the pictures. Default: the training's crops.",
            show_default=False,
        ),
    ] = None,
    checkpoint: CheckpointOption = "best",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a run's model as ONNX, and check it against torch before the file counts.

    The file takes pictures as they are stored, (batch, channels, height, width) uint8 or uint16, and gives
    probabilities; normalisation, padding and softmax are inside. The batch size is free.

    `segscope export baseline --onnx model.onnx --size 512 512`
    """
    with _api.open_workspace(workspace) as place:
        found = _inference.export_onnx(place.run(run), onnx, checkpoint=checkpoint, size=size)
    if as_json:
        typer.echo(
            strict_json.dumps(
                {
                    "path": str(found.path),
                    "size": list(found.size),
                    "difference": found.difference,
                    "same_classes": found.same_classes,
                }
            )
        )
        return
    results().print(
        f"{found.path}: {found.size[0]}×{found.size[1]} px; largest difference from torch "
        f"{found.difference:.1e}, same class at {found.same_classes:.2%} of the pixels of a test picture.",
        soft_wrap=True,
        markup=False,
    )


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(export)
