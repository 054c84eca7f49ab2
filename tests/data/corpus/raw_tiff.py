"""Small TIFF files written byte by byte, with any tag that a reader should look at."""

import struct

import numpy as np
from numpy.typing import NDArray

SHORT, LONG = 3, 4


def tiff(
    data: bytes,
    width: int,
    height: int,
    *,
    bits: int = 8,
    photometric: int = 1,
    sample_format: int = 1,
    compression: int = 1,
    pages: int = 1,
) -> bytes:
    """Write a little-endian TIFF of one strip; more pages repeat the first."""
    out = bytearray(b"II*\0" + struct.pack("<I", 8))
    for page in range(pages):
        tags = (
            (256, LONG, width),
            (257, LONG, height),
            (258, SHORT, bits),
            (259, SHORT, compression),
            (262, SHORT, photometric),
            (273, LONG, len(out) + 2 + 10 * 12 + 4),
            (277, SHORT, 1),
            (278, LONG, height),
            (279, LONG, len(data)),
            (339, SHORT, sample_format),
        )
        out += struct.pack("<H", len(tags))
        for number, kind, value in tags:
            out += struct.pack("<HHI", number, kind, 1) + struct.pack("<I", value)
        end = len(out) + 4 + len(data)
        out += struct.pack("<I", end if page + 1 < pages else 0) + data
    return bytes(out)


def big_tiff(samples: NDArray[np.uint8]) -> bytes:
    """Write an 8-bit grey BigTIFF."""
    height, width = samples.shape
    tags = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 0), (277, 1), (278, height)]
    tags.append((279, samples.size))
    offset = 16 + 8 + len(tags) * 20 + 8
    out = bytearray(b"II" + struct.pack("<HHHQ", 43, 8, 0, 16) + struct.pack("<Q", len(tags)))
    for number, value in tags:
        out += struct.pack("<HHQQ", number, LONG, 1, offset if number == 273 else value)
    return bytes(out + struct.pack("<Q", 0) + samples.tobytes())
