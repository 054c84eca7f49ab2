"""Single objects of a sample: annotated instances where the data set knows them, else components."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from segscope.data.sample import Dataset, Sample
from segscope.engine.class_set import LabelMap
from segscope.engine.components import label_components


@runtime_checkable
class InstanceReader(Protocol):
    """A data set whose annotations may say which pixels are one object."""

    def read_instance_map(self, sample: Sample) -> NDArray[np.int32] | None:
        """Read (H, W) instance numbers from 1, 0 where no object is; None where none are annotated."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One object of one sample.

    Attributes:
        number: Its value in the instance map.
        class_index: Its class.
        pixels: How many of its pixels can be seen.
        box: (top, left, bottom, right) around them, bottom and right exclusive.
    """

    number: int
    class_index: int
    pixels: int
    box: tuple[int, int, int, int]


def annotated_instances(dataset: Dataset, sample: Sample) -> NDArray[np.int32] | None:
    """Give the annotated instance map of a sample, or None where the data set has none."""
    return dataset.read_instance_map(sample) if isinstance(dataset, InstanceReader) else None


def read_instances(dataset: Dataset, sample: Sample, label_map: LabelMap) -> NDArray[np.int32]:
    """Give the instance map of a sample: (H, W) numbers from 1, 0 where there is no single object.

    Args:
        dataset: Where the sample is from; its annotated instances are taken where it has them.
        sample: The sample.
        label_map: Its label map, whose 8-connected components are taken where it has not.
    """
    annotated = annotated_instances(dataset, sample)
    return label_components(label_map) + np.int32(1) if annotated is None else annotated


def list_instances(instance_map: NDArray[np.int32], label_map: LabelMap) -> list[Instance]:
    """List the objects of an instance map by their numbers.

    Args:
        instance_map: (H, W) numbers from 1; 0 is no object.
        label_map: (H, W) the label map; an object has the label of its first pixel.

    Example:
        >>> numbers = np.array([[1, 1, 0], [0, 1, 2]], dtype=np.int32)
        >>> labels = np.array([[5, 5, 0], [0, 5, 7]], dtype=np.uint8)
        >>> [(one.class_index, one.pixels, one.box) for one in list_instances(numbers, labels)]
        [(5, 3, (0, 0, 2, 2)), (7, 1, (1, 2, 2, 3))]
    """
    rows, columns = np.nonzero(instance_map)
    found, first, owner = np.unique(instance_map[rows, columns], return_index=True, return_inverse=True)
    sides = []
    for places in (rows, columns):
        low = np.full(len(found), instance_map.size)
        high = np.zeros(len(found), dtype=np.intp)
        np.minimum.at(low, owner, places)
        np.maximum.at(high, owner, places)
        sides.append((low, high + 1))
    (top, bottom), (left, right) = sides
    labels = label_map[rows[first], columns[first]]
    columns_of_table = (found, labels, np.bincount(owner), top, left, bottom, right)
    return [
        Instance(number, label, pixels, (a, b, c, d))
        for number, label, pixels, a, b, c, d in zip(*(c.tolist() for c in columns_of_table), strict=True)
    ]
