"""``segscope ablate``."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from segscope import _ablation, _api
from segscope.analysis.compare import CompareOptions
from segscope.cli.ablation_table import ablation_renderable
from segscope.cli.console import INTERRUPTED, people, results
from segscope.cli.options import JsonOption, OverridesArgument, WorkspaceOption
from segscope.errors import UsageError
from segscope.store import strict_json

if TYPE_CHECKING:
    from segscope.cli.ablation_watcher import AblationConsole
    from segscope.store.workspace import Workspace
    from segscope.train.ablation.plan import AblationRequest


def ablate(
    base: Annotated[
        str | None,
        typer.Argument(help="The baseline: a config (YAML), or a data set.", show_default=False),
    ] = None,
    settings: OverridesArgument = None,
    *,
    tries: Annotated[
        list[str] | None,
        typer.Option(
            "--try",
            help="A change: words (mix+=cutmix), several with a name (slow: optimizer.lr=0.001 "
            "train.epochs=30), a YAML file with a part of a config or with `changes:`, or a folder of such.",
            show_default=False,
        ),
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Trainings of the baseline and of each change.")] = 3,
    folds: Annotated[
        int, typer.Option(min=1, help="Folds of each training; 1 = the split of the data set.")
    ] = 1,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="Trainings side by side. Default: one a GPU.", show_default=False),
    ] = None,
    validation: Annotated[
        str,
        typer.Option(
            help="Which validation of each run is compared: last, best, or an epoch. The best one was chosen "
            "on the pictures it is measured on."
        ),
    ] = "last",
    name: Annotated[str, typer.Option(help="What it is called. Default: the base's name.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="Folder of the record. Default: in the workspace.", show_default=False)
    ] = None,
    stored: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Train nothing: judge again from a record's counts, a folder or a Parquet file.",
            show_default=False,
        ),
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Train nothing: list what would be trained.")] = False,
    draws: Annotated[int, typer.Option(help="Draws of the bootstrap and of the permutation test.")] = 10_000,
    by: Annotated[
        Literal["image", "group"] | None,
        typer.Option(help="What is drawn, as in `segscope compare`.", show_default=False),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Try single changes of a config, and learn which of them help, and how sure that is.

    `segscope ablate run.yaml --try mix+=cutmix --try "no EMA: train.ema=0" --seeds 3`

    Trains the baseline and each change with every seed, and compares each change with the baseline on the
    same pictures; p values are corrected for all that is asked. Runs that are there already are not trained
    again, and stopped ones go on: the same command goes on after Ctrl-C.

    The record holds the counts of all runs: `segscope ablate --from FOLDER` computes the table again.
    """
    options = CompareOptions(draws=draws, by=by)
    if stored is not None:
        if base is not None or tries:
            raise UsageError("--from judges what is stored: leave the config and --try out.")
        _show(_ablation.recompute(stored, options, out), as_json=as_json)
        return
    if base is None:
        raise UsageError("name the baseline, a config or a data set; or a record with --from.")
    request = _ablation.make_request(base, settings or [], tries or [], seeds=seeds, folds=folds, name=name)
    with _api.open_workspace(workspace) as place:
        if plan:
            _show_plan(request, place, as_json=as_json)
            return
        found = _watched(
            lambda watcher: _ablation.ablate(
                request, place, jobs=jobs, validation=validation, options=options, out=out, watcher=watcher
            )
        )
    _show(found, as_json=as_json)


def _watched(begin: "Callable[[AblationConsole], _ablation.Ablation]") -> _ablation.Ablation:
    from segscope.cli.ablation_watcher import AblationConsole

    try:
        with AblationConsole(people()) as watcher:
            return begin(watcher)
    except KeyboardInterrupt:
        people().print("stopped: the same command goes on from the last whole epoch of each training.")
        raise typer.Exit(INTERRUPTED) from None


def _show(found: _ablation.Ablation, *, as_json: bool) -> None:
    if as_json:
        folder = None if found.files is None else str(found.files.folder)
        typer.echo(strict_json.dumps({**found.result.to_dict(), "folder": folder}))
        return
    results().print(ablation_renderable(found.result))
    if found.files is not None:
        people().print(f"record: {found.files.folder}", soft_wrap=True, markup=False)


def _show_plan(request: "AblationRequest", place: "Workspace", *, as_json: bool) -> None:
    listed = _ablation.list_trials(request, place)
    if as_json:
        typer.echo(strict_json.dumps(listed))
        return
    done = sum(trial["status"] == "finished" for trial in listed)
    for trial in listed:
        results().print(f"{trial['status']:<9} {trial['title']}", markup=False, soft_wrap=True)
    results().print(f"{len(listed)} trainings, {done} of them finished.")


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(ablate)
