"""A data set whose label maps are others in training than in validation."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segscope.data.finding import Finding
from segscope.data.instances import annotated_instances
from segscope.data.picture_format import PictureFormat
from segscope.data.sample import Dataset, Picture, Sample
from segscope.engine.class_set import ClassSet, LabelMap

Relabel = Callable[[Sample, LabelMap], LabelMap]
"""Gives the label map to train with; what it gets stays unchanged."""


class RelabelledDataset:
    """The same samples and pictures with other label maps.

    Args:
        dataset: The data set.
        class_set: The classes of the label maps that are given.
        relabel: Makes them.
    """

    def __init__(self, dataset: Dataset, class_set: ClassSet, relabel: Relabel) -> None:
        self._dataset = dataset
        self._relabel = relabel
        self.class_set = class_set

    @property
    def root(self) -> Path:
        """The folder or the annotation file that was opened."""
        return self._dataset.root

    @property
    def layout(self) -> str:
        """The reader's name."""
        return self._dataset.layout

    @property
    def samples(self) -> Mapping[str, tuple[Sample, ...]]:
        """The samples of each split."""
        return self._dataset.samples

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
        return self._dataset.read_image(sample)

    def read_label_map(self, sample: Sample) -> LabelMap:
        """Read the label map to train with, (H, W) indices of ``class_set``."""
        return self._relabel(sample, self._dataset.read_label_map(sample))

    def read_instance_map(self, sample: Sample) -> NDArray[np.int32] | None:
        """Read (H, W) which annotated object each pixel belongs to; None where that is not known."""
        return annotated_instances(self._dataset, sample)

    def label_source_hash(self) -> str:
        """The data set's own hash: what is annotated is the same."""
        return self._dataset.label_source_hash()
