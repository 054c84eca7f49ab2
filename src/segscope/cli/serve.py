"""``segscope serve``."""

import webbrowser
from typing import Annotated

import typer

from segscope import _api
from segscope.cli.console import people
from segscope.cli.options import WorkspaceOption


def serve(
    *,
    workspace: WorkspaceOption = None,
    host: Annotated[str, typer.Option(help="The address to listen on: this machine's own, no other.")] = (
        "127.0.0.1"
    ),
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            help="The port; 0 takes any that is free. Default: the first free one from 7391 on.",
            show_default=False,
        ),
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = False,
) -> None:
    """Open the workbench in the browser: the notebook, runs, pictures, comparisons, the meeting's page.

    `segscope serve`

    `segscope serve --workspace team --port 8000`

    The page stays open while this runs; Ctrl-C ends it. A run that trains meanwhile moves by itself.

    Two ways to share one notebook: each member serves their own page over a team PostgreSQL
    (`SEGSCOPE_STORE_URL`) with the run files in a shared folder; or one machine serves, and the others reach
    it through `ssh -L 7391:127.0.0.1:7391 MACHINE`. Addresses that others can reach are refused.
    """
    from segscope.web.serve import check_host_is_local
    from segscope.web.serve import serve as serve_page

    def tell(url: str) -> None:
        people().print(f"segscope shows {place.folder} at [bold]{url}[/] (Ctrl-C ends it)", soft_wrap=True)
        if browser:
            webbrowser.open(url)

    check_host_is_local(host)
    with _api.open_workspace(workspace) as place:
        serve_page(place, host=host, port=port, ready=tell)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(serve)
