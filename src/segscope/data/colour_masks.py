"""The reader of pictures with RGB colour masks, decoded by the class file's colour table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from segscope.data.faults import FileFault
from segscope.data.finding import Finding
from segscope.data.mask_files import ColourCodes, read_colour_codes
from segscope.data.mask_folder import hash_masks, mask_path
from segscope.data.mask_pictures import MaskPictures
from segscope.data.picture_format import RGB8, PictureFormat
from segscope.data.sample import Sample
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.palette import Colour
from segscope.errors import ConfigError


@dataclass(frozen=True)
class ColourMasks(MaskPictures):
    """A data set of picture files with colour masks of the same stem; see ``Dataset`` for the contract.

    Attributes:
        root: The data set's folder.
        class_set: Names, ids, roles, and the colours that the masks hold.
        ignore_colour: The colour of pixels that no score counts, or None.
        samples: The samples of each split, sorted by id.
        findings: What was wrong with names and pairs.
        picture_format: Channels and bits of all pictures that are given.

    Raises:
        ConfigError: One colour stands for two classes, or for a class and for ignored pixels.
    """

    root: Path
    class_set: ClassSet
    ignore_colour: Colour | None
    samples: Mapping[str, tuple[Sample, ...]]
    findings: tuple[Finding, ...]
    picture_format: PictureFormat = RGB8

    def __post_init__(self) -> None:
        _refuse_shared_colours(self.root, self.class_set, self.ignore_colour)

    @property
    def layout(self) -> str:
        """``colour-masks``."""
        return "colour-masks"

    def with_pictures(self, picture_format: PictureFormat) -> Self:
        """Give the same data set with its pictures read in another format."""
        return replace(self, picture_format=picture_format)

    def read_label_map(self, sample: Sample) -> LabelMap:
        """Read the label map as (H, W) class indices with ``class_set.ignore`` for ignored pixels.

        Raises:
            FileFault: ``off-palette`` where a colour belongs to no class; or the mask cannot be read.
            DataError: The sample has no ground truth.
        """
        path = mask_path(sample)
        codes = read_colour_codes(path)
        table = _colour_table(self.class_set, self.ignore_colour)
        encoded = table.take(codes)
        off_palette = encoded == np.iinfo(table.dtype).max - 1
        if off_palette.any():
            raise _off_palette(path, codes[off_palette], codes.size)
        if table.dtype == self.class_set.dtype:
            return encoded
        ignored = encoded == np.iinfo(table.dtype).max
        return np.where(ignored, self.class_set.ignore, encoded).astype(self.class_set.dtype)

    def label_source_hash(self) -> str:
        """Hash the mask files, the samples' names, and the colours that give them meaning."""
        meaning = {"colours": self.class_set.colours, "ignore_colour": self.ignore_colour}
        return hash_masks(self.samples, {"layout": self.layout, **meaning})


def pack_colour(colour: Colour) -> int:
    """Pack an 8-bit RGB colour into ``0xRRGGBB``."""
    red, green, blue = colour
    return red << 16 | green << 8 | blue


def _refuse_shared_colours(root: Path, class_set: ClassSet, ignore_colour: Colour | None) -> None:
    """Refuse a colour with two meanings; index masks may share colours, here they are the labels."""
    owners: dict[Colour, str] = {}
    for name, colour in zip(class_set.names, class_set.colours, strict=True):
        shared = f"{root}: the masks hold colours, but #{pack_colour(colour):06x} is both the colour of class"
        if colour in owners:
            raise ConfigError(
                f"{shared} {owners[colour]!r} and of class {name!r}: give each its own in the class file."
            )
        if colour == ignore_colour:
            raise ConfigError(
                f"{shared} {name!r} and the `ignore_colour`: change one of them in the class file."
            )
        owners[colour] = name


@lru_cache(maxsize=4)
def _colour_table(class_set: ClassSet, ignore_colour: Colour | None) -> NDArray[Any]:
    # One entry for each of the 2^24 colours: one look-up a pixel, however many classes there are. The
    # last two values stand for "ignored" and "off palette".
    dtype = np.uint8 if class_set.num_classes <= 254 else np.uint16
    last = np.iinfo(dtype).max
    table = np.full(1 << 24, last - 1, dtype=dtype)
    if ignore_colour is not None:
        table[pack_colour(ignore_colour)] = last
    table[[pack_colour(colour) for colour in class_set.colours]] = np.arange(class_set.num_classes)
    table.flags.writeable = False
    return table


def _off_palette(path: Path, strays: ColourCodes, total: int) -> FileFault:
    values, pixels = np.unique(strays, return_counts=True)
    most = np.argsort(-pixels, kind="stable")[:3]
    shown = ", ".join(f"#{int(values[i]):06x} ({int(pixels[i])} px)" for i in most)
    more = f" and {len(values) - 3} more colours" if len(values) > 3 else ""
    share = 100 * strays.size / total
    return FileFault.of(
        path,
        "off-palette",
        f"{strays.size} pixels ({share:.2g} %) have colours of no class: {shown}{more}",
        "add the colours to the class file (`ignore_colour:` for those that no score counts), or export the "
        "mask without smoothing, resizing or lossy compression",
    )
