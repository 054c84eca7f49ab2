"""The reader of pictures with index masks."""

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from segscope.data.faults import FileFault, ForeignIdsFault
from segscope.data.finding import Finding
from segscope.data.image_files import read_file
from segscope.data.mask_files import FileIds, read_index_mask
from segscope.data.mask_pictures import MaskPictures
from segscope.data.picture_format import RGB8, PictureFormat
from segscope.data.sample import Sample
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.errors import DataError, LabelMapError


@dataclass(frozen=True)
class MaskFolder(MaskPictures):
    """A data set of picture files with mask files of the same stem; see ``Dataset`` for the contract.

    Attributes:
        root: The data set's folder.
        class_set: Names, ids, colours and roles.
        samples: The samples of each split, sorted by id.
        findings: What was wrong with names and pairs.
        picture_format: Channels and bits of all pictures that are given.
    """

    root: Path
    class_set: ClassSet
    samples: Mapping[str, tuple[Sample, ...]]
    findings: tuple[Finding, ...]
    picture_format: PictureFormat = RGB8

    @property
    def layout(self) -> str:
        """``mask-folder``."""
        return "mask-folder"

    def with_pictures(self, picture_format: PictureFormat) -> Self:
        """Give the same data set with its pictures read in another format."""
        return replace(self, picture_format=picture_format)

    def read_label_map(self, sample: Sample) -> LabelMap:
        """Read the label map as (H, W) class indices with ``class_set.ignore`` for ignored pixels.

        Raises:
            ForeignIdsFault: The mask holds ids outside the class set.
            FileFault: The mask cannot be read, or holds no ids.
            DataError: The sample has no ground truth.
        """
        path = mask_path(sample)
        file_ids = read_index_mask(path)
        try:
            return self.class_set.encode(file_ids)
        except LabelMapError as error:
            raise _foreign_ids(path, file_ids, self.class_set) from error

    def label_source_hash(self) -> str:
        """Hash the mask files, the samples' names, and the ids that give them meaning."""
        meaning = {"ids": self.class_set.ids, "ignore_id": self.class_set.ignore_id}
        return hash_masks(self.samples, {"layout": self.layout, **meaning})


def mask_path(sample: Sample) -> Path:
    """Give a sample's mask file.

    Raises:
        DataError: The sample has no ground truth.
    """
    if sample.label is None:
        raise DataError(f"{sample.image_path}: this picture of split {sample.split} has no mask.")
    path: Path = sample.label
    return path


def hash_masks(samples: Mapping[str, tuple[Sample, ...]], meaning: Mapping[str, object]) -> str:
    """Hash samples' names, their mask files' bytes, and what gives the bytes meaning.

    An unreadable mask counts by its fault, so that the hash changes when the file is repaired.

    Returns:
        A hex SHA-256; the same on every machine.
    """
    digest = hashlib.sha256(json.dumps(meaning, sort_keys=True).encode())
    every = [sample for split in sorted(samples) for sample in samples[split]]
    with ThreadPoolExecutor() as pool:
        for sample, content in zip(every, pool.map(_mask_digest, every), strict=True):
            digest.update(f"\0{sample.split}\0{sample.id}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _mask_digest(sample: Sample) -> bytes:
    if sample.label is None:
        return b"none"
    try:
        return hashlib.sha256(read_file(sample.label)).digest()
    except FileFault as fault:
        return fault.problem.encode()


def _foreign_ids(path: Path, file_ids: FileIds, class_set: ClassSet) -> ForeignIdsFault:
    values, pixels = np.unique(file_ids, return_counts=True)
    counts = {int(value): int(count) for value, count in zip(values, pixels, strict=True)}
    known = {*class_set.ids, class_set.ignore_id}
    return ForeignIdsFault.of_counts(path, counts, tuple(value for value in counts if value not in known))
