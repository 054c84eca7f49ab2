"""A COCO data set, opened: samples, findings, pictures and label maps."""

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from segscope.data.coco.images import ImageEntry
from segscope.data.coco.painting import OverlapError, PaintRule, paint_instance_map, paint_label_map
from segscope.data.coco.problems import quoted
from segscope.data.faults import FileFault, show_name
from segscope.data.finding import Finding
from segscope.data.label_cache import CACHE_FORMAT, LabelCache
from segscope.data.picture_files import read_picture
from segscope.data.picture_format import RGB8, PictureFormat
from segscope.data.sample import Picture, Sample
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.errors import DataError


@dataclass(frozen=True, slots=True)
class SplitSource:
    """One annotation file, read and checked.

    Attributes:
        split: Its split.
        json_path: The file.
        sha256: Hex SHA-256 of its bytes.
        entries: Its pictures with their annotations, in the order of the file.
        labelled: False for a file without annotations: its pictures have no ground truth.
        labels: {category id: label}.
    """

    split: str
    json_path: Path
    sha256: str
    entries: tuple[ImageEntry, ...]
    labelled: bool
    labels: Mapping[int, int]


class CocoDataset:
    """What :func:`segscope.data.coco.open_coco` gives; a :class:`segscope.data.sample.Dataset`."""

    layout = "coco"

    def __init__(
        self,
        root: Path,
        class_set: ClassSet,
        rule: PaintRule,
        sources: Sequence[SplitSource],
        groups: Mapping[tuple[str, str], str | None],
        findings: tuple[Finding, ...],
        cache_dir: Path,
    ) -> None:
        self.root = root
        self.class_set = class_set
        self.findings = findings
        self.picture_format = RGB8
        self.samples: Mapping[str, tuple[Sample, ...]] = {
            source.split: tuple(_sample(entry, source, groups) for entry in source.entries)
            for source in sources
        }
        self._rule = rule
        self._sources = {source.split: source for source in sources}
        self._entries = {(s.split, entry.sample_id): entry for s in sources for entry in s.entries}
        self._caches = {
            source.split: LabelCache(cache_dir / self._split_hash(source), class_set) for source in sources
        }

    def with_pictures(self, picture_format: PictureFormat) -> Self:
        """Give the same data set with its pictures read in another format."""
        changed = copy.copy(self)
        changed.picture_format = picture_format
        return changed

    def read_image(self, sample: Sample) -> Picture:
        """Read the picture as (H, W, C) in ``picture_format``, in the orientation of its annotations.

        Raises:
            DataError: The picture is missing, unreadable, or of another size than the annotation file says.
        """
        entry = self._entry(sample)
        if entry.picture_problem is not None:
            raise entry.picture_problem.fault(self._sources[sample.split].json_path)
        size = (entry.height, entry.width)
        picture = read_picture(entry.path, lambda: size, self.picture_format)
        if entry.height and picture.shape[:2] != size:
            height, width = picture.shape[:2]
            problem = f"it is {width}×{height} and its annotations are made for {entry.width}×{entry.height}"
            raise FileFault.of(entry.path, "size-mismatch", problem, "restore it, or annotate it again")
        return picture

    def read_label_map(self, sample: Sample) -> LabelMap:
        """Read the label map as (H, W) class indices; it is rasterised once and then kept in the cache.

        Raises:
            DataError: The picture has no ground truth, a finding of the annotation file touches it, or
                its annotations overlap under the rule ``refuse``.
        """
        entry = self._entry(sample)
        source = self._sources[sample.split]
        if not source.labelled:
            raise DataError(
                f"{show_name(source.json_path)} has no annotations, so that {quoted(entry.file_name)} has no "
                "ground truth: read its picture only."
            )
        if entry.label_problem is not None:
            raise entry.label_problem.fault(source.json_path)
        size = (entry.height, entry.width)
        return self._caches[sample.split].read_or_make(
            sample.id, size, lambda: self._paint(entry, source.json_path)
        )

    def read_instance_map(self, sample: Sample) -> NDArray[np.int32]:
        """Read (H, W) which annotation each pixel of the label map comes from, numbered from 1.

        Crowd regions and pixels that nothing covers are 0.

        Raises:
            DataError: As :meth:`read_label_map`, but for overlaps.
        """
        entry = self._entry(sample)
        if entry.label_problem is not None:
            raise entry.label_problem.fault(self._sources[sample.split].json_path)
        return paint_instance_map(entry.annotations, entry.height, entry.width, self._rule.overlap)

    def image_ids(self, split: str) -> dict[str, int]:
        """Give {sample id: image id} of a split's annotation file."""
        return {entry.sample_id: entry.id for entry in self._sources[split].entries}

    def label_source_hash(self) -> str:
        """Give a hex SHA-256 of all annotation files, the options and the class ids."""
        hashes = {split: self._split_hash(source) for split, source in self._sources.items()}
        return _sha256(hashes)

    def label_cache_path(self, sample: Sample) -> Path:
        """Where the label map of a sample is kept once it was read."""
        return self._caches[sample.split].path(sample.id)

    def _entry(self, sample: Sample) -> ImageEntry:
        entry = self._entries.get((sample.split, sample.id))
        if entry is None:
            raise DataError(f"sample {quoted(sample.id)} of {quoted(sample.split)} is not in {self.root}.")
        return entry

    def _paint(self, entry: ImageEntry, json_path: Path) -> LabelMap:
        try:
            return paint_label_map(entry.annotations, entry.height, entry.width, self._rule)
        except OverlapError as error:
            first, second = (self._class_name(label) for label in error.labels)
            problem = f"{entry.place}: {first} and {second} overlap in {error.pixels} pixels"
            remedy = "correct the outlines, or choose another overlap rule"
            raise FileFault.of(json_path, "overlap", problem, remedy) from error

    def _class_name(self, label: int) -> str:
        return "ignore" if label == self.class_set.ignore else self.class_set.names[label]

    def _split_hash(self, source: SplitSource) -> str:
        """Hash what the label maps of one file are made from; colours and roles do not change them."""
        return _sha256(
            {
                "format": CACHE_FORMAT,
                "annotations": source.sha256,
                "overlap": self._rule.overlap,
                "crowd": self._rule.crowd,
                "base": self._rule.base,
                "labels": sorted(source.labels.items()),
                "classes": [self.class_set.names, self.class_set.ids, self.class_set.ignore_id],
            }
        )


def _sample(entry: ImageEntry, source: SplitSource, groups: Mapping[tuple[str, str], str | None]) -> Sample:
    return Sample(
        id=entry.sample_id,
        split=source.split,
        image_path=entry.path,
        group=groups[source.split, entry.sample_id],
        label=entry.id if source.labelled else None,
    )


def _sha256(values: object) -> str:
    return hashlib.sha256(json.dumps(values).encode("utf-8")).hexdigest()
