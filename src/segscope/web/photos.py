"""Photos for the browser: 8-bit RGB, encoded anew, so that nothing but pixels leaves the server.

A file's own bytes are never sent: they may hold where and by whom the picture was taken, 16 bits, six
channels, or what only pretends to be a picture.
"""

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.data.faults import FileFault
from segscope.data.picture_files import Size, open_picture, read_picture
from segscope.data.picture_view import rgb_view
from segscope.data.png_container import SIGNATURE
from segscope.engine.byte_budget import ByteBudget
from segscope.files.png import encode_png
from segscope.report.scaling import fit, scale_photo
from segscope.web.kept import Kept
from segscope.web.layers import LayerFiles, is_there, why_no_picture
from segscope.web.refusal import Refusal

Photo = NDArray[np.uint8]
"""(H, W, 3) RGB."""
_EXACT_PIXELS = 1 << 20
"""Photos of lossless files up to here are sent as PNG, the others as JPEG of high quality."""
_LOSSY = ("JPEG", "WEBP")
_MOST_BYTES = 1 << 30
"""Of a decoded picture: a small file may claim to hold a hundred channels."""
_COPIES = 4
"""Decoded copies that reading, turning, stretching and scaling hold at once."""


def photo_answer(kept: Kept, files: LayerFiles, size: int | None) -> tuple[bytes, str]:
    """Give a photo for the browser, encoded; whole, or with its longer side at most ``size``.

    Returns:
        The bytes, and their media type.

    Raises:
        Refusal: The file is gone (404), or cannot be read as a picture (422).
    """
    state = _state(files)
    box = None if size is None else (size, size)

    def make() -> bytes:
        exact = size is None and is_lossless(files.row.image_path)
        return encode_photo(read_photo(files, kept.decoding, box), exact=exact)

    # Another file in the same place is another photo.
    content = kept.pictures.get((files.row.image_path, state, label_size(files), size), make)
    return content, "image/png" if content.startswith(SIGNATURE) else "image/jpeg"


def read_photo(files: LayerFiles, budget: ByteBudget, box: Size | None = None) -> Photo:
    """Read the picture of a sample in the orientation of its label map.

    Args:
        files: The sample's.
        budget: Bounds what is decoded at once in all threads.
        box: (height, width) to scale it into; smaller ones stay as they are.

    Raises:
        Refusal: The file is gone (404), or cannot be read as a picture (422).
    """
    _state(files)
    path = Path(files.row.image_path)
    try:
        opened = open_picture(path)
        decoded = opened.size[0] * opened.size[1] * opened.stored.channels * opened.stored.bits // 8
        if decoded > _MOST_BYTES:
            raise Refusal(422, "unreadable", f"{path} is too large to be shown: cut the picture into tiles.")
        held = _COPIES * decoded
        budget.acquire(held)
        try:
            picture = rgb_view(read_picture(path, lambda: label_size(files), wanted=None))
            size = picture.shape[:2]
            if box is not None and (size[0] > box[0] or size[1] > box[1]):
                picture = scale_photo(picture, fit(size, box))
        finally:
            budget.release(held)
    except FileFault as fault:
        raise Refusal(422, "unreadable", str(fault)) from fault
    return picture


def encode_photo(picture: Photo, *, exact: bool) -> bytes:
    """Encode a photo.

    Args:
        picture: (H, W, 3) uint8.
        exact: As PNG, if it is not too large for that; else as JPEG.
    """
    if exact and picture.shape[0] * picture.shape[1] <= _EXACT_PIXELS:
        return encode_png(picture)
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=95, subsampling=0)
    return stream.getvalue()


def is_lossless(path: str) -> bool:
    """Tell whether a file holds pixels without loss, by its content."""
    try:
        with Image.open(path, formats=_LOSSY):
            return False
    except (OSError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return True


def _state(files: LayerFiles) -> tuple[int, int]:
    """Give size and time of change of the picture's file.

    Raises:
        Refusal: It is gone.
    """
    if files.picture is None or not is_there(files.picture):
        raise Refusal(404, "not_found", why_no_picture(files))
    try:
        state = files.picture.stat()
    except OSError as error:
        raise Refusal(404, "not_found", why_no_picture(files)) from error
    return state.st_size, state.st_mtime_ns


def label_size(files: LayerFiles) -> Size:
    """Give (height, width) of the label map that the workspace keeps; (0, 0) where it keeps none."""
    try:
        with Image.open(files.truth, formats=["PNG"]) as truth:
            return truth.height, truth.width
    except OSError:
        return 0, 0
