"""Processes that do the same at the same time, or are killed at work."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from segscope.store import Run


def exit_codes(number: int, work: Callable[[int], None]) -> list[int | None]:
    """Fork processes that work at the same time, and give their exit codes."""
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=work, args=(index,)) for index in range(number)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    return [process.exitcode for process in processes]


def said_until_killed(work: Callable[[Run, Connection], None], run: Run, seconds: float) -> list[Any]:
    """Kill a process with -9 so long after its first word, and give all that it sent before.

    Args:
        work: Runs in a process of its own, which a fork begins, and sends what it has finished.
        run: What it works on.
        seconds: From its first word to its end.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=work, args=(run, theirs))
    process.start()
    theirs.close()
    assert ours.poll(60)
    process.join(seconds)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(60)
    said = []
    while ours.poll(0.1):
        try:
            said.append(ours.recv())
        except EOFError:
            break
    return said
