"""Files that are either whole or not there: temp file in the same folder, fsync, rename.

The temp file lies beside its target, because a rename across file systems is a copy, and a copy that
is killed half-way leaves half a file under the final name.
"""

import contextlib
import os
import secrets
from pathlib import Path

from segscope.errors import StoreError

TEMP_PREFIX = ".segscope-tmp-"


def write_atomic(path: Path, data: bytes, *, sync_folder: bool = True, sync_file: bool = True) -> None:
    """Write ``data`` to ``path``; after a crash the old file, the new file or none is there, never a part.

    Args:
        path: Its folder must exist.
        data: The whole content.
        sync_folder: Also make the new name durable against a power cut; leave it to
            :func:`fsync_folder` where many files go into one folder.
        sync_file: Make the content durable before it gets its name; False for caches alone, whose
            readers check what they read.

    Raises:
        StoreError: The disk is full, the folder is not writable or missing.
    """
    temp = path.with_name(f"{TEMP_PREFIX}{os.getpid()}-{secrets.token_hex(4)}")
    try:
        descriptor = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with open(descriptor, "wb") as stream:
            stream.write(data)
            if sync_file:
                stream.flush()
                os.fsync(descriptor)
        os.replace(temp, path)
        if sync_folder:
            fsync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)
        raise StoreError(
            f"cannot write {path}: {error.strerror or error}; check free space and rights of that folder."
        ) from error


def fsync_folder(folder: Path) -> None:
    """Make the names in a folder durable against a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def folder_bytes(folder: Path) -> int:
    """Add up the sizes of all regular files below a folder, in bytes; 0 where it is missing.

    Example:
        >>> folder_bytes(Path("/no/such/folder"))
        0
    """
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):  # a file may go while others are counted
                total += os.lstat(os.path.join(parent, name)).st_size
    return total
