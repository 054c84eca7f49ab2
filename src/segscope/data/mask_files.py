"""Mask files: the ids (or colours) exactly as they are stored, or a named fault.

Pillow's own conversions change ids in silence: ``convert("L")`` clips 16-bit ids to 255 and turns a
palette's ids into the grey of its colours, and opening a 2- or 4-bit grey PNG multiplies its ids by 85
or 17. Nothing here converts before the ids are safe.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.data.faults import FileFault
from segscope.data.image_files import OpenedImage, byte_pixels, decoding, open_image

FileIds = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.int32]
ColourCodes = NDArray[np.uint32]

_GREY_SCALE = {1: 255, 2: 85, 4: 17}
_TIFF_BITS, _TIFF_COMPRESSION, _TIFF_PHOTOMETRIC, _TIFF_SAMPLE_FORMAT = 258, 259, 262, 339
_LOSSY_TIFF = (6, 7, 34892, 50001)  # old and new JPEG, lossy DNG JPEG, WebP
_ALPHA_MODES = ("LA", "PA", "RGBA", "La", "RGBa")


def read_index_mask(path: Path) -> FileIds:
    """Read the ids of an index mask.

    Grey PNG and TIFF of 1 to 16 bits, palette files (the index counts, not the colour), 32-bit TIFF,
    BMP, and RGB files whose three channels are equal are read; an alpha channel must be opaque.

    Args:
        path: The mask file.

    Returns:
        (H, W) ids as stored: uint8, uint16, or int32 where the file is signed or wider; it may be read-only.

    Raises:
        FileFault: ``lossy-mask`` for JPEG and lossy WebP, ``colour-mask`` where the file holds colours,
            ``unreadable-file`` for damage and for pixel types that hold no ids.
    """
    opened = _open_lossless(path)
    with decoding(path):
        opened.image.load()
        image = _without_alpha(opened)
        if image.mode == "RGB":
            return _ids_of_equal_channels(path, image)
        return _ids(opened, image)


def read_colour_codes(path: Path) -> ColourCodes:
    """Read the colours of a colour mask, each packed into one number ``0xRRGGBB``.

    Args:
        path: The mask file: RGB, opaque RGBA, palette (its colours count) or 8-bit grey.

    Returns:
        (H, W) uint32.

    Raises:
        FileFault: As :func:`read_index_mask`.
    """
    opened = _open_lossless(path)
    with decoding(path):
        opened.image.load()
        if opened.png is not None and opened.png.bit_depth == 16:
            raise ValueError("it has 16 bits a channel, and class colours have 8")
        image = _without_alpha(opened)
        if image.mode not in ("RGB", "P", "L", "1"):
            raise ValueError(f"its pixels are of type {image.mode!r}, not colours")
        rgb = image.convert("RGB")
        packed = np.frombuffer(rgb.tobytes("raw", "BGRX"), dtype="<u4").reshape(rgb.height, rgb.width)
        codes: ColourCodes = packed & np.uint32(0xFFFFFF)
        return codes


def mask_kind(path: Path) -> tuple[str, frozenset[int]]:
    """Say how a mask file stores its classes, and with which ids or colours.

    Returns:
        ``("index", ids)`` for grey, ``("palette", colour codes in use)``, or
        ``("colour", colour codes in use)``; RGB files with three equal channels are ``index``.

    Raises:
        FileFault: As :func:`read_index_mask`.
    """
    mode = _open_lossless(path).image.mode
    if mode == "P":
        return "palette", _values(read_colour_codes(path))
    try:
        return "index", _values(read_index_mask(path))
    except FileFault as fault:
        if fault.code != "colour-mask":
            raise
        return "colour", _values(read_colour_codes(path))


def holds_colours(path: Path) -> bool:
    """Tell whether a mask file holds colours that are no ids; most files answer by their header alone.

    Raises:
        FileFault: As :func:`read_index_mask`.
    """
    if _open_lossless(path).image.mode not in ("RGB", "RGBA", "RGBa"):
        return False
    try:
        read_index_mask(path)
    except FileFault as fault:
        if fault.code != "colour-mask":
            raise
        return True
    return False


def _values(array: NDArray[Any]) -> frozenset[int]:
    if array.dtype == np.uint8:  # several times as fast as sorting
        return frozenset(np.flatnonzero(np.bincount(array.ravel(), minlength=256)).tolist())
    return frozenset(int(value) for value in np.unique(array))


def _open_lossless(path: Path) -> OpenedImage:
    opened = open_image(path)
    if not _is_lossy(opened):
        return opened
    name = opened.image.format
    named_otherwise = name == "JPEG" and path.suffix.lower() not in (".jpg", ".jpeg")
    problem = f"the mask is a {name} file{f' named {path.suffix}' if named_otherwise else ''}"
    raise FileFault.of(
        path,
        "lossy-mask",
        f"{problem}, and lossy compression changes ids along every border",
        "export the mask again as PNG; renaming or converting this file does not bring the ids back",
    )


def _is_lossy(opened: OpenedImage) -> bool:
    image = opened.image
    if image.format == "TIFF":
        return _tiff_tag(image, _TIFF_COMPRESSION, 1) in _LOSSY_TIFF
    if image.format == "WEBP":
        return b"VP8 " in opened.data[12:16] or (
            opened.data[12:16] == b"VP8X" and _first_webp_frame(opened.data) == b"VP8 "
        )
    return image.format == "JPEG"


def _first_webp_frame(data: bytes) -> bytes:
    position = 12
    while position + 8 <= len(data):
        kind = data[position : position + 4]
        if kind in (b"VP8 ", b"VP8L"):
            return kind
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        position += 8 + length + (length & 1)
    return b""


def _without_alpha(opened: OpenedImage) -> Image.Image:
    image = opened.image
    if image.mode not in _ALPHA_MODES:
        return image
    if opened.png is not None and opened.png.bit_depth == 16:
        raise ValueError("it has 16 bits and an alpha channel: save it without the alpha channel")
    if image.getchannel(len(image.getbands()) - 1).getextrema() != (255, 255):
        raise ValueError("it has transparent pixels, which say no class: save it without alpha channel")
    if image.mode == "PA":
        raise ValueError("it mixes a palette and an alpha channel: save it without alpha channel")
    return image.getchannel(0) if image.mode in ("LA", "La") else image.convert("RGB")


def _ids_of_equal_channels(path: Path, image: Image.Image) -> FileIds:
    channels = np.asarray(image)
    ids = channels[..., 0]
    if (ids == channels[..., 1]).all() and (ids == channels[..., 2]).all():
        return np.ascontiguousarray(ids)
    raise FileFault.of(
        path,
        "colour-mask",
        "the mask holds colours, not ids",
        "give the colour of each class in the class file (`colour: [r, g, b]`), or save index masks",
    )


def _ids(opened: OpenedImage, image: Image.Image) -> FileIds:
    if image.format == "TIFF":
        _check_tiff(image)
    if image.mode == "1":
        return np.array(image, dtype=np.uint8)
    if image.mode == "P":
        return byte_pixels(image)
    if image.mode == "L":
        return _unscaled(opened, byte_pixels(image))
    if image.mode.startswith("I;16"):
        return np.array(image).astype(np.uint16)
    if image.mode == "I":
        return np.array(image)
    raise ValueError(
        f"its pixels are of type {image.mode!r}, which holds no ids: save it as 8- or 16-bit PNG"
    )


def _unscaled(opened: OpenedImage, grey: NDArray[np.uint8]) -> FileIds:
    """Undo the stretching of 2- and 4-bit grey to 0 … 255, and the loss of an 8-bit sign."""
    image = opened.image
    bits = 8
    if opened.png is not None and opened.png.colour_type in (0, 4):
        bits = opened.png.bit_depth
    elif image.format == "TIFF":
        bits = _tiff_tag(image, _TIFF_BITS, 8)
        if _tiff_tag(image, _TIFF_SAMPLE_FORMAT, 1) == 2:
            return grey.view(np.int8).astype(np.int32)
    return grey // np.uint8(_GREY_SCALE[bits]) if bits in _GREY_SCALE else grey


def _check_tiff(image: Image.Image) -> None:
    if image.mode in ("1", "L", "I;16") and _tiff_tag(image, _TIFF_PHOTOMETRIC, 1) == 0:
        raise ValueError("it stores inverted grey (WhiteIsZero), so that ids are ambiguous: save it as PNG")


def _tiff_tag(image: Image.Image, tag: int, default: int) -> int:
    tags = getattr(image, "tag_v2", {})
    value = tags.get(tag, default)
    return int(value[0] if isinstance(value, tuple) else value)
