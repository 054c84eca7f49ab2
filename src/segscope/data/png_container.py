"""The chunks of a PNG file, checked before a decoder sees them.

Pillow checks no checksum of the pixel data and loads a file that was cut inside its last 12 bytes, so
a damaged mask could give wrong labels in silence.
"""

import struct
import zlib
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class PngHeader:
    """The header of a PNG file.

    Attributes:
        width: Pixels in a row.
        height: Rows.
        bit_depth: Bits of one channel: 1, 2, 4, 8 or 16.
        colour_type: 0 grey, 2 RGB, 3 palette, 4 grey + alpha, 6 RGBA.
        frames: How many pictures an animated file announces; 1 otherwise.
    """

    width: int
    height: int
    bit_depth: int
    colour_type: int
    frames: int = 1


def read_png_header(data: bytes) -> PngHeader:
    """Read the header of a PNG file from its first 33 bytes.

    Raises:
        ValueError: The bytes are no PNG header.
    """
    if len(data) < 33 or data[:8] != SIGNATURE or data[12:16] != b"IHDR":
        raise ValueError("its PNG header is cut or damaged")
    width, height, bit_depth, colour_type = struct.unpack(">IIBB", data[16:26])
    return PngHeader(width, height, bit_depth, colour_type)


def check_png(data: bytes) -> PngHeader:
    """Walk all chunks of a PNG file: lengths, checksums, and the end mark.

    Args:
        data: The whole file; bytes after the end mark are allowed.

    Returns:
        The header.

    Raises:
        ValueError: The file is cut, or a chunk that pixels depend on fails its checksum.
    """
    header = read_png_header(data)
    frames = 1
    position = len(SIGNATURE)
    while True:
        if position + 12 > len(data):
            raise ValueError("it is cut: its end mark is missing")
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise ValueError("it is cut inside its data")
        if _holds_pixels(kind):
            (stored,) = struct.unpack_from(">I", data, end - 4)
            if zlib.crc32(memoryview(data)[position + 4 : end - 4]) != stored:
                raise ValueError(f"its {kind.decode('latin-1')} data fails its checksum")
        if kind == b"acTL" and length >= 4:
            (frames,) = struct.unpack_from(">I", data, position + 8)
        if kind == b"IEND":
            return PngHeader(header.width, header.height, header.bit_depth, header.colour_type, frames)
        position = end


def _holds_pixels(kind: bytes) -> bool:
    # A capital first letter marks the chunks that no reader may skip; transparency changes pixels too.
    return kind[:1].isupper() or kind == b"tRNS"
