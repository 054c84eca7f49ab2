"""Many files at once: written side by side, made durable together, then named.

A file that is flushed to the disk by itself costs milliseconds; a thousand are flushed at once in some
tens of them.
"""

import contextlib
import ctypes
import os
import secrets
import threading
from collections.abc import Sequence
from pathlib import Path

from segscope.errors import StoreError
from segscope.files.atomic import TEMP_PREFIX, fsync_folder

_FEW = 16
"""So few files are flushed one by one: the whole file system may hold much that is not ours."""


class DurableBatch:
    """Files that get their names together, once all of them are safe from a power cut.

    :meth:`write` may be called from several threads at once.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     batch = DurableBatch()
        ...     batch.write(Path(folder, "a"), b"1")
        ...     before = Path(folder, "a").exists()
        ...     batch.commit()
        ...     before, Path(folder, "a").read_bytes()
        (False, b'1')
    """

    def __init__(self) -> None:
        self._files: list[tuple[Path, Path]] = []
        self._lock = threading.Lock()

    def write(self, path: Path, data: bytes) -> None:
        """Write the content under a temporary name beside ``path``, whose folder must exist.

        Raises:
            StoreError: The disk is full, or the folder is not writable.
        """
        temp = path.with_name(f"{TEMP_PREFIX}{os.getpid()}-{secrets.token_hex(6)}")
        with self._lock:
            self._files.append((temp, path))
        try:
            with open(temp, "xb") as stream:
                stream.write(data)
        except OSError as error:
            raise _failed(path, error) from error

    def adopt(self, file: Path, path: Path) -> None:
        """Take a file that is written already, on the same file system; it is moved to ``path``."""
        with self._lock:
            self._files.append((file, path))

    def commit(self) -> None:
        """Make all files durable and give them their names; what had a name before is replaced.

        Raises:
            StoreError: A file cannot be flushed or renamed.
        """
        folders = {path.parent for _, path in self._files}
        try:
            _flush([temp for temp, _ in self._files])
            for temp, path in self._files:
                os.replace(temp, path)
            for folder in folders:
                fsync_folder(folder)
        except OSError as error:
            raise _failed(next(iter(folders)), error) from error
        self._files.clear()

    def abandon(self) -> None:
        """Remove what was written and not committed."""
        for temp, _ in self._files:
            with contextlib.suppress(OSError):
                temp.unlink(missing_ok=True)
        self._files.clear()


def _flush(files: Sequence[Path]) -> None:
    if len(files) > _FEW:
        devices = {os.stat(folder).st_dev: folder for folder in {file.parent for file in files}}
        if all(_flush_file_system(folder) for folder in devices.values()):
            return
    for file in files:
        with open(file, "rb") as stream:
            os.fsync(stream.fileno())


def _flush_file_system(folder: Path) -> bool:
    """Flush the file system that holds a folder; False where the system has no such call."""
    try:
        syncfs = ctypes.CDLL(None).syncfs  # Linux alone; Python has os.sync, which waits for every disk
    except (AttributeError, OSError, TypeError):
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        return bool(syncfs(descriptor) == 0)
    finally:
        os.close(descriptor)


def _failed(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"cannot write {path}: {error.strerror or error}; check free space and rights of that folder."
    )
