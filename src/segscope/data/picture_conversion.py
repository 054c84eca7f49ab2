"""A decoded picture brought to the format of its data set, where that changes no meaning."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.data.faults import FileFault
from segscope.data.picture_format import PictureFormat
from segscope.data.sample import Picture

# ITU-R BT.601 in 16-bit fixed point, as Pillow's own conversion to grey.
_LUMA = np.array([19595, 38470, 7471], dtype=np.uint32)
_ROUNDING = np.uint32(1 << 15)


def to_format(stored: NDArray[Any], has_alpha: bool, wanted: PictureFormat, path: Path) -> Picture:
    """Give a decoded picture in the format of its data set.

    Grey becomes three equal channels and three channels become grey; an alpha channel is dropped unless
    the format counts it in; 16 bits keep their high byte in 8.

    Args:
        stored: (H, W, S) uint8 or uint16, as the file holds it.
        has_alpha: The last of the S samples is an alpha channel.
        wanted: The data set's format.
        path: Named in faults.

    Returns:
        (H, W, C) in the wanted type.

    Raises:
        FileFault: ``mixed-channels`` or ``mixed-depths``: the file holds something else.
    """
    samples = stored.shape[2]
    colours = samples - has_alpha
    if samples == wanted.channels:
        picture = stored
    elif colours == wanted.channels:
        picture = stored[..., :colours]
    elif colours == 1 and wanted.channels == 3:
        picture = np.repeat(stored[..., :1], 3, axis=2)
    elif colours == 3 and wanted.channels == 1:
        picture = _grey(stored[..., :3])
    else:
        raise _mixed(path, "mixed-channels", f"it has {colours} channels", f"{wanted.channels}", "channels")
    if picture.dtype == wanted.dtype:
        return np.ascontiguousarray(picture)
    if wanted.bits == 8:
        return (picture >> 8).astype(np.uint8)
    raise _mixed(path, "mixed-depths", "it has 8 bits a channel", "16", "bits")


def _grey(colours: NDArray[Any]) -> NDArray[Any]:
    levels = (colours.astype(np.uint32) @ _LUMA + _ROUNDING) >> np.uint32(16)
    return levels[..., None].astype(colours.dtype)


def _mixed(path: Path, code: str, found: str, wanted: str, setting: str) -> FileFault:
    return FileFault.of(
        path,
        code,
        f"{found} and the pictures are read with {wanted}",
        f"convert the file, or say with data.{setting} what all pictures have",
    )
