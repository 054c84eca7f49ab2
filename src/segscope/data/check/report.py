"""What a check found: figures for each split and class, and findings with files and remedies."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from segscope.data.channel_statistics import ChannelStatistics
from segscope.data.finding import Finding, Severity
from segscope.data.picture_format import RGB8, PictureFormat
from segscope.engine.class_set import ClassSet


@dataclass(frozen=True, slots=True)
class ClassReport:
    """One class in one split.

    Attributes:
        name: The class.
        pixels: Its pixels in all label maps that could be read.
        images: Pictures that show it.
        objects: Its 8-connected components.
        example: Id of the sample with most of its pixels; None where the class is absent.
    """

    name: str
    pixels: int
    images: int
    objects: int
    example: str | None


@dataclass(frozen=True, slots=True)
class SplitReport:
    """One split.

    Attributes:
        name: ``train``, ``val`` …
        images: Pictures in the split.
        labelled: Pictures whose label map could be read.
        groups: How many groups the pictures form; 0 where none are known.
        pixels: Pixels of all label maps that could be read, ignored ones included.
        ignored_pixels: Pixels that no score counts.
        classes: One entry a class, in the order of the class set.
        sizes: (height, width, pictures) of each picture size, the most frequent first.
        channels: Mean and deviation of each channel; None for 8-bit RGB, which is normalised as the
            encoder's weights want it.
    """

    name: str
    images: int
    labelled: int
    groups: int
    pixels: int
    ignored_pixels: int
    classes: tuple[ClassReport, ...]
    sizes: tuple[tuple[int, int, int], ...]
    channels: ChannelStatistics | None = None

    @property
    def ignored_share(self) -> float:
        """Ignored pixels as a share of all, 0 to 1; 0 for a split without label maps."""
        return self.ignored_pixels / self.pixels if self.pixels else 0.0


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The check of one data set.

    Attributes:
        root: The folder or file that was checked.
        layout: ``mask-folder``, ``colour-masks`` or ``coco``.
        class_set: The classes.
        splits: One report a split.
        findings: Errors first.
        picture_format: Channels and bits that the pictures are read in.
        image_hashes: The hex SHA-256 of each picture file by (split, sample id), for whoever keeps the
            samples; without pictures that could not be read, and no part of :meth:`to_dict`.
    """

    root: str
    layout: str
    class_set: ClassSet
    splits: tuple[SplitReport, ...]
    findings: tuple[Finding, ...]
    picture_format: PictureFormat = RGB8
    image_hashes: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False, hash=False)

    @property
    def has_errors(self) -> bool:
        """Whether anything was found that makes training wrong."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """Give a plain JSON-ready mapping."""
        return {
            "root": self.root,
            "layout": self.layout,
            "class_set": self.class_set.to_dict(),
            "picture_format": asdict(self.picture_format),
            "has_errors": self.has_errors,
            "splits": [asdict(split) | {"ignored_share": split.ignored_share} for split in self.splits],
            "findings": [asdict(finding) for finding in self.findings],
        }
