"""The neutral form of a data set: samples in splits, pictures and label maps by request.

Every reader (mask folder, colour masks, COCO) turns its layout into this, and nothing above the data
room knows which layout it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from segscope.data.finding import Finding
from segscope.data.picture_format import PictureFormat
from segscope.engine.class_set import ClassSet, LabelMap

Picture = NDArray[np.uint8] | NDArray[np.uint16]
"""(H, W, C): uint8, or uint16 where the files hold 16 bits a channel."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture with its label map, by name; the pixels are read when they are asked for.

    Attributes:
        id: Unique within its split: the picture's path below the split's folder without its ending
            (``0016E5_07959``), or a COCO ``file_name`` without its ending (``batch_01_vt/0003``).
        split: ``train``, ``val``, ``test`` …
        image_path: The picture file.
        group: Pictures that belong together (one scene, one video) share it; None where unknown.
        label: What the reader needs to find the label map (a mask path, a COCO image id); None for a
            picture without ground truth.
    """

    id: str
    split: str
    image_path: Path
    group: str | None = None
    label: Any = None


class Dataset(Protocol):
    """What every reader gives.

    Reading one sample raises :class:`~segscope.errors.DataError` with the file's name; it never
    gives a label map with a wrong label in silence.
    """

    @property
    def root(self) -> Path:
        """The folder or the annotation file that was opened."""

    @property
    def layout(self) -> str:
        """The reader's name: ``mask-folder``, ``colour-masks`` or ``coco``."""

    @property
    def class_set(self) -> ClassSet:
        """Names, ids, colours and roles."""

    @property
    def samples(self) -> Mapping[str, tuple[Sample, ...]]:
        """The samples of each split, in a fixed order."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was wrong already when the layout was read: missing pairs, duplicate stems and the like."""

    @property
    def picture_format(self) -> PictureFormat:
        """Channels and bits of all pictures that are given."""

    def read_image(self, sample: Sample) -> Picture:
        """Read the picture as (H, W, C) in ``picture_format``, in the orientation that the mask has."""

    def read_label_map(self, sample: Sample) -> LabelMap:
        """Read the label map as (H, W) class indices with ``class_set.ignore`` for ignored pixels."""

    def label_source_hash(self) -> str:
        """A hex SHA-256 of everything that the label maps are made from (annotations and options)."""


class Reader(Dataset, Protocol):
    """A data set that was opened from its files."""

    def with_pictures(self, picture_format: PictureFormat) -> Self:
        """Give the same data set with its pictures read in another format."""
