"""Textures that tell areas apart without colour, as boolean masks in display pixels.

They depend on the position alone, so that an area looks the same wherever it lies, and are drawn after
scaling, so that they are crisp at any picture size.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

_PERIOD = 8


@lru_cache(maxsize=32)
def rising_stripes(height: int, width: int) -> Mask:
    """Diagonal stripes ``/``, three pixels of every eight; (height, width), read-only.

    Example:
        >>> rising_stripes(1, 8).astype(int)
        array([[1, 1, 1, 0, 0, 0, 0, 0]])
    """
    return _frozen((_rows(height) + _columns(width)) % _PERIOD < 3)


@lru_cache(maxsize=32)
def falling_stripes(height: int, width: int) -> Mask:
    r"""Thin diagonal stripes ``\``, two pixels of every eight; (height, width), read-only."""
    return _frozen((_columns(width) - _rows(height)) % _PERIOD < 2)


@lru_cache(maxsize=32)
def dots(height: int, width: int) -> Mask:
    """Dots of 2 × 2 pixels in rows that are offset by half a step; (height, width), read-only."""
    rows, columns = _rows(height), _columns(width)
    offset = rows // 4 % 2 * 3
    return _frozen((rows % 4 < 2) & ((columns + offset) % 6 < 2))


def _rows(height: int) -> NDArray[np.int64]:
    return np.arange(height)[:, None]


def _columns(width: int) -> NDArray[np.int64]:
    return np.arange(width)[None, :]


def _frozen(mask: Mask) -> Mask:
    mask.setflags(write=False)
    return mask
