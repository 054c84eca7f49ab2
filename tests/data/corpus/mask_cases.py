"""Mask files, good and bad, each with what a reader must make of it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.data.corpus.raw_png import (
    GREY,
    GREY_ALPHA,
    PALETTE,
    RGB,
    RGBA,
    SIGNATURE,
    chunk,
    header,
    interlaced_png,
    palette,
    png,
)
from tests.data.corpus.raw_tiff import big_tiff, tiff

IDS = np.array([[0, 1, 2, 3, 3, 0], [1, 1, 2, 2, 0, 0], [3, 0, 1, 2, 3, 1], [0, 0, 0, 1, 1, 1]], np.uint8)
"""Four rows of six pixels, ids 0 to 3."""
BITS = (IDS > 1).astype(np.uint8)
COLOURS = [(10, 20, 30), (200, 0, 0), (0, 200, 0), (0, 0, 200)]


@dataclass(frozen=True)
class MaskCase:
    """One mask file: either the ids that it truly holds, or the code of the finding."""

    name: str
    content: bytes
    ids: NDArray[Any] | None = None
    code: str = ""
    file_name: str = "a.png"


def saved(image: Image.Image, format_name: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_name, **options)
    return buffer.getvalue()


def good_masks() -> Iterator[MaskCase]:
    """Files whose ids can be trusted; the truth is what was written, bit by bit."""
    yield MaskCase("grey-8", png(IDS), IDS)
    yield MaskCase("grey-4", png(IDS, 4), IDS)
    yield MaskCase("grey-2", png(IDS, 2), IDS)
    yield MaskCase("grey-1", png(BITS, 1), BITS)
    yield MaskCase("grey-16", png(IDS.astype(np.uint16) + 298, 16), IDS.astype(np.uint16) + 298)
    for depth in (8, 4, 2):
        yield MaskCase(f"palette-{depth}", png(IDS, depth, PALETTE, palette(COLOURS)), IDS)
    yield MaskCase("palette-1", png(BITS, 1, PALETTE, palette(COLOURS[:2])), BITS)
    transparent = chunk(b"tRNS", bytes([0, 255, 255]))
    yield MaskCase("palette-trns", png(IDS, 8, PALETTE, palette(COLOURS), transparent), IDS)
    yield MaskCase("grey-trns", png(IDS, 8, GREY, chunk(b"tRNS", b"\0\0")), IDS)
    yield MaskCase("interlaced", interlaced_png(IDS), IDS)
    yield MaskCase("equal-channels", png(np.repeat(IDS[..., None], 3, 2), 8, RGB), IDS)
    opaque = np.full_like(IDS, 255)
    yield MaskCase("rgba-opaque", png(np.stack([IDS, IDS, IDS, opaque], 2), 8, RGBA), IDS)
    yield MaskCase("grey-alpha-opaque", png(np.stack([IDS, opaque], 2), 8, GREY_ALPHA), IDS)
    yield MaskCase("bytes-after-the-end", png(IDS) + b"trailing", IDS)
    yield MaskCase(
        "1-x-50000", png(np.arange(50_000, dtype=np.uint16)[None] % 4), np.arange(50_000)[None] % 4
    )
    yield MaskCase("tiff-8", tiff(IDS.tobytes(), 6, 4), IDS, file_name="a.tif")
    wide = IDS.astype("<u2") + 298
    yield MaskCase("tiff-16", tiff(wide.tobytes(), 6, 4, bits=16), wide, file_name="a.tiff")
    wider = IDS.astype("<i4") + 298
    content = tiff(wider.tobytes(), 6, 4, bits=32, sample_format=2)
    yield MaskCase("tiff-32", content, wider, file_name="a.tif")
    nibbles = (IDS[:, ::2] << 4 | IDS[:, 1::2]).tobytes()
    yield MaskCase("tiff-4", tiff(nibbles, 6, 4, bits=4), IDS, file_name="a.tif")
    yield MaskCase("big-tiff", big_tiff(IDS), IDS, file_name="a.tif")
    paletted = Image.fromarray(IDS)
    paletted.putpalette([value for colour in COLOURS for value in colour])
    yield MaskCase("tiff-palette", saved(paletted, "TIFF"), IDS, file_name="a.tif")
    yield MaskCase("bmp-palette", saved(paletted, "BMP"), IDS, file_name="a.bmp")
    yield MaskCase("bmp-grey", saved(Image.fromarray(IDS), "BMP"), IDS, file_name="a.bmp")
    grey = Image.fromarray(np.repeat(IDS[..., None], 3, 2))
    yield MaskCase("webp-lossless", saved(grey, "WEBP", lossless=True), IDS, file_name="a.webp")


def damaged_masks() -> Iterator[MaskCase]:
    """Files that no reader may give ids for."""
    whole = png(IDS)
    for size in (1, 8, 20, 33, 50, len(whole) // 2, len(whole) - 12, len(whole) - 4, len(whole) - 1):
        yield MaskCase(f"cut-at-{size}", whole[:size], code="unreadable-file")
    yield MaskCase("empty", b"", code="unreadable-file")
    yield MaskCase("wrong-magic", b"\0" + whole[1:], code="unreadable-file")
    yield MaskCase("html", b"<!doctype html><title>404</title>", code="unreadable-file")
    yield MaskCase("gif", saved(Image.fromarray(IDS), "GIF"), code="unreadable-file")
    data_at = whole.index(b"IDAT")
    for name, position in (("pixels", data_at + 12), ("header", 17), ("checksum", data_at + 30)):
        flipped = bytearray(whole)
        flipped[min(position, len(whole) - 14)] ^= 1
        yield MaskCase(f"flipped-bit-in-{name}", bytes(flipped), code="unreadable-file")
    bomb = SIGNATURE + header(100_000, 100_000) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    yield MaskCase("100000-x-100000", bomb, code="too-large")
    warned = SIGNATURE + header(10_000, 9_000) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    yield MaskCase("10000-x-9000", warned, code="too-large")
    for width, height in ((0, 0), (0, 4), (6, 0)):
        nothing = SIGNATURE + header(width, height) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
        yield MaskCase(f"{width}-x-{height}", nothing, code="unreadable-file")
    no_pixels = SIGNATURE + header(6, 4) + chunk(b"IEND", b"")
    yield MaskCase("no-pixel-data", no_pixels, code="unreadable-file")
    several = [Image.fromarray(IDS), Image.fromarray(3 - IDS)]
    animated = saved(several[0], "PNG", save_all=True, append_images=several[1:])
    yield MaskCase("animated", animated, code="unreadable-file")
    yield MaskCase("two-pages", tiff(IDS.tobytes(), 6, 4, pages=2), code="unreadable-file", file_name="a.tif")
    yield MaskCase("cut-tiff", tiff(IDS.tobytes(), 6, 4)[:-5], code="unreadable-file", file_name="a.tif")
    yield MaskCase("too-much-text", _text_bomb(), code="unreadable-file")


def masks_without_ids() -> Iterator[MaskCase]:
    """Sound files whose pixels are no ids, or not for certain."""
    image = Image.fromarray(np.repeat(IDS[..., None], 3, 2))
    yield MaskCase("jpeg", saved(image, "JPEG"), code="lossy-mask", file_name="a.jpg")
    yield MaskCase("jpeg-named-png", saved(image, "JPEG"), code="lossy-mask")
    yield MaskCase("webp-lossy", saved(image, "WEBP"), code="lossy-mask", file_name="a.webp")
    rgba = image.convert("RGBA")
    rgba.putpixel((0, 0), (0, 0, 0, 7))
    yield MaskCase("webp-lossy-alpha", saved(rgba, "WEBP"), code="lossy-mask", file_name="a.webp")
    jpeg_tiff = saved(image.resize((16, 16)), "TIFF", compression="jpeg")
    yield MaskCase("tiff-of-jpeg", jpeg_tiff, code="lossy-mask", file_name="a.tif")
    colours = np.array(COLOURS, np.uint8)[IDS]
    yield MaskCase("colours", png(colours, 8, RGB), code="colour-mask")
    yield MaskCase("colours-16", png(colours.astype(np.uint16) * 257, 16, RGB), code="colour-mask")
    veiled = np.where(IDS == 0, 0, 255).astype(np.uint8)
    yield MaskCase(
        "rgba-transparent", png(np.stack([IDS, IDS, IDS, veiled], 2), 8, RGBA), code="unreadable-file"
    )
    yield MaskCase("grey-alpha", png(np.stack([IDS, veiled], 2), 8, GREY_ALPHA), code="unreadable-file")
    wide = np.stack([IDS.astype(np.uint16) + 298, np.full(IDS.shape, 65535, np.uint16)], 2)
    yield MaskCase("grey-alpha-16", png(wide, 16, GREY_ALPHA), code="unreadable-file")
    floats = saved(Image.fromarray(IDS.astype(np.float32)), "TIFF")
    yield MaskCase("tiff-float", floats, code="unreadable-file", file_name="a.tif")
    inverted = tiff(IDS.tobytes(), 6, 4, photometric=0)
    yield MaskCase("tiff-white-is-zero", inverted, code="unreadable-file", file_name="a.tif")
    cmyk = saved(image.convert("CMYK"), "TIFF")
    yield MaskCase("tiff-cmyk", cmyk, code="unreadable-file", file_name="a.tif")
    signed = tiff((IDS.astype(np.int8) - 1).tobytes(), 6, 4, sample_format=2)
    yield MaskCase("tiff-negative", signed, code="foreign-ids", file_name="a.tif")


def _text_bomb() -> bytes:
    import zlib

    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"0" * (2 << 20), 9))
    return png(IDS, 8, GREY, text)
