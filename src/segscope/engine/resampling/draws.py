"""Random draws as matrices that are multiplied with the units' sums, in chunks of bounded memory."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Float64 = NDArray[np.float64]

CHUNK_VALUES = 500_000
"""Numbers that a chunk's matrices may hold each: 4 MB in float64."""


def bootstrap_weights(rng: np.random.Generator, draws: int, units: int, columns: int) -> Iterator[Float64]:
    """Yield (chunk, units) how often each unit is drawn; every row sums to ``units``.

    Args:
        rng: The source of chance; the draws do not depend on the chunks' size.
        draws: Rows in all chunks together.
        units: U, at least 1.
        columns: Width of the product that the caller makes, which bounds the chunk as well.
    """
    for rows in _chunks(draws, max(units, columns)):
        drawn = rng.integers(0, units, size=(rows, units)) + np.arange(rows)[:, None] * units
        counts = np.bincount(drawn.ravel(), minlength=rows * units)
        yield counts.reshape(rows, units).astype(np.float64)


def sign_flips(rng: np.random.Generator, draws: int, units: int, columns: int) -> Iterator[Float64]:
    """Yield (chunk, units) of +1 and -1, each with probability one half."""
    for rows in _chunks(draws, max(units, columns)):
        yield rng.integers(0, 2, size=(rows, units)).astype(np.float64) * 2 - 1


def row_chunks(rows: int, width: int) -> Iterator[slice]:
    """Cut rows of so many numbers into chunks of bounded memory."""
    most = max(1, CHUNK_VALUES // max(width, 1))
    for begin in range(0, rows, most):
        yield slice(begin, min(begin + most, rows))


def _chunks(draws: int, width: int) -> Iterator[int]:
    return (rows.stop - rows.start for rows in row_chunks(draws, width))
