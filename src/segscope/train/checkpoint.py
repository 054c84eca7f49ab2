"""Checkpoints that are whole or not there, and that load without running code.

A checkpoint is written to a temporary file in its own folder, flushed to the disk and renamed over
the old one; a manifest beside it names the sizes and SHA-256 sums that may be loaded. While a new
checkpoint goes in, the manifest names both the old and the new one, so that a kill at any moment
leaves a file that the manifest knows. (A temporary file elsewhere, as some trainers use, is copied
and not renamed when the temporary folder is on another file system, and a kill then leaves half a
file.)
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from segscope.errors import CheckpointError
from segscope.files.atomic import TEMP_PREFIX, fsync_folder, write_atomic

FORMAT = 1


@dataclass(frozen=True, slots=True)
class _Entry:
    size: int
    sha256: str


def save_checkpoint(state: Mapping[str, Any], path: Path) -> None:
    """Write a checkpoint so that a kill at any moment leaves a whole one.

    Args:
        state: Tensors and plain values (numbers, text, lists, mappings) in any nesting.
        path: The file; its manifest is ``<path>.json``.

    Raises:
        CheckpointError: It cannot be written, for one because the disk is full.
    """
    temporary = path.with_name(f"{TEMP_PREFIX}{os.getpid()}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            torch.save({"format": FORMAT, **state}, file)
            file.flush()
            os.fsync(file.fileno())
        entry = _measure(temporary)
        _write_manifest(path, [entry, *_read_manifest(path)])
        temporary.replace(path)
        fsync_folder(path.parent)
        _write_manifest(path, [entry])
    except (OSError, RuntimeError) as error:
        # torch reports a full disk as a RuntimeError that hides the OSError behind it.
        cause = error if isinstance(error, OSError) else error.__context__
        reason = cause.strerror if isinstance(cause, OSError) else str(error).splitlines()[0]
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise CheckpointError(
            f"{path}: the checkpoint cannot be written ({reason}): make room or check the rights, "
            "then go on with `segscope resume`."
        ) from error


def load_checkpoint(path: Path) -> dict[str, Any]:
    """Read a checkpoint, as tensors and plain values alone.

    Raises:
        CheckpointError: It is missing, damaged, not written by segscope, or holds anything but
            tensors and plain values.
    """
    if not path.is_file():
        raise CheckpointError(f"{path}: there is no such checkpoint.")
    known = _read_manifest(path)
    if known and _measure(path) not in known:
        raise CheckpointError(f"{path}: the checkpoint is damaged (its SHA-256 is not the manifest's).")
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        raise CheckpointError(f"{path}: not a checkpoint that loads without running code.") from error
    if not isinstance(state, dict) or state.get("format") != FORMAT:
        raise CheckpointError(f"{path}: not a checkpoint of this version of segscope.")
    return state


def checkpoint_hash(path: Path) -> str:
    """Give the hex SHA-256 of a checkpoint's file.

    Raises:
        CheckpointError: There is no such file.
    """
    if not path.is_file():
        raise CheckpointError(f"{path}: there is no such checkpoint.")
    return _measure(path).sha256


def sweep_temporaries(folder: Path) -> int:
    """Delete temporary checkpoint files that a killed process left; gives the bytes freed."""
    freed = 0
    for temporary in folder.glob(f"{TEMP_PREFIX}*"):
        freed += temporary.stat().st_size
        temporary.unlink(missing_ok=True)
    return freed


def _manifest_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _write_manifest(path: Path, entries: list[_Entry]) -> None:
    text = json.dumps([{"size": entry.size, "sha256": entry.sha256} for entry in entries])
    write_atomic(_manifest_path(path), text.encode())


def _read_manifest(path: Path) -> list[_Entry]:
    try:
        entries = json.loads(_manifest_path(path).read_text())
        return [_Entry(int(entry["size"]), str(entry["sha256"])) for entry in entries]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"{_manifest_path(path)}: the checkpoint's manifest is damaged.") from error


def _measure(path: Path) -> _Entry:
    with path.open("rb") as file:
        return _Entry(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
