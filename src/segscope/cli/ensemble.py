"""``segscope ensemble``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from segscope import _api, _inference
from segscope.cli.console import is_terminal, people, results
from segscope.cli.inference_options import DeviceOption, PostOption, TtaOption, WindowOption
from segscope.cli.options import JsonOption, WorkspaceOption
from segscope.config.ensemble_file import EnsembleConfig, is_ensemble_file, save_ensemble
from segscope.errors import UsageError
from segscope.store import strict_json


def ensemble(
    runs: Annotated[
        list[str],
        typer.Argument(
            metavar="RUN...", help="Trainings (ids or names), or ensemble files, whose members join them."
        ),
    ],
    *,
    out: Annotated[Path, typer.Option(help="The file, ending in .yaml.")],
    members: Annotated[
        str,
        typer.Option(
            help="What each training gives: folds or seeds (its best checkpoint), epochs (kept ones, as in "
            "'{name: epochs, last: 5}'), swa (their mean weights), ema (the running mean)."
        ),
    ] = "folds",
    weights: Annotated[
        str, typer.Option(help="uniform, or search (on the pictures that the runs validate).")
    ] = "uniform",
    tta: TtaOption = None,
    window: WindowOption = None,
    post: PostOption = None,
    device: DeviceOption = "auto",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Join trained models to one, kept as a file that predict, evaluate and compare take like a run.

    The file names runs and checkpoints with their hashes, weights, and the views of each picture.

    `segscope ensemble fold-0 fold-1 fold-2 --tta flip --out ensemble.yaml`

    `segscope ensemble baseline --members swa --out swa.yaml`

    `segscope ensemble swa.yaml fold-0 fold-1 fold-2 --weights search --out all.yaml`
    """
    if not is_ensemble_file(out.name) or not out.parent.is_dir():
        raise UsageError(f"{out}: give a file that ends in .yaml, in a folder that exists.")
    inference = _inference.read_inference(tta or (), window, post or ())
    with (
        _api.open_workspace(workspace) as place,
        Progress(console=people(), transient=True, disable=not is_terminal()) as bar,
    ):
        task = bar.add_task("pictures", total=None)
        made = _inference.make_ensemble(
            place,
            runs,
            members=members,
            weights=weights,
            inference=inference,
            device=device,
            started=lambda pictures: bar.reset(task, total=pictures),
            progress=lambda done: bar.advance(task, done),
        )
    save_ensemble(made, out)
    if as_json:
        typer.echo(strict_json.dumps(made.model_dump(mode="json")))
        return
    for member in made.members:
        results().print(f"{member.weight:.3f}  {member.run}  {member.checkpoint}", markup=False)
    people().print(_summary(made, out), soft_wrap=True, markup=False)


def _summary(made: EnsembleConfig, out: Path) -> str:
    said = f"{len(made.members)} member{'' if len(made.members) == 1 else 's'}: {out}"
    searched = made.searched
    if not searched:
        return said
    gain = 100 * searched["crossed_gain"]
    if gain <= 0:
        return f"{said}\nsearched weights brought nothing on pictures not searched on: equal ones stay."
    return (
        f"{said}\nmIoU on {searched['pictures']} pictures of {searched['split']}: "
        f"{searched['uniform_miou']:.4f} with equal weights, {searched['miou']:.4f} with these; "
        f"{gain:+.2f} points on pictures that weights were not searched on."
    )


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(ensemble)
