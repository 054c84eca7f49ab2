"""Mean and deviation of each channel, for pictures that no pretrained figures describe."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.data.sample import Picture


@dataclass(frozen=True, slots=True)
class ChannelStatistics:
    """Mean and deviation over all pixels of a split, in units of full scale (0 … 1).

    Attributes:
        mean: (C,) of each channel.
        std: (C,) of each channel.
    """

    mean: tuple[float, ...]
    std: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ChannelSums:
    """What the statistics are made from; the sums of two pictures add up.

    Attributes:
        pixels: Pixels that were summed.
        sums: (2, C) float64: the sums of each channel's levels and of their squares.
        full_scale: 255 or 65535.
    """

    pixels: int
    sums: NDArray[np.float64]
    full_scale: int


def channel_sums(picture: Picture) -> ChannelSums:
    """Sum up one (H, W, C) picture."""
    levels = picture.reshape(-1, picture.shape[2]).astype(np.float64)
    sums = np.stack([levels.sum(axis=0), np.einsum("pc,pc->c", levels, levels)])
    return ChannelSums(len(levels), sums, int(np.iinfo(picture.dtype).max))


def channel_statistics(parts: Sequence[ChannelSums]) -> ChannelStatistics | None:
    """Give the statistics of all pixels together; None where there is no picture.

    Example:
        >>> dark, bright = (np.full((1, 2, 1), level, np.uint8) for level in (51, 153))
        >>> channel_statistics([channel_sums(dark), channel_sums(bright)])
        ChannelStatistics(mean=(0.4,), std=(0.2,))
    """
    if not parts:
        return None
    pixels, scale = sum(part.pixels for part in parts), parts[0].full_scale
    mean, square = np.sum([part.sums for part in parts], axis=0) / pixels / [[scale], [scale**2]]
    std = np.sqrt(np.maximum(square - mean**2, 0))
    return ChannelStatistics(tuple(mean.round(9).tolist()), tuple(std.round(9).tolist()))
