"""How the pictures of a data set are held: how many channels, of how many bits."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """Channels and bits of a picture; the format of a data set is that of all pictures it gives.

    Attributes:
        channels: C of (H, W, C).
        bits: 8 (uint8) or 16 (uint16).

    Example:
        >>> PictureFormat(6, 16).full_scale
        65535
    """

    channels: int
    bits: int

    @property
    def dtype(self) -> np.dtype[Any]:
        """The numpy type of a channel."""
        return np.dtype(np.uint8 if self.bits == 8 else np.uint16)

    @property
    def full_scale(self) -> int:
        """The largest value of a channel."""
        return (1 << self.bits) - 1

    def __str__(self) -> str:
        """Say it in words: ``3 channels of 8 bits``."""
        return f"{self.channels} channel{'' if self.channels == 1 else 's'} of {self.bits} bits"


RGB8 = PictureFormat(3, 8)
"""A photo."""
