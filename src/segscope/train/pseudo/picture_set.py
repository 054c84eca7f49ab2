"""Pictures of a folder as a data set: without labels when they are predicted, with them when trained on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from segscope.data.finding import Finding
from segscope.data.mask_files import read_index_mask
from segscope.data.picture_files import read_picture
from segscope.data.picture_format import PictureFormat
from segscope.data.sample import Picture, Sample
from segscope.engine.class_set import MAX_FILE_ID, ClassSet, LabelMap

PSEUDO_SPLIT = "pseudo"


@dataclass(frozen=True, slots=True)
class PseudoLabel:
    """Where a pseudo-label lies.

    Attributes:
        path: Its index PNG.
    """

    path: Path


@dataclass(frozen=True)
class PictureSet:
    """Pictures in one split, ``pseudo``; see :class:`~segscope.data.sample.Dataset` for the contract.

    Attributes:
        root: The folder that they are from.
        class_set: Names and ids.
        picture_format: What they are read as.
        pictures: The samples.
        trained_as: Class index → what its pixels are trained as; what is not named stays.
    """

    root: Path
    class_set: ClassSet
    picture_format: PictureFormat
    pictures: tuple[Sample, ...]
    trained_as: Mapping[int, int] = field(default_factory=dict)
    layout: str = "pseudo-labels"
    findings: tuple[Finding, ...] = ()

    @property
    def samples(self) -> Mapping[str, tuple[Sample, ...]]:
        """The samples of the one split."""
        return {PSEUDO_SPLIT: self.pictures}

    def read_image(self, sample: Sample) -> Picture:
        """Read the picture as (H, W, C)."""
        return read_picture(sample.image_path, wanted=self.picture_format)

    def read_label_map(self, sample: Sample) -> LabelMap:
        """Read the pseudo-label as (H, W) class indices."""
        if not isinstance(sample.label, PseudoLabel):
            raise TypeError(f"{sample.id} has no pseudo-label")
        stored = with_ignore_id(self.class_set).encode(read_index_mask(sample.label.path))
        labels = stored.copy()
        for index, value in self.trained_as.items():
            labels[stored == index] = value
        return labels

    def label_source_hash(self) -> str:
        """Nothing: the manifest has a hash of its own."""
        return ""


def unlabelled_samples(pictures: Mapping[str, Path], groups: Sequence[str | None]) -> tuple[Sample, ...]:
    """Make the samples of pictures without labels."""
    return tuple(
        Sample(name, PSEUDO_SPLIT, path, group)
        for (name, path), group in zip(pictures.items(), groups, strict=True)
    )


def with_ignore_id(class_set: ClassSet) -> ClassSet:
    """Give the classes with a file id for ignored pixels: their own, else the largest one that is free.

    Example:
        >>> with_ignore_id(ClassSet(("road", "car"))).ignore_id
        255
    """
    if class_set.ignore_id is not None:
        return class_set
    largest = class_set.ignore if max(class_set.ids) <= class_set.ignore else MAX_FILE_ID
    free = next(value for value in range(largest, -1, -1) if value not in class_set.ids)
    return replace(class_set, ignore_id=free)
