"""Image files, of pictures and of masks: opened with care, every damage named.

Five formats are read, by content and not by ending. Nothing but a regular file is ever opened, no
file may declare more than :data:`MAX_PIXELS`, and whatever a decoder trips over becomes a
:class:`~segscope.data.faults.FileFault` with the file's name.
"""

import io
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from segscope.data.faults import FileFault
from segscope.data.png_container import SIGNATURE, PngHeader, check_png

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP")
ENDINGS = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp")
MAX_PIXELS = 89_478_485
"""Largest picture that is read: the size from which Pillow, too, suspects a decompression bomb."""
MAX_BYTES = 1 << 30
_ORIENTATION_TAG = 0x0112


@dataclass(frozen=True, slots=True)
class OpenedImage:
    """An image file whose header was read and checked; the pixels are not decoded yet.

    Attributes:
        path: The file.
        data: Its bytes.
        image: Pillow's lazy image.
        png: The PNG header; None for other formats.
    """

    path: Path
    data: bytes
    image: Image.Image
    png: PngHeader | None

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels, as stored."""
        return self.image.height, self.image.width


def open_image(path: Path) -> OpenedImage:
    """Open an image file and check its header and container.

    Raises:
        FileFault: The file is missing, no regular file, damaged, of another format, too large, or
            holds several pictures.
    """
    return open_bytes(path, read_file(path))


def open_bytes(path: Path, data: bytes) -> OpenedImage:
    """Open an image file whose bytes were read already; see :func:`open_image`."""
    with decoding(path):
        png = check_png(data) if data.startswith(SIGNATURE) else None
        try:
            image = Image.open(io.BytesIO(data), formats=FORMATS)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise too_large(path) from error
        if image.width * image.height > MAX_PIXELS:
            raise too_large(path)
        if image.width == 0 or image.height == 0:
            raise ValueError("it has no pixels")
        _refuse_several(image, png)
    return OpenedImage(path, data, image, png)


def image_size(path: Path) -> tuple[int, int]:
    """Give (height, width) in pixels, as stored, without decoding the pixels.

    Raises:
        FileFault: As :func:`open_image`.
    """
    return open_image(path).size


def byte_pixels(image: Image.Image) -> NDArray[np.uint8]:
    """Give the pixels of an image of mode ``L`` or ``P``, (H, W), read-only.

    Pillow's own way to numpy copies the pixels twice, which takes a third as long as decoding a label map.
    They are shared where Pillow keeps them in one block, as it does up to 16 MiB.

    Example:
        >>> byte_pixels(Image.fromarray(np.array([[1, 2, 3]], dtype=np.uint8)))
        array([[1, 2, 3]], dtype=uint8)
    """
    import pyarrow

    try:
        column = pyarrow.array(image)
    except ValueError:  # several blocks
        return np.asarray(image)
    # Arrow's own to_numpy() imports pandas, which takes longer still.
    shared = np.frombuffer(column.buffers()[1], dtype=np.uint8, count=len(column), offset=column.offset)
    return shared.reshape(image.height, image.width)


def exif_orientation(image: Image.Image) -> int:
    """Give the EXIF orientation, 1 (as stored) to 8; 1 where it is missing or nonsense."""
    try:
        value = image.getexif().get(_ORIENTATION_TAG, 1)
    except (SyntaxError, ValueError, OSError, LookupError, struct.error):
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def read_file(path: Path) -> bytes:
    """Read the bytes of a regular file.

    Raises:
        FileFault: The file is missing, unreadable, empty, larger than 1 GiB, or something else than a
            file (a folder, a pipe, a device).
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise unreadable(path, "it is not a regular file")
        if status.st_size > MAX_BYTES:
            raise unreadable(path, "it is larger than 1 GiB")
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, f"it cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise unreadable(path, f"its name cannot be used ({error})") from error
    if not data:
        raise unreadable(path, "it is empty (0 bytes)")
    return data


def unreadable(path: Path, problem: str) -> FileFault:
    """Make the fault of a file that cannot be read."""
    return FileFault.of(path, "unreadable-file", problem, "replace the file or take it out of the data set")


@contextmanager
def decoding(path: Path) -> Iterator[None]:
    """Turn whatever a decoder raises into a fault that names the file."""
    try:
        yield
    except FileFault:
        raise
    except UnidentifiedImageError as error:
        raise unreadable(path, "its content is no PNG, JPEG, TIFF, WebP or BMP picture") from error
    except MemoryError as error:
        raise unreadable(path, "decoding it needs more memory than there is") from error
    except Exception as error:  # on damaged bytes Pillow's decoders raise almost any type
        raise unreadable(path, _problem(error)) from error


def _problem(error: Exception) -> str:
    text = str(error).strip().rstrip(".")
    return text if text.startswith("it") else f"it cannot be decoded ({text or type(error).__name__})"


def too_large(path: Path) -> FileFault:
    """Make the fault of a picture of too many pixels."""
    return FileFault.of(
        path, "too-large", f"it declares more than {MAX_PIXELS:,} pixels", "cut the picture into tiles"
    )


def _refuse_several(image: Image.Image, png: PngHeader | None) -> None:
    several = png.frames > 1 if png is not None else bool(getattr(image, "is_animated", False))
    if several:
        raise ValueError("it holds several pictures (pages or frames), not one")
