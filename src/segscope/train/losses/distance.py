"""The exact Euclidean distance transform up to a reach, on any device."""

import torch
from torch import Tensor

INT16_REACH = 127
"""Largest reach whose sums of squares fit into 16 bits, which halves the time on a CPU."""


def squared_distances(seeds: Tensor, reach: int) -> Tensor:
    """Give each pixel's squared Euclidean distance to the nearest seed of its own map.

    The square splits into rows and columns: distances along the rows first, then along the columns the
    least sum of a square there and the square of the way. All are whole-array operations that need no
    answer from the device.

    Args:
        seeds: (..., H, W) bool.
        reach: Distances up to this many pixels are exact.

    Returns:
        (..., H, W) integers; ``(reach + 1) ** 2`` where the nearest seed is farther than the reach.

    Example:
        >>> squared_distances(torch.tensor([[True, False, False, False]]), reach=2)
        tensor([[0, 1, 4, 9]], dtype=torch.int16)
    """
    dtype = torch.int16 if reach <= INT16_REACH else torch.int32
    along_rows = _row_distances(seeds, reach, dtype)
    squares = along_rows * along_rows
    nearest = squares.clone()
    for shift in range(1, min(reach, seeds.shape[-2] - 1) + 1):
        _lower(nearest, squares + shift**2, shift, axis=-2)
    return nearest.masked_fill_(nearest > reach**2, (reach + 1) ** 2)


def _row_distances(seeds: Tensor, reach: int, dtype: torch.dtype) -> Tensor:
    """Give the distance to the nearest seed of the same row; reach + 1 where it is farther."""
    distances = seeds.logical_not().to(dtype) * (reach + 1)
    # Steps of 1, 2, 4 … pixels add up to every distance, so that few passes are enough.
    shift = 1
    while shift <= min(reach, seeds.shape[-1] - 1):
        _lower(distances, distances + shift, shift, axis=-1)
        shift *= 2
    return distances


def _lower(values: Tensor, candidates: Tensor, shift: int, axis: int) -> None:
    """Lower each value, in place, to the candidates at a shift before and behind it along an axis."""
    count = values.shape[axis] - shift
    for target, source in ((0, shift), (shift, 0)):
        window = values.narrow(axis, target, count)
        torch.minimum(window, candidates.narrow(axis, source, count), out=window)
