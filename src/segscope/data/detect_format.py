"""The format that the pictures of a data set are read in."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from segscope.data.picture_files import stored_format
from segscope.data.picture_format import RGB8, PictureFormat
from segscope.data.sample import Sample

_LOOKED_AT = 12
"""So many pictures of a data set are opened to learn their format."""


def detect_format(
    samples: Mapping[str, tuple[Sample, ...]], channels: int | None = None, bits: int | None = None
) -> PictureFormat:
    """Find the format by a few pictures from all over the data set, where it is not given.

    Grey among colour pictures is read as colour. ``segscope check`` names the files that do not fit.

    Args:
        samples: Samples by split.
        channels: What the user says; None to find out.
        bits: 8 or 16; None to find out.
    """
    if channels is not None and bits is not None:
        return PictureFormat(channels, bits)
    found = [form for path in _spread(samples) if (form := stored_format(path)) is not None]
    return PictureFormat(
        channels or _channels([form.channels for form in found]),
        bits or _most_frequent([form.bits for form in found], RGB8.bits),
    )


def _spread(samples: Mapping[str, tuple[Sample, ...]]) -> list[Path]:
    paths = [sample.image_path for split in samples.values() for sample in split]
    return paths[:: max(1, len(paths) // _LOOKED_AT)]


def _channels(counts: list[int]) -> int:
    if set(counts) == {1, 3}:
        return 3
    return _most_frequent(counts, RGB8.channels)


def _most_frequent(values: list[int], default: int) -> int:
    # Of equally frequent values the largest: it loses nothing.
    return max(Counter(values).items(), key=lambda item: (item[1], item[0]), default=(default, 0))[0]
