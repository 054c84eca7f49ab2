"""TIFF pictures that Pillow cannot hold: many bands, or 16 bits in more than one band.

Their headers are read here; the bands are decoded by the tifffile package (``segscope[tiff]``).
"""

import struct
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.data.faults import FileFault

_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _SAMPLES = 256, 257, 258, 262, 277
_EXTRA_SAMPLES, _SAMPLE_FORMAT = 338, 339
_TYPES = {1: "B", 3: "H", 4: "I", 16: "Q"}
_ALPHA = (1, 2)
_PALETTE, _YCBCR = 3, 6
_MOST_TAGS = 4096


@dataclass(frozen=True, slots=True)
class TiffHeader:
    """What the header of a TIFF says of its first picture.

    Attributes:
        width: Pixels in a row.
        height: Rows.
        samples: Values of a pixel, alpha and further bands included.
        bits: Bits of one value; the largest where they differ.
        has_alpha: The last value is an alpha channel.
        unsigned: The values are unsigned whole numbers.
        photometric: 0 and 1 grey, 2 RGB, 3 palette, 5 CMYK, 6 YCbCr.
    """

    width: int
    height: int
    samples: int
    bits: int
    has_alpha: bool
    unsigned: bool
    photometric: int

    @property
    def needs_tifffile(self) -> bool:
        """Pillow would refuse the picture, drop bands or drop bits."""
        if self.photometric in (_PALETTE, _YCBCR) or self.bits < 8:
            return False
        if self.bits == 8:
            return self.samples - self.has_alpha not in (1, 3) and not self._is_cmyk
        return self.samples > 1

    @property
    def _is_cmyk(self) -> bool:
        return self.photometric == 5 and self.samples == 4


def is_tiff(data: bytes) -> bool:
    """Say whether a file begins as a TIFF or BigTIFF does."""
    return data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def read_tiff_header(data: bytes) -> TiffHeader:
    """Read the first header of a TIFF.

    Args:
        data: The whole file.

    Raises:
        ValueError: The header is damaged.
    """
    try:
        tags = _first_tags(data)
    except (struct.error, KeyError, IndexError) as error:
        raise ValueError("its TIFF header is cut or damaged") from error
    if not (tags.get(_WIDTH) and tags.get(_HEIGHT)):
        raise ValueError("its TIFF header gives no size")
    samples = tags.get(_SAMPLES, (1,))[0]
    extra = tags.get(_EXTRA_SAMPLES, ())
    photometric = tags.get(_PHOTOMETRIC, (1,))[0]
    # RGB with a fourth value and no word of it is RGBA to every program that writes it.
    unsaid = photometric == 2 and samples == 4 and not extra
    return TiffHeader(
        width=tags[_WIDTH][0],
        height=tags[_HEIGHT][0],
        samples=samples,
        bits=max(tags.get(_BITS, (1,))),
        has_alpha=unsaid or bool(extra and extra[-1] in _ALPHA),
        unsigned=set(tags.get(_SAMPLE_FORMAT, (1,))) == {1},
        photometric=photometric,
    )


def decode_tiff(path: Path, data: bytes, header: TiffHeader) -> NDArray[Any]:
    """Decode all bands of a TIFF.

    Args:
        path: Named in faults.
        data: The whole file.
        header: Its header.

    Returns:
        (H, W, samples) uint8 or uint16.

    Raises:
        FileFault: ``missing-package``: what decodes it is not installed.
        ValueError: Its values are neither 8- nor 16-bit whole numbers, it holds several pictures, or it is
            damaged.
    """
    if not header.unsigned or header.bits not in (8, 16):
        raise ValueError(
            f"its {header.samples} bands hold values of {header.bits} bits that are not unsigned whole "
            "numbers of 8 or 16 bits: convert them"
        )
    try:
        tifffile = import_module("tifffile")
    except ImportError:
        kind = f"a TIFF of {header.samples} bands of {header.bits} bits"
        raise _missing_package(path, f"{kind} is read by the package tifffile") from None
    with tifffile.TiffFile(BytesIO(data)) as file:
        pages = [page for page in file.pages if not page.is_reduced]
        if len(pages) != 1:
            raise ValueError("it holds several pictures (pages), not one")
        page = pages[0]
        try:
            bands: NDArray[Any] = page.asarray()
        except KeyError as error:  # the package's way to name a compression that it needs help with
            raise _missing_package(path, str(error.args[0])) from error
        return np.moveaxis(bands, 0, -1) if page.axes == "SYX" else bands.reshape(*bands.shape[:2], -1)


def _missing_package(path: Path, problem: str) -> FileFault:
    return FileFault.of(path, "missing-package", problem, "pip install 'segscope[tiff]'")


def _first_tags(data: bytes) -> dict[int, tuple[int, ...]]:
    """Read the whole-number tags of the first directory."""
    order = "<" if data[:2] == b"II" else ">"
    big = struct.unpack_from(f"{order}H", data, 2)[0] == 43
    start = struct.unpack_from(f"{order}{'Q' if big else 'I'}", data, 8 if big else 4)[0]
    count = struct.unpack_from(f"{order}{'Q' if big else 'H'}", data, start)[0]
    entry, start = (20, start + 8) if big else (12, start + 2)
    tags = {}
    for position in range(start, start + entry * min(count, _MOST_TAGS), entry):
        number, kind, length = struct.unpack_from(f"{order}HH{'Q' if big else 'I'}", data, position)
        if kind not in _TYPES or length > _MOST_TAGS:
            continue
        layout = f"{order}{length}{_TYPES[kind]}"
        inline = struct.calcsize(layout) <= (8 if big else 4)
        place = position + (12 if big else 8)
        if not inline:
            place = struct.unpack_from(f"{order}{'Q' if big else 'I'}", data, place)[0]
        tags[number] = struct.unpack_from(layout, data, place)
    return tags
