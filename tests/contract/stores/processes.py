"""Processes that do the same at the same time."""

import multiprocessing
from collections.abc import Callable


def exit_codes(number: int, work: Callable[[int], None]) -> list[int | None]:
    """Fork processes that work at the same time, and give their exit codes."""
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=work, args=(index,)) for index in range(number)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    return [process.exitcode for process in processes]
