"""The objects of the unknown class: annotated instances where the data set knows them, else components."""

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segscope.data.instances import annotated_instances
from segscope.data.sample import Dataset, Sample
from segscope.engine.class_set import LabelMap
from segscope.engine.components import label_components


def number_objects(
    dataset: Dataset, sample: Sample, label_map: LabelMap, class_index: int
) -> NDArray[np.int32]:
    """Number the objects of one class.

    Pixels of the class that no annotation covers are numbered behind the annotated ones, by their
    8-connected components; without annotated instances all are.

    Args:
        dataset: Where the sample is from.
        sample: The sample.
        label_map: Its (H, W) label map.
        class_index: The class.

    Returns:
        (H, W) numbers from 1; 0 outside the class.
    """
    inside = label_map == class_index
    annotated = annotated_instances(dataset, sample)
    numbers = np.zeros(label_map.shape, np.int32) if annotated is None else np.where(inside, annotated, 0)
    rest = inside & (numbers == 0)
    if rest.any():
        _, components = np.unique(label_components(rest.astype(np.uint8))[rest], return_inverse=True)
        first = 1 + (0 if annotated is None else int(annotated.max()))
        numbers[rest] = components.astype(np.int32) + np.int32(first)
    return numbers.astype(np.int32, copy=False)


def picture_key(dataset: Dataset, sample: Sample) -> str:
    """Name a picture by its path beside the data set, whatever splits and folds call the sample.

    Args:
        dataset: The opened data.
        sample: One of its samples.
    """
    root = Path(dataset.root)
    beside = root if root.is_dir() else root.parent
    return Path(os.path.relpath(sample.image_path, beside)).as_posix()
