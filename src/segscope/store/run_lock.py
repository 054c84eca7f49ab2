"""Whether a process is training a run, by a lock that the system lets go of however the process ends.

A status in the database outlives a killed process; a lock does not.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from segscope.errors import StoreError

LOCK_FILE = "training.lock"
_TRIES = 5
_SECONDS_BETWEEN_TRIES = 0.05


class LockedRun(Protocol):
    """What a lock must know of a run; :class:`segscope.store.runs.Run` has it."""

    id: str
    folder: Path


@contextmanager
def training_lock(run: LockedRun) -> Iterator[None]:
    """Hold the run for this process; the system lets go of it when the process ends, however it ends.

    Raises:
        StoreError: Another process is training the run, or its folder is not there.
    """
    try:
        file = (run.folder / LOCK_FILE).open("a")
    except OSError as error:
        raise StoreError(
            f"run {run.id} cannot be held: {run.folder / LOCK_FILE} cannot be opened ({error.strerror}); "
            "check that folder and its rights."
        ) from error
    with file:
        if not _try_to_hold(file):
            raise StoreError(
                f"run {run.id} is being trained by another process: wait until it ends, or stop that process."
            )
        yield


def is_being_trained(run: LockedRun) -> bool:
    """Tell whether a process holds the run's :func:`training_lock`, this one included."""
    try:
        with (run.folder / LOCK_FILE).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _try_to_hold(file: IO[str]) -> bool:
    """Lock a file; a few tries, since :func:`is_being_trained` elsewhere holds it for a moment."""
    for left in reversed(range(_TRIES)):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if left:
                time.sleep(_SECONDS_BETWEEN_TRIES)
        else:
            return True
    return False
