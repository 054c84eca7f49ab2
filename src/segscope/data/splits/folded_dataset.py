"""A data set as one fold sees it: the fold validates, the rest trains, whatever the layout's splits are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segscope.data.faults import show_name
from segscope.data.finding import Finding
from segscope.data.instances import annotated_instances
from segscope.data.picture_format import PictureFormat
from segscope.data.sample import Dataset, Picture, Sample
from segscope.data.splits.split_file import SplitFile, SplitRow
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.errors import ConfigError, DataError

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FoldNames:
    """What the two parts are called: the config's ``data.train`` and ``data.val``."""

    train: str = "train"
    val: str = "val"


class FoldedDataset:
    """One fold of a data set.

    Pictures, label maps and hashes are those of the data set itself. Splits of the layout that the split
    file leaves alone, such as ``test``, stay as they are, unless they bear the name of one of the parts.

    Where two splits of the layout hold the same id, ids get the name of their split before them
    (``train/0001``), so that over all folds each picture is known by one id.

    Args:
        dataset: The data set.
        split: Its division.
        fold: The fold that validates.
        path: Where the division was read from, for messages.
        names: What the parts are called.

    Raises:
        ConfigError: There is no such fold.
        DataError: The file names pictures that the data set has not, or lacks some that it has.
    """

    def __init__(
        self,
        dataset: Dataset,
        split: SplitFile,
        fold: int,
        *,
        path: Path | str,
        names: FoldNames = FoldNames(),
    ) -> None:
        if not 0 <= fold < split.folds:
            raise ConfigError(f"{path} has the folds 0 to {split.folds - 1}: there is no fold {fold}.")
        self._dataset = dataset
        pool = _match(dataset, split.rows, path)
        _refuse_unnamed(dataset, pool, path)
        prefixed = _ids_clash(dataset)
        self._originals: dict[Key, Sample] = {}
        parts: dict[str, list[Sample]] = {names.train: [], names.val: []}
        for row, sample in pool:
            part = names.val if row.fold == fold else names.train
            own_id = f"{sample.split}/{sample.id}" if prefixed else sample.id
            seen = replace(sample, id=own_id, split=part, group=row.group or sample.group)
            parts[part].append(seen)
            self._originals[part, own_id] = sample
        taken = {sample.split for _, sample in pool} | set(parts)
        others = {name: samples for name, samples in dataset.samples.items() if name not in taken}
        self._samples = {**{name: tuple(samples) for name, samples in parts.items()}, **others}

    @property
    def root(self) -> Path:
        """The folder or the annotation file that was opened."""
        return self._dataset.root

    @property
    def layout(self) -> str:
        """The reader's name."""
        return self._dataset.layout

    @property
    def class_set(self) -> ClassSet:
        """Names, ids, colours and roles."""
        return self._dataset.class_set

    @property
    def samples(self) -> Mapping[str, tuple[Sample, ...]]:
        """The training part, the validation part, and splits that are in neither."""
        return self._samples

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was wrong when the layout was read."""
        return self._dataset.findings

    @property
    def picture_format(self) -> PictureFormat:
        """Channels and bits of all pictures that are given."""
        return self._dataset.picture_format

    def read_image(self, sample: Sample) -> Picture:
        """Read the picture as (H, W, C) in ``picture_format``."""
        return self._dataset.read_image(self._original(sample))

    def read_label_map(self, sample: Sample) -> LabelMap:
        """Read the label map as (H, W) class indices."""
        return self._dataset.read_label_map(self._original(sample))

    def read_instance_map(self, sample: Sample) -> NDArray[np.int32] | None:
        """Read (H, W) which annotated object each pixel belongs to; None where that is not known."""
        return annotated_instances(self._dataset, self._original(sample))

    def label_source_hash(self) -> str:
        """The data set's own hash: a division changes no label map."""
        return self._dataset.label_source_hash()

    def _original(self, sample: Sample) -> Sample:
        return self._originals.get((sample.split, sample.id), sample)


def _match(dataset: Dataset, rows: Iterable[SplitRow], path: Path | str) -> list[tuple[SplitRow, Sample]]:
    """Find the sample of each row, in the data set's order."""
    by_key, by_id = _labelled(dataset)
    found: dict[Key, tuple[SplitRow, Sample]] = {}
    strangers: list[str] = []
    for row in rows:
        sample = by_key.get((row.split, row.id)) if row.split else by_id.get(row.id)
        if sample is None:
            strangers.append(row.id)
        else:
            found[sample.split, sample.id] = (row, sample)
    if strangers:
        raise DataError(
            f"{path} is not for {dataset.root}: {len(strangers)} of its pictures are not there with ground "
            f"truth, such as {show_name(strangers[0])}: make one with `segscope split {dataset.root}`."
        )
    return [found[key] for key in by_key if key in found]


def _labelled(dataset: Dataset) -> tuple[dict[Key, Sample], dict[str, Sample]]:
    """Give the samples with ground truth by split and id, and by id where only one split has it."""
    samples = [sample for every in dataset.samples.values() for sample in every if sample.label is not None]
    by_id: dict[str, Sample] = {}
    several: set[str] = set()
    for sample in samples:
        if sample.id in by_id:
            several.add(sample.id)
        by_id[sample.id] = sample
    return (
        {(sample.split, sample.id): sample for sample in samples},
        {key: sample for key, sample in by_id.items() if key not in several},
    )


def _refuse_unnamed(dataset: Dataset, pool: Iterable[tuple[SplitRow, Sample]], path: Path | str) -> None:
    """Refuse a division that leaves pictures out, which then would silently be in no part."""
    named = {(sample.split, sample.id) for _, sample in pool}
    splits = {split for split, _ in named}
    left = [
        sample
        for split in dataset.samples
        if split in splits
        for sample in dataset.samples[split]
        if sample.label is not None and (split, sample.id) not in named
    ]
    if left:
        raise DataError(
            f"{path} names no fold for {len(left)} pictures of split {left[0].split} in {dataset.root}, such "
            f"as {show_name(left[0].id)}: make it anew with `segscope split {dataset.root}`."
        )


def _ids_clash(dataset: Dataset) -> bool:
    ids = [sample.id for samples in dataset.samples.values() for sample in samples]
    return len(set(ids)) < len(ids)
