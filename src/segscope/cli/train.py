"""``segscope train``."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from segscope import _api
from segscope.cli.console import INTERRUPTED, people, results
from segscope.cli.options import JsonOption, OverridesArgument, WorkspaceOption
from segscope.cli.outcome import show_outcome
from segscope.config.run_config import RunConfig
from segscope.store import strict_json
from segscope.store.workspace import Workspace

if TYPE_CHECKING:
    from segscope.cli.training_watcher import TrainingWatcher

Outcome = TypeVar("Outcome")


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
    folds: Annotated[
        int | None,
        typer.Option(
            min=2,
            help="Train every fold of a division that is made once, or of data.split; finished folds are "
            "not trained again.",
            show_default=False,
        ),
    ] = None,
    preview: Annotated[
        Path | None,
        typer.Option(
            help="Train nothing: draw a few training samples, augmented and mixed, into this PNG.",
            show_default=False,
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Train a model, and see at every validation what each class gets wrong.

    Without a config the defaults are used, which were chosen by accuracy per minute. Every setting
    can be laid over them:

    `segscope train data train.epochs=20 model.encoder=tf_efficientnet_lite1 loggers=[tensorboard]`

    `segscope train data --folds 5` trains five models, each validated on another fifth of the data.

    Ctrl-C stops; `segscope resume RUN` goes on from the last whole epoch.
    """
    texts = {key: value for key, value in (("name", name), ("parent", parent)) if value}
    config = _api.read_config(source, settings or [], texts=texts)
    with _api.open_workspace(workspace) as place:
        if preview is not None:
            _api.save_preview(config, preview, workspace=place)
            said = f"{preview}: training samples as the model would see them"
            people().print(said, soft_wrap=True, markup=False)
            return
        if folds is not None:
            _train_folds(config, place, folds, as_json=as_json)
            return
        run = watched(lambda watcher: _api.train(config, workspace=place, watcher=watcher))
        show_outcome(run, as_json=as_json)


def _train_folds(config: RunConfig, place: Workspace, folds: int, *, as_json: bool) -> None:
    from segscope.analysis.fold_scores import fold_scores
    from segscope.cli.fold_table import fold_renderables

    runs = watched(
        lambda watcher: _api.train_folds(config, folds=folds, workspace=place, watcher=watcher),
        hint="the same command trains what is not finished yet.",
    )
    scores = fold_scores(runs)
    data = runs[0].config["data"]
    if as_json:
        split = {"file": data["split"], "sha256": data["split_sha256"]}
        typer.echo(strict_json.dumps({"name": runs[0].name, "split": split, **scores.to_dict()}))
        return
    for renderable in fold_renderables(scores):
        results().print(renderable)
    told = f"{folds} runs named {runs[0].name!r}, folds of {data['split']}"
    people().print(told, soft_wrap=True, markup=False)


def watched(begin: "Callable[[TrainingWatcher], Outcome]", *, hint: str = "") -> Outcome:
    """Run trainings under bars, and say how to go on where they are interrupted.

    Args:
        begin: Trains.
        hint: How to go on; by default that the run can be resumed.
    """
    from segscope.cli.training_watcher import TrainingWatcher

    console = people()
    watcher = TrainingWatcher(console)
    try:
        with watcher:
            return begin(watcher)
    except KeyboardInterrupt:
        if hint or watcher.run_id:
            by_resume = f"`segscope resume {watcher.run_id}` goes on from the last whole epoch."
            console.print(f"stopped: {hint or by_resume}", soft_wrap=True)
        raise typer.Exit(INTERRUPTED) from None


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(train)
