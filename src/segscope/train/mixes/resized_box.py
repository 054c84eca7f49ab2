"""A box of each picture stretched onto another box: colours bilinear, labels from the nearest pixel."""

import numpy as np
import torch
from torch import Tensor

from segscope.train.mixes.base import DeviceBatch
from segscope.train.mixes.overlay import origins_of, to_device
from segscope.train.targets import Targets


def stretch(batch: DeviceBatch, source: np.ndarray, target: np.ndarray) -> DeviceBatch:
    """Stretch the source box of each picture onto its target box; boxes of equal size move whole pixels.

    Colours are blended inside the source box alone. Outside the target box the result is no picture:
    lay it over another batch there.

    Args:
        batch: The batch.
        source: (B, 4) int64 top, left, bottom, right; none empty.
        target: (B, 4) likewise.
    """
    height, width = batch.targets.labels.shape[1:]
    rows = _Axis(height, source[:, 0::2], target[:, 0::2], batch)
    columns = _Axis(width, source[:, 1::2], target[:, 1::2], batch)
    number = torch.arange(len(batch.pictures), device=batch.pictures.device)[:, None, None]

    def at(values: Tensor, row: Tensor, column: Tensor) -> Tensor:
        return values[number, row[:, :, None], column[:, None, :]]

    pictures = batch.pictures.permute(0, 2, 3, 1)
    share = columns.share[:, None, :, None]
    upper, lower = (
        torch.lerp(at(pictures, row, columns.low).float(), at(pictures, row, columns.high).float(), share)
        for row in (rows.low, rows.high)
    )
    blended = torch.lerp(upper, lower, rows.share[:, :, None, None]).round().to(pictures.dtype)
    weights = batch.targets.weights
    targets = Targets(
        at(batch.targets.labels, rows.nearest, columns.nearest),
        None if weights is None else at(weights, rows.nearest, columns.nearest),
        at(origins_of(batch), rows.nearest, columns.nearest),
    )
    return DeviceBatch(blended.permute(0, 3, 1, 2), targets, batch.sample_ids)


class _Axis:
    """Where each output pixel lies in the source, along one axis.

    Attributes:
        nearest: (B, length) int64 the pixel under its centre.
        low: (B, length) int64 the pixel before its centre.
        high: (B, length) int64 the pixel after it.
        share: (B, length) float32 how far it is from the one to the other.
    """

    def __init__(self, length: int, source: np.ndarray, target: np.ndarray, batch: DeviceBatch) -> None:
        scale = (source[:, 1] - source[:, 0]) / np.maximum(target[:, 1] - target[:, 0], 1)
        # A few numbers for every row and column: made on the host in 64 bits, where halves are exact.
        centres = source[:, :1] + (np.arange(length) + 0.5 - target[:, :1]) * scale[:, None]
        first, last = source[:, :1], source[:, 1:] - 1
        below = np.floor(centres - 0.5).astype(np.int64)
        self.nearest = to_device(np.clip(np.floor(centres).astype(np.int64), first, last), batch)
        self.low = to_device(np.clip(below, first, last), batch)
        self.high = to_device(np.clip(below + 1, first, last), batch)
        self.share = to_device((centres - 0.5 - below).astype(np.float32), batch)
