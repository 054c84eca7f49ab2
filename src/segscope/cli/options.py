"""Options that several verbs share."""

from pathlib import Path
from typing import Annotated

import typer

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        help="Folder of the runs; made where it is missing. Default: $SEGSCOPE_WORKSPACE, else "
        "./segscope-workspace.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON to standard output, for scripts.")]
OverridesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[KEY=VALUE]...",
        help="Settings laid over the config: train.epochs=20 loss=[cross-entropy,dice] model.name=unet",
        show_default=False,
    ),
]
