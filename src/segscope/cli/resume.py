"""``segscope resume``."""

from typing import Annotated

import typer

from segscope import _api
from segscope.cli.options import JsonOption, WorkspaceOption
from segscope.cli.outcome import show_outcome
from segscope.cli.train import watched


def resume(
    run: Annotated[str, typer.Argument(help="The run: its id, the beginning of it, or its name.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Go on with a training that was stopped or killed, from its last whole epoch.

    The curve is that of an uninterrupted run. Settings are those that the run began with; others are for
    a new run.
    """
    with _api.open_workspace(workspace) as place:
        stored = place.run(run)
        finished = watched(lambda watcher: _api.resume(stored, place, watcher=watcher))
        show_outcome(finished, as_json=as_json)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(resume)
