"""Folders of validations in the making: claimed by a lock, so that two writers never share one.

A training validates while somebody evaluates the same run by hand: both write at once. A folder in the
making holds the file ``.open``, locked by its writer; the lock goes when the writer's process dies,
however it dies, and the next writer clears what it left.
"""

import contextlib
import fcntl
import secrets
import shutil
from collections.abc import Callable, Collection
from pathlib import Path
from typing import IO

from segscope.errors import StoreError

NEW_FOLDER_PREFIX = ".new-"
_OPEN_MARK = ".open"


def validation_folder(run_folder: Path, index: int) -> Path:
    """Give the folder of a run's validation."""
    return run_folder / "validations" / f"{index:04d}"


class ClaimedFolder:
    """The folder of a validation that is being written, and of nobody else.

    Args:
        run_folder: The run's folder.
        read_stored: Reads the numbers of the run's stored validations.

    Attributes:
        index: The validation's number: one more than all that are stored or in the making.
        path: The folder.

    Raises:
        StoreError: The folder cannot be made.
    """

    def __init__(self, run_folder: Path, read_stored: Callable[[], Collection[int]]) -> None:
        base = run_folder / "validations"
        try:
            base.mkdir(exist_ok=True)
            for dead in dead_folders(run_folder, read_stored):
                shutil.rmtree(dead)
            made = base / f"{NEW_FOLDER_PREFIX}{secrets.token_hex(6)}"
            made.mkdir()
            self._lock: IO[bytes] = open(made / _OPEN_MARK, "wb")  # noqa: SIM115 - open until release
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            self.index = max([0, *read_stored(), *_numbers(base)]) + 1
            while not _rename(made, validation_folder(run_folder, self.index)):
                self.index += 1
        except OSError as error:
            raise StoreError(
                f"cannot make a folder in {base}: {error.strerror}; check free space and rights."
            ) from error
        self.path = validation_folder(run_folder, self.index)

    def release(self) -> None:
        """End the claim and leave the folder; it raises nothing, since the validation may be stored."""
        with contextlib.suppress(OSError):
            (self.path / _OPEN_MARK).unlink()
        self._lock.close()

    def remove(self) -> None:
        """Remove the folder and end the claim."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()


def dead_folders(run_folder: Path, read_stored: Callable[[], Collection[int]]) -> list[Path]:
    """Name the folders that belong to no stored validation and that nobody writes any more.

    Args:
        run_folder: The run's folder.
        read_stored: Reads the numbers of the run's stored validations. It is called after the locks were
            looked at: a writer stores its row before it lets go of the lock, so a folder without a lock
            has its row by then, or never will.
    """
    base = run_folder / "validations"
    closed = [number for number in _numbers(base) if not _is_open(validation_folder(run_folder, number))]
    stored = set(read_stored()) if closed else set()
    return [validation_folder(run_folder, number) for number in closed if number not in stored]


def _numbers(base: Path) -> list[int]:
    return [int(entry.name) for entry in base.iterdir() if entry.name.isdecimal()] if base.is_dir() else []


def _is_open(folder: Path) -> bool:
    try:
        with open(folder / _OPEN_MARK, "rb") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _rename(source: Path, target: Path) -> bool:
    """Rename a folder; False where another writer took the name a moment before."""
    try:
        source.rename(target)
    except OSError:
        if target.exists():
            return False
        raise
    return True
