"""Small words that all findings are made of."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from segscope.data.check.sample_facts import SampleFacts
from segscope.data.faults import FileFault, relative_name


def by_count(count: int, noun: str) -> str:
    """Count a noun.

    Example:
        >>> by_count(1, "mask"), by_count(2, "mask")
        ('1 mask', '2 masks')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def shown_ids(pixels: Counter[int], most: int = 6) -> str:
    """List ids with their pixels, the most frequent first.

    Example:
        >>> shown_ids(Counter({255: 1200, 7: 3}))
        '255 (1,200 px), 7 (3 px)'
    """
    shown = ", ".join(f"{value} ({count:,} px)" for value, count in pixels.most_common(most))
    return shown + (f" and {len(pixels) - most} more" if len(pixels) > most else "")


def files_of(faults: Iterable[FileFault], root: str) -> tuple[str, ...]:
    """Name the files of faults."""
    return tuple(relative_name(fault.path, root) for fault in faults if fault.path is not None)


def pictures_of(facts: Iterable[SampleFacts], root: str) -> tuple[str, ...]:
    """Name the picture files of samples."""
    return tuple(relative_name(one.sample.image_path, root) for one in facts)


def masks_of(facts: Iterable[SampleFacts], root: str) -> tuple[str, ...]:
    """Name the mask files of samples; their pictures where label maps have no file of their own."""
    return tuple(
        relative_name(one.sample.label if isinstance(one.sample.label, Path) else one.sample.image_path, root)
        for one in facts
    )
