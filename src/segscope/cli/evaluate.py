"""``segscope evaluate``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress

from segscope import _api, _inference
from segscope.cli.console import is_terminal, people
from segscope.cli.inference_options import (
    BatchSizeOption,
    CheckpointOption,
    DeviceOption,
    PostOption,
    TtaOption,
    WindowOption,
)
from segscope.cli.options import JsonOption, WorkspaceOption
from segscope.cli.outcome import outcome_dict, show_outcome
from segscope.store import strict_json

if TYPE_CHECKING:
    from segscope.train.evaluate import Evaluation


def evaluate(
    models: Annotated[
        list[str], typer.Argument(metavar="RUN...", help="Runs (ids or names), or one ensemble file.")
    ],
    *,
    split: Annotated[
        str | None,
        typer.Option(
            help="The split. Default: what each run validates; of folds, all pictures.", show_default=False
        ),
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Another data set than that of the runs.", show_default=False)
    ] = None,
    tta: TtaOption = None,
    window: WindowOption = None,
    post: PostOption = None,
    name: Annotated[str, typer.Option(help="The stored evaluation's name; by default the models'.")] = "",
    checkpoint: CheckpointOption = "best",
    device: DeviceOption = "auto",
    batch_size: BatchSizeOption = 4,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure models on pictures that they did not train on, and keep the result as a run.

    Several models count as one: of those that did not train on a picture, the probabilities are averaged.
    Runs of folds so give out-of-fold scores, each picture once; runs of other seeds are an ensemble. The
    result can be shown, diagnosed and compared as any run.

    `segscope evaluate fold-0 fold-1 fold-2 --name "out of fold"`

    `segscope evaluate ensemble.yaml --data camvid --split val`
    """
    inference = _inference.read_inference(tta or (), window, post or ())
    with _api.open_workspace(workspace) as place:
        source = _inference.find_source(place, models, checkpoint=checkpoint, inference=inference)
        with Progress(console=people(), transient=True, disable=not is_terminal()) as bar:
            task = bar.add_task("pictures", total=None)
            options = _inference.evaluate_options(
                split=split,
                data=data,
                name=name,
                device=device,
                batch_size=batch_size,
                started=lambda pictures: bar.update(task, total=pictures),
                progress=lambda done: bar.advance(task, done),
            )
            found = _inference.evaluate(place, source, options)
        if as_json:
            outcome, _ = outcome_dict(found.run)
            typer.echo(strict_json.dumps({**outcome, "coverage": _coverage(found)}))
            return
        show_outcome(found.run)
        people().print(coverage_sentence(found), soft_wrap=True)


def coverage_sentence(found: "Evaluation") -> str:
    """Say which pictures were measured, and by how many models each."""
    coverage = found.coverage
    fewest, most = coverage.fewest, coverage.most
    by = "one model" if fewest == most == 1 else f"{most if fewest == most else f'{fewest} to {most}'} models"
    left_out = (
        f"; {coverage.trained_on} were left out, since every model trained on them"
        if coverage.trained_on
        else ""
    )
    transductive = (
        f" Of {coverage.transductive} a model was trained on pseudo-labels (transductive): say so where you "
        "report the score."
        if coverage.transductive
        else ""
    )
    searched = (
        f" On {coverage.searched_on} of them the weights were searched: on others they will do less well."
        if coverage.searched_on
        else ""
    )
    return (
        f"{len(coverage.samples)} of the {coverage.pool} pictures that the runs know, each once, by {by} "
        f"that did not train on it{left_out}.{transductive}{searched}"
    )


def _coverage(found: "Evaluation") -> dict[str, Any]:
    coverage = found.coverage
    return {
        "pictures": len(coverage.samples),
        "pool": coverage.pool,
        "trained_on": coverage.trained_on,
        "transductive": coverage.transductive,
        "searched_on": coverage.searched_on,
        "members_per_picture": [coverage.fewest, coverage.most],
    }


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(evaluate)
