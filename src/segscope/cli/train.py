"""``segscope train``."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from segscope import _api
from segscope.cli.console import people
from segscope.cli.options import JsonOption, OverridesArgument, WorkspaceOption
from segscope.cli.outcome import show_outcome
from segscope.store.runs import Run

if TYPE_CHECKING:
    from segscope.cli.training_watcher import TrainingWatcher

INTERRUPTED = 130
"""The exit code that shells use for Ctrl-C."""


def train(
    source: Annotated[
        Path,
        typer.Argument(help="A config (YAML), or a data set: a folder in a known layout, or a COCO JSON."),
    ],
    settings: OverridesArgument = None,
    name: Annotated[str | None, typer.Option(help="A free name for the run.", show_default=False)] = None,
    parent: Annotated[
        str | None,
        typer.Option(help="The run that this one changes: its id or name.", show_default=False),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Train a model, and see at every validation what each class gets wrong.

    Without a config the defaults are used, which were chosen by accuracy per minute. Every setting
    can be laid over them:

    `segscope train data train.epochs=20 model.encoder=tf_efficientnet_lite1 loggers=[tensorboard]`

    Ctrl-C stops; `segscope resume RUN` goes on from the last whole epoch.
    """
    texts = {key: value for key, value in (("name", name), ("parent", parent)) if value}
    config = _api.read_config(source, settings or [], texts=texts)
    with _api.open_workspace(workspace) as place:
        run = watched(lambda watcher: _api.train(config, workspace=place, watcher=watcher))
        show_outcome(run, as_json=as_json)


def watched(begin: "Callable[[TrainingWatcher], Run]") -> Run:
    """Run a training under bars, and say how to go on where it is interrupted."""
    from segscope.cli.training_watcher import TrainingWatcher

    console = people()
    watcher = TrainingWatcher(console)
    try:
        with watcher:
            return begin(watcher)
    except KeyboardInterrupt:
        if watcher.run_id:
            console.print(f"stopped: `segscope resume {watcher.run_id}` goes on from the last whole epoch.")
        raise typer.Exit(INTERRUPTED) from None


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(train)
