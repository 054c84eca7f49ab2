"""Checkpoints of single epochs, kept for ensembles of epochs and for averaged weights."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from segscope.train.checkpoint import save_checkpoint

_NAME = re.compile(r"epoch-(\d{4,})\.ckpt")


def epoch_name(epoch: int) -> str:
    """Name the checkpoint of an epoch, counted from 1.

    Example:
        >>> epoch_name(17)
        'epoch-0017'
    """
    return f"epoch-{epoch:04d}"


def is_epoch_kept(epoch: int, epochs: int, keep: int | Sequence[int], *, may_stop_early: bool) -> bool:
    """Say whether an epoch's checkpoint is written.

    Args:
        epoch: Counted from 1.
        epochs: Of the whole training.
        keep: How many of the last epochs, or which epochs.
        may_stop_early: Any epoch may then be among the last.

    Example:
        >>> [epoch for epoch in range(1, 11) if is_epoch_kept(epoch, 10, 3, may_stop_early=False)]
        [8, 9, 10]
        >>> [epoch for epoch in range(1, 11) if is_epoch_kept(epoch, 10, [5, 10], may_stop_early=True)]
        [5, 10]
    """
    if not isinstance(keep, int):
        return epoch in keep
    return keep > 0 and (may_stop_early or epoch > epochs - keep)


def keep_epoch(folder: Path, epoch: int, content: dict[str, Any], keep: int | Sequence[int]) -> None:
    """Write an epoch's checkpoint, and remove those that are no longer among the last.

    Args:
        folder: The run's checkpoints.
        epoch: Counted from 1.
        content: Tensors and plain values.
        keep: How many of the last epochs stay, or which epochs.

    Raises:
        CheckpointError: It cannot be written.
    """
    save_checkpoint(content, folder / f"{epoch_name(epoch)}.ckpt")
    if isinstance(keep, int):
        for old in kept_epochs(folder)[:-keep]:
            path = folder / f"{epoch_name(old)}.ckpt"
            path.unlink(missing_ok=True)
            path.with_name(f"{path.name}.json").unlink(missing_ok=True)


def kept_epochs(folder: Path) -> list[int]:
    """List the epochs whose checkpoints are in a folder, in order."""
    found = (_NAME.fullmatch(path.name) for path in folder.glob("epoch-*.ckpt"))
    return sorted(int(match.group(1)) for match in found if match)
