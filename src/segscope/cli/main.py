"""The command ``segscope``: one file a verb; errors are one sentence, and the exit code tells the kind."""

import sys

import typer
from rich.markup import escape

import segscope
from segscope.cli import check, compare, demo, diagnose, predict, resume, runs, train
from segscope.cli.console import people
from segscope.errors import SegscopeError

app = typer.Typer(
    name="segscope",
    help="See what each class of a segmentation model gets wrong, at every validation.",
    epilog="Begin with `segscope demo`, or `segscope check YOUR_DATA` and `segscope train YOUR_DATA`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"segscope {segscope.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Print the version and leave."
    ),
) -> None:
    del version


for command in (demo, check, train, resume, diagnose, compare, predict, runs):
    command.register(app)


def main() -> None:
    """Run the command line; exits with 0 (done), 1 (a failure or a finding) or 2 (wrong use)."""
    try:
        app()
    except SegscopeError as error:
        people().print(f"[bold red]segscope:[/] {escape(str(error))}", soft_wrap=True)
        sys.exit(error.exit_code)
