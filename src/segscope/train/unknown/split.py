"""The unknown class trained as the sub-classes that a file names."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np

from segscope.config.catalogue.unknowns import SplitUnknownOptions
from segscope.config.unknown_file import UnknownFile, load_unknown_file
from segscope.data.label_cache import LabelCache
from segscope.data.sample import Dataset, Sample
from segscope.engine.class_set import MAX_FILE_ID, ClassSet, LabelMap
from segscope.errors import ConfigError, DataError
from segscope.train.unknown.objects import number_objects, picture_key
from segscope.train.unknown.relabelled import RelabelledDataset
from segscope.train.unknown.subclasses import Subclasses
from segscope.train.unknown.view import TrainingView, ViewRequest


def split_unknown(request: ViewRequest) -> TrainingView:
    """Train each sub-class as a class; see :mod:`segscope.config.unknown_file`.

    With a single sub-class nothing is changed: the training is that of the class itself.

    Raises:
        ConfigError: No file is named, or it splits another class.
        DataError: The file is not the one that the run began with, was made for other labels, or does
            not name all objects.
    """
    options = cast(SplitUnknownOptions, request.options)
    classes, unknown = request.dataset.class_set, cast(int, request.unknown)
    content = read_pinned(options)
    path = str(options.file)
    _refuse_other_data(content, path, request)
    subclasses = Subclasses(classes.num_classes, unknown, len(content.parts))
    pixels = _listed_pixels(content, request)
    if options.unlisted == "refuse" and sum(pixels) != request.class_pixels[unknown]:
        missing = request.class_pixels[unknown] - sum(pixels)
        raise DataError(
            f"{path} names no sub-class for {missing} of {request.class_pixels[unknown]} pixels of "
            f"{content.class_name} in the training split: explore with runs that looked at all of its "
            "pictures, or ignore these with unknown.unlisted=ignore."
        )
    if subclasses.parts == 1 and options.unlisted == "refuse":
        return TrainingView(request.dataset, request.class_pixels, subclasses)
    trained = list(request.class_pixels)
    trained[unknown : unknown + 1] = [pixels[0]]
    class_set = _trained_classes(classes, content, subclasses)
    relabel = SubclassLabels(
        request.dataset, content, subclasses, _cache(request.label_cache, content, classes)
    )
    dataset = RelabelledDataset(request.dataset, class_set, relabel)
    # Of which part a pseudo-label is, nobody knows.
    unknown_part = {unknown: classes.ignore} if subclasses.parts > 1 else {}
    return TrainingView(dataset, (*trained, *pixels[1:]), subclasses, unknown_part)


def read_pinned(options: SplitUnknownOptions) -> UnknownFile:
    """Read the options' file, and check that it is the one whose hash they name.

    Raises:
        ConfigError: No file is named, or it cannot be read.
        DataError: It is another one.
    """
    if options.file is None:
        raise ConfigError(
            "unknown: split needs the file that names the sub-classes, as unknown.file=FILE: make one with "
            "`segscope unknown explore RUN...`."
        )
    content = load_unknown_file(Path(options.file))
    if options.sha256 not in (None, content.sha256):
        raise DataError(
            f"{options.file} no longer says what it said when unknown.sha256 was noted: put it back, or "
            "leave the hash out in a new run."
        )
    return content


class SubclassLabels:
    """Gives label maps with the outputs of the sub-classes in place of the class.

    Args:
        dataset: Where samples are from.
        content: Which object belongs to which sub-class.
        subclasses: Their outputs.
        cache: Where label maps are kept; None makes each anew at every reading.
    """

    def __init__(
        self, dataset: Dataset, content: UnknownFile, subclasses: Subclasses, cache: LabelCache | None
    ) -> None:
        self._dataset = dataset
        self._objects = content.objects
        self._part_of_cluster = content.part_of_cluster
        self._subclasses = subclasses
        self._cache = cache

    def __call__(self, sample: Sample, label_map: LabelMap) -> LabelMap:
        """Give the label map to train with; objects that are not listed are ignored."""
        if not (label_map == self._subclasses.parent).any():
            return label_map
        key = picture_key(self._dataset, sample)
        if self._cache is None:
            return self._make(key, sample, label_map)
        shape = (label_map.shape[0], label_map.shape[1])
        return self._cache.read_or_make(key, shape, lambda: self._make(key, sample, label_map))

    def _make(self, key: str, sample: Sample, label_map: LabelMap) -> LabelMap:
        parent = self._subclasses.parent
        numbers = number_objects(self._dataset, sample, label_map, parent)
        ignore = self._dataset.class_set.ignore
        outputs = np.full(int(numbers.max()) + 1, ignore, dtype=label_map.dtype)
        for one in self._objects.get(key, ()):
            if one.number < len(outputs):
                outputs[one.number] = self._subclasses.outputs[self._part_of_cluster[one.cluster]]
        return np.where(label_map == parent, outputs[numbers], label_map)


def _refuse_other_data(content: UnknownFile, path: str, request: ViewRequest) -> None:
    classes = request.dataset.class_set
    name = classes.names[cast(int, request.unknown)]
    if content.class_name != name:
        raise ConfigError(
            f"{path} splits {content.class_name}, and the class to split is {name}: give the other file, or "
            f"unknown.class={content.class_name}."
        )
    if content.label_hash != request.dataset.label_source_hash():
        raise DataError(
            f"{path} was made for other annotations than those of {request.dataset.root}: explore anew with "
            "`segscope unknown explore RUN...`."
        )
    outputs = Subclasses(classes.num_classes, 0, len(content.parts)).num_outputs
    if outputs > classes.ignore:
        raise ConfigError(
            f"{path}: {outputs} outputs do not fit into label maps of {classes.ignore} classes."
        )


def _listed_pixels(content: UnknownFile, request: ViewRequest) -> list[int]:
    """Sum the pixels of each sub-class over the training split."""
    pixels = [0] * len(content.parts)
    part = content.part_of_cluster
    for sample in request.samples:
        for one in content.objects.get(picture_key(request.dataset, sample), ()):
            pixels[part[one.cluster]] += one.pixels
    return pixels


def _trained_classes(classes: ClassSet, content: UnknownFile, subclasses: Subclasses) -> ClassSet:
    """Give each output a name and an id; they are seen by losses and augmentations alone."""
    further = subclasses.parts - 1
    taken = {*classes.ids, classes.ignore_id}
    free = [value for value in range(MAX_FILE_ID) if value not in taken][:further]
    names = tuple(f"{content.class_name}/{name}" for name in content.parts[1:])
    return replace(
        classes,
        names=(*classes.names, *names),
        ids=(*classes.ids, *free),
        colours=(*classes.colours, *[classes.colours[subclasses.parent]] * further),
    )


def _cache(folder: Path | None, content: UnknownFile, classes: ClassSet) -> LabelCache | None:
    return None if folder is None else LabelCache(folder / f"unknown-{content.sha256[:32]}", classes)
