"""PNG files written byte by byte from the specification, without any image library."""

import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width: int, height: int, depth: int = 8, colour: int = GREY, interlace: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def rows(samples: NDArray[Any], depth: int) -> bytes:
    """Pack (H, W) or (H, W, C) samples into unfiltered scan lines."""
    flat = samples.reshape(samples.shape[0], -1)
    if depth == 16:
        return b"".join(b"\0" + row.astype(">u2").tobytes() for row in flat)
    if depth == 8:
        return b"".join(b"\0" + row.astype(np.uint8).tobytes() for row in flat)
    bits = (flat[:, :, None] >> np.arange(depth - 1, -1, -1)) & 1
    return b"".join(b"\0" + np.packbits(row.ravel()).tobytes() for row in bits)


def png(samples: NDArray[Any], depth: int = 8, colour: int = GREY, *extra: bytes) -> bytes:
    """Write a PNG; ``extra`` chunks go between the header and the pixels."""
    height, width = samples.shape[:2]
    body = chunk(b"IDAT", zlib.compress(rows(samples, depth)))
    return SIGNATURE + header(width, height, depth, colour) + b"".join(extra) + body + chunk(b"IEND", b"")


def interlaced_png(samples: NDArray[Any]) -> bytes:
    """Write an 8-bit grey PNG in the seven passes of Adam7."""
    height, width = samples.shape
    passes = (
        (0, 0, 8, 8),
        (0, 4, 8, 8),
        (4, 0, 8, 4),
        (0, 2, 4, 4),
        (2, 0, 4, 2),
        (0, 1, 2, 2),
        (1, 0, 2, 1),
    )
    parts = [samples[top::down, left::across] for top, left, down, across in passes]
    body = chunk(b"IDAT", zlib.compress(b"".join(rows(part, 8) for part in parts if part.size)))
    return SIGNATURE + header(width, height, interlace=1) + body + chunk(b"IEND", b"")


def palette(colours: list[tuple[int, int, int]]) -> bytes:
    return chunk(b"PLTE", bytes(value for colour in colours for value in colour))
