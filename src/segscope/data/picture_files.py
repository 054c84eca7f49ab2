"""Pictures: read whole, with all their channels and bits, in the format of their data set."""

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.data.faults import FileFault
from segscope.data.image_files import (
    FORMATS,
    MAX_PIXELS,
    OpenedImage,
    decoding,
    exif_orientation,
    open_bytes,
    read_file,
    too_large,
    unreadable,
)
from segscope.data.picture_conversion import to_format
from segscope.data.picture_format import RGB8, PictureFormat
from segscope.data.png16 import decode_png16
from segscope.data.sample import Picture
from segscope.data.tiff_pictures import TiffHeader, decode_tiff, is_tiff, read_tiff_header

Size = tuple[int, int]

_ALPHA_MODES = ("LA", "La", "RGBA", "RGBa", "PA")
_GREY_MODES = ("1", "L", "LA", "La")
_RGB_MODES = ("RGB", "P", "PA", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr")
_PNG_GREY, _PNG_ALPHA = (0, 4), (4, 6)


@dataclass(frozen=True, slots=True)
class OpenedPicture:
    """A picture file whose header was read; the pixels are not decoded yet.

    Attributes:
        path: The file.
        data: Its bytes.
        source: What decodes it: Pillow's lazy image, or the header of a TIFF that Pillow cannot hold.
        stored: Channels and bits of the file, without an alpha channel.
        has_alpha: The file holds an alpha channel, too.
    """

    path: Path
    data: bytes
    source: OpenedImage | TiffHeader
    stored: PictureFormat
    has_alpha: bool

    @property
    def size(self) -> Size:
        """(height, width) in pixels, as stored."""
        if isinstance(self.source, TiffHeader):
            return self.source.height, self.source.width
        return self.source.size

    @property
    def orientation(self) -> int:
        """The EXIF orientation, 1 (as stored) to 8."""
        return 1 if isinstance(self.source, TiffHeader) else exif_orientation(self.source.image)


def open_picture(path: Path) -> OpenedPicture:
    """Open a picture file and check its header and container.

    Raises:
        FileFault: The file is missing, no regular file, damaged, of another format, too large, holds
            several pictures, or holds values that are neither 8- nor 16-bit whole numbers.
    """
    data = read_file(path)
    with decoding(path):
        if is_tiff(data):
            header = read_tiff_header(data)
            if header.needs_tifffile:
                if header.width * header.height > MAX_PIXELS:
                    raise too_large(path)
                form = PictureFormat(header.samples - header.has_alpha, header.bits)
                return OpenedPicture(path, data, header, form, header.has_alpha)
        opened = open_bytes(path, data)
        return OpenedPicture(path, data, opened, *_stored_format(opened))


def read_picture(
    path: Path, label_size: Callable[[], Size] | None = None, wanted: PictureFormat | None = RGB8
) -> Picture:
    """Read a picture in the format of its data set, in the orientation that its label map has.

    The pixels are given as they are stored. Only where the stored size does not agree with the label
    map and the EXIF orientation makes it agree, the picture is turned.

    Args:
        path: The picture file.
        label_size: Gives (height, width) of the label map; asked only where an EXIF orientation
            would change the size. None keeps the stored orientation.
        wanted: Channels and bits, see :func:`~segscope.data.picture_conversion.to_format`; None keeps those
            of the file.

    Returns:
        (H, W, C) uint8 or uint16; writable, and the caller's own.

    Raises:
        FileFault: The file cannot be read as a picture, or holds other channels or bits.
    """
    opened = open_picture(path)
    with decoding(path):
        stored = _oriented(_decode(opened), opened, label_size)
        return to_format(stored, opened.has_alpha, wanted or opened.stored, path)


def possible_sizes(path: Path) -> list[Size]:
    """Give (height, width) as stored, and as turned by EXIF where that differs; reads headers only.

    Raises:
        FileFault: The file cannot be read as a picture.
    """
    with decoding(path):
        if not stat.S_ISREG(path.stat().st_mode):
            raise unreadable(path, "it is not a regular file")
        with path.open("rb") as file:
            if is_tiff(file.read(4)):
                return [open_picture(path).size]
        with Image.open(path, formats=FORMATS) as image:
            stored = image.height, image.width
            # Orientations 5 to 8 swap height and width.
            return [stored, stored[::-1]] if exif_orientation(image) >= 5 else [stored]


def stored_format(path: Path) -> PictureFormat | None:
    """Give channels and bits of a file, without its alpha channel; None where it cannot be read."""
    try:
        return open_picture(path).stored
    except FileFault:
        return None


def _stored_format(opened: OpenedImage) -> tuple[PictureFormat, bool]:
    mode, png = opened.image.mode, opened.png
    if png is not None and png.bit_depth == 16:
        return PictureFormat(1 if png.colour_type in _PNG_GREY else 3, 16), png.colour_type in _PNG_ALPHA
    if mode.startswith("I;16"):
        return PictureFormat(1, 16), False
    if mode not in _GREY_MODES + _RGB_MODES:
        raise ValueError(f"its pixels are of type {mode!r}, not grey or colour of 8 or 16 bits")
    has_alpha = mode in _ALPHA_MODES or (mode == "P" and "transparency" in opened.image.info)
    return PictureFormat(1 if mode in _GREY_MODES else 3, 8), has_alpha


def _decode(opened: OpenedPicture) -> NDArray[Any]:
    """Give (H, W, S) with all stored samples, alpha last."""
    if isinstance(opened.source, TiffHeader):
        return decode_tiff(opened.path, opened.data, opened.source)
    image, png = opened.source.image, opened.source.png
    if opened.stored.bits == 16 and png is not None and png.colour_type != 0:
        return decode_png16(opened.data, png)
    image.load()
    if opened.stored.bits == 16:
        return np.asarray(image).astype(np.uint16)[..., None]
    if opened.stored.channels == 1:
        grey = np.array(image.convert("LA" if opened.has_alpha else "L"))
        return grey if opened.has_alpha else grey[..., None]
    wanted = "RGBA" if opened.has_alpha else "RGB"
    return np.array(image if image.mode == wanted else image.convert(wanted))


def _oriented(
    stored: NDArray[Any], opened: OpenedPicture, label_size: Callable[[], Size] | None
) -> NDArray[Any]:
    # Orientations 5 to 8 swap height and width; the others never change whether the sizes agree.
    orientation = opened.orientation
    if label_size is None or orientation < 5:
        return stored
    wanted, size = label_size(), stored.shape[:2]
    if wanted == size or wanted != size[::-1]:
        return stored
    mirrored = stored.swapaxes(0, 1)
    return {
        5: mirrored,
        6: mirrored[:, ::-1],
        7: mirrored[::-1, ::-1],
        8: mirrored[::-1],
    }[orientation]
