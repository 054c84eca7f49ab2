"""Options of the verbs that open a data set."""

from pathlib import Path
from typing import Annotated

import typer

DataArgument = Annotated[
    Path, typer.Argument(help="A folder with pictures and masks, a COCO JSON, or a folder of them.")
]
ClassesOption = Annotated[
    Path | None,
    typer.Option(
        "--classes",
        help="The class file. Default: classes.yaml or classes.txt in DATA.",
        show_default=False,
    ),
]
GroupOption = Annotated[
    str | None,
    typer.Option(
        "--group",
        help="Regular expression on the file name: pictures with the same match belong together.",
        show_default=False,
    ),
]
IgnoreOption = Annotated[
    int | None,
    typer.Option("--ignore", help="The id of pixels that no score counts.", show_default=False),
]
OverlapOption = Annotated[
    str,
    typer.Option(
        "--overlap",
        help="What lies on top where COCO annotations overlap: smaller-on-top, later-on-top, "
        "earlier-on-top, or refuse.",
    ),
]
CrowdOption = Annotated[
    str, typer.Option("--crowd", help="What COCO's crowd regions become: class, or ignore.")
]
ImagesOption = Annotated[
    Path | None,
    typer.Option(
        "--images",
        help="The folder of the pictures, where it is not beside the COCO annotations.",
        show_default=False,
    ),
]
