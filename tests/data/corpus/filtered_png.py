"""16-bit PNG files with every row filter, encoded from the specification pixel by pixel."""

import zlib

import numpy as np
from numpy.typing import NDArray

from tests.data.corpus.raw_png import SIGNATURE, chunk, header

_COLOUR_TYPE = {1: 0, 2: 4, 3: 2, 4: 6}


def filtered_png(samples: NDArray[np.uint16], filters: NDArray[np.integer]) -> bytes:
    """Write (H, W, S) samples; row r is filtered by ``filters[r]``, 0 to 4."""
    height, width, count = samples.shape
    rows = samples.astype(">u2").view(np.uint8).reshape(height, -1)
    above = np.zeros(rows.shape[1], np.uint8)
    encoded = b""
    for kind, row in zip(filters, rows, strict=True):
        encoded += bytes([int(kind)]) + _encode_row(int(kind), row, above, 2 * count)
        above = row
    body = chunk(b"IDAT", zlib.compress(encoded))
    return SIGNATURE + header(width, height, 16, _COLOUR_TYPE[count]) + body + chunk(b"IEND", b"")


def _encode_row(kind: int, row: NDArray[np.uint8], above: NDArray[np.uint8], step: int) -> bytes:
    encoded = bytearray()
    for i in range(len(row)):
        a = int(row[i - step]) if i >= step else 0
        b = int(above[i])
        c = int(above[i - step]) if i >= step else 0
        predicted = (0, a, b, (a + b) // 2, _paeth(a, b, c))[kind]
        encoded.append((int(row[i]) - predicted) % 256)
    return bytes(encoded)


def _paeth(a: int, b: int, c: int) -> int:
    estimate = a + b - c
    distances = [(abs(estimate - value), order, value) for order, value in enumerate((a, b, c))]
    return min(distances)[2]
