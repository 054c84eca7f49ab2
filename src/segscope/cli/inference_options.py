"""Options of the verbs that use trained models."""

from typing import Annotated, Literal

import typer

TtaOption = Annotated[
    list[str] | None,
    typer.Option(
        "--tta",
        help="Test-time augmentation, more than once if wanted: flip, scales, '{name: scales, factors: "
        "[0.5, 1, 2]}'; none takes away what an ensemble says.",
        show_default=False,
    ),
]
WindowOption = Annotated[
    str | None,
    typer.Option(
        "--window",
        help="Cut larger pictures into overlapping tiles: their side in pixels, or '{name: sliding-window, "
        "size: 512, overlap: 0.5}'.",
        show_default=False,
    ),
]
PostOption = Annotated[
    list[str] | None,
    typer.Option(
        "--post",
        help="What label maps go through: small-regions, '{name: small-regions, min_pixels: 200}'.",
        show_default=False,
    ),
]
DeviceOption = Annotated[
    Literal["auto", "cpu", "cuda", "mps"], typer.Option("--device", help="Where to compute.")
]
BatchSizeOption = Annotated[
    int, typer.Option("--batch-size", min=1, help="Pictures of one size in one pass.")
]
CheckpointOption = Annotated[
    str,
    typer.Option(
        "--checkpoint",
        help="Which checkpoint of a run: best, last, epoch-0012, or swa and ema once an ensemble made them.",
    ),
]
