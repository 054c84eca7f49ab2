"""PNG files of 16 bits a channel and more than one channel, decoded whole.

Pillow has no such picture and keeps their high bytes alone, which makes a 12-bit camera's picture
nearly black. The filters of a PNG make each byte depend on its left and upper neighbours; all bytes of
an anti-diagonal depend on earlier anti-diagonals only, so each is undone in one step.
"""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from segscope.data.png_container import SIGNATURE, PngHeader

_SAMPLES = {0: 1, 2: 3, 4: 2, 6: 4}
_SUB, _UP, _AVERAGE, _PAETH = range(1, 5)
_BLOCK_ROWS = 1024
"""Rows undone at once: they bound the memory of a large picture."""


def decode_png16(data: bytes, header: PngHeader) -> NDArray[np.uint16]:
    """Decode a whole 16-bit PNG of grey, grey + alpha, RGB or RGBA.

    Args:
        data: The file; its chunks were checked.
        header: Its header.

    Returns:
        (H, W, S) uint16; an alpha channel is the last.

    Raises:
        ValueError: The file is interlaced, or its pixels are not as long as its header says.
    """
    if data[28]:
        raise ValueError("it is interlaced with 16 bits a channel: save it without interlacing")
    bytes_per_pixel = 2 * _SAMPLES[header.colour_type]
    row = 1 + header.width * bytes_per_pixel
    decoder = zlib.decompressobj()
    # One byte more than there may be: a longer stream is damage, and no bomb is unpacked.
    raw = decoder.decompress(_pixel_data(data), row * header.height + 1)
    if len(raw) != row * header.height:
        raise ValueError("it is damaged: its pixels are not as many as its header says")
    rows = np.frombuffer(raw, np.uint8).reshape(header.height, row)
    if rows[:, 0].max() > _PAETH:
        raise ValueError("it is damaged: a row has a filter that PNG does not know")
    filtered = rows[:, 1:].reshape(header.height, header.width, bytes_per_pixel)
    return _unfilter(rows[:, 0], filtered).view(">u2").astype(np.uint16)


def _pixel_data(data: bytes) -> bytes:
    parts = []
    position = len(SIGNATURE)
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind == b"IDAT":
            parts.append(data[position + 8 : position + 8 + length])
        if kind == b"IEND":
            break
        position += 12 + length
    return b"".join(parts)


def _unfilter(filters: NDArray[np.uint8], filtered: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Undo the row filters of (H, W, bytes of a pixel)."""
    pixels = np.empty_like(filtered)
    above = np.zeros(filtered.shape[1:], np.uint8)
    for start in range(0, len(filtered), _BLOCK_ROWS):
        block = slice(start, start + _BLOCK_ROWS)
        pixels[block] = _unfilter_block(filters[block], filtered[block], above)
        above = pixels[block][-1]
    return pixels


def _unfilter_block(
    filters: NDArray[np.uint8], filtered: NDArray[np.uint8], row_above: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    height, width, depth = filtered.shape
    rows, columns = np.arange(height)[:, None], np.arange(width)
    # Indexed by diagonal + 1 and row + 1: the neighbours of a diagonal are whole slices of the two
    # before it, and what lies outside the picture stays 0.
    pixels = np.zeros((height + width, height + 1, depth), np.uint8)
    pixels[columns, 0] = row_above
    skewed = np.zeros((height + width - 1, height, depth), np.uint8)
    skewed[rows + columns, rows] = filtered
    kinds = [(filters == kind)[:, None] for kind in (_SUB, _UP, _AVERAGE, _PAETH)]
    for diagonal in range(height + width - 1):
        first, stop = max(0, diagonal - width + 1), min(height, diagonal + 1)
        left = pixels[diagonal, 1 + first : 1 + stop].astype(np.int16)
        above = pixels[diagonal, first:stop].astype(np.int16)
        corner = pixels[diagonal - 1, first:stop].astype(np.int16)
        choices = (left, above, (left + above) >> 1, _paeth(left, above, corner))
        predicted = np.select([kind[first:stop] for kind in kinds], choices, 0)
        pixels[diagonal + 1, 1 + first : 1 + stop] = skewed[diagonal, first:stop] + predicted.astype(np.uint8)
    unfiltered: NDArray[np.uint8] = pixels[1 + rows + columns, 1 + rows]
    return unfiltered


def _paeth(left: NDArray[np.int16], above: NDArray[np.int16], corner: NDArray[np.int16]) -> NDArray[np.int16]:
    """Give the one of the three neighbours that is nearest to left + above - corner."""
    to_left, to_above = abs(above - corner), abs(left - corner)
    to_corner = abs(left + above - 2 * corner)
    upper = np.where(to_above <= to_corner, above, corner)
    return np.where((to_left <= to_above) & (to_left <= to_corner), left, upper)
