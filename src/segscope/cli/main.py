"""The command ``segscope``: one file a verb; errors are one sentence, and the exit code tells the kind."""

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import typer
from rich.markup import escape

import segscope
from segscope.cli.console import INTERRUPTED, people
from segscope.errors import SegscopeError

VERBS = (
    "demo",
    "check",
    "split",
    "train",
    "resume",
    "diagnose",
    "compare",
    "ablate",
    "techniques",
    "evaluate",
    "ensemble",
    "predict",
    "pseudo",
    "unknown",
    "export",
    "runs",
    "notes",
    "report",
    "serve",
)
"""In the order of the help; each is a file of this folder with a function ``register``."""

_FULL = (errno.ENOSPC, errno.EDQUOT)

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


def _register(words: Sequence[str]) -> None:
    """Add the verb that is asked for, or all of them: each imports what it needs, which takes its time."""
    asked = words[:1] if words[:1] and words[0] in VERBS else VERBS
    for verb in asked:
        import_module(f"segscope.cli.{verb}").register(app)


def main() -> None:
    """Run the command line; exits with 0 (done), 1 (failure, finding), 2 (wrong use) or 130 (Ctrl-C)."""
    try:
        _register(sys.argv[1:])
        try:
            app()
        finally:
            sys.stdout.flush()  # here an error can be told; when Python ends it cannot
    except SegscopeError as error:
        _tell(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the rest is given up
        _tell("the disk is full, and the output is cut: free some space, or write it elsewhere.")
        sys.exit(1)


def _tell(sentence: str) -> None:
    people().print(f"[bold red]segscope:[/] {escape(sentence)}", soft_wrap=True)
