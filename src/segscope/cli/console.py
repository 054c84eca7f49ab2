"""Where the command line writes: people's texts to standard error, results to standard output."""

import sys

from rich.console import Console

INTERRUPTED = 130
"""The exit code that shells use for Ctrl-C."""


def people() -> Console:
    """Give the console for progress, hints and errors (standard error)."""
    return Console(stderr=True, highlight=False)


def results() -> Console:
    """Give the console for tables and lists (standard output)."""
    return Console(highlight=False)


def is_terminal() -> bool:
    """Say whether a person watches standard error."""
    return sys.stderr.isatty()
