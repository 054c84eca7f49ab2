"""Which reader the masks of a data set need: that of ids, or that of colours."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from segscope.config.class_file import ClassFile
from segscope.data.colour_masks import ColourMasks, pack_colour
from segscope.data.faults import FileFault
from segscope.data.finding import Finding
from segscope.data.mask_files import holds_colours, mask_kind
from segscope.data.mask_folder import MaskFolder
from segscope.data.sample import Sample
from segscope.errors import DataError

Samples = Mapping[str, tuple[Sample, ...]]
_LOOKED_AT = 12
"""So many masks of a data set are opened to tell colour masks from index masks."""


def choose_mask_reader(
    root: Path, samples: Samples, findings: tuple[Finding, ...], class_file: ClassFile
) -> MaskFolder | ColourMasks:
    """Give the reader that the masks need, by the pixels of a few of them.

    Args:
        root: The folder that the reader is named after.
        samples: Samples by split, whose ``label`` is a mask file or None.
        findings: What was found on the way to the samples.
        class_file: The classes.

    Raises:
        DataError: The masks hold colours, and the class file gives none.
        ConfigError: One colour stands for two classes, or for a class and for ignored pixels.
    """
    if not _has_colours(samples, class_file):
        return MaskFolder(root, class_file.class_set, samples, findings)
    if not class_file.has_colours:
        raise DataError(
            f"{root}: the masks hold colours, and the class file gives none: "
            "add `colour: [r, g, b]` to every class."
        )
    return ColourMasks(root, class_file.class_set, class_file.ignore_colour, samples, findings)


def spread_masks(samples: Samples) -> list[Path]:
    """Give a few mask files from all over the data set."""
    masks = [sample.label for split in samples.values() for sample in split if sample.label is not None]
    return masks[:: max(1, len(masks) // _LOOKED_AT)]


def _has_colours(samples: Samples, class_file: ClassFile) -> bool:
    votes = Counter(_is_colour_mask(mask, class_file) for mask in spread_masks(samples))
    return votes[True] > votes[False]


def _is_colour_mask(path: Path, class_file: ClassFile) -> bool | None:
    """Say what one mask is evidence of: colours, ids, or (None) neither."""
    try:
        if not class_file.has_colours:
            return holds_colours(path)
        kind, values = mask_kind(path)
    except FileFault:
        return None
    if kind == "colour":
        return True
    class_set = class_file.class_set
    table = {pack_colour(colour) for colour in class_set.colours}
    if class_file.ignore_colour is not None:
        table.add(pack_colour(class_file.ignore_colour))
    if kind == "palette":
        # Only where the class file names its colours; other palettes are decoration.
        return values <= table
    if not {value * 0x010101 for value in values} <= table:
        return False
    # Grey that is a class's colour and a class's id at once, such as an all-black mask, says nothing.
    return None if values <= {*class_set.ids, class_set.ignore_id} else True
