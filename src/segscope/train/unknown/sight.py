"""The objects of a class as trained models see them: where each is, its plain figures, its vector."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.data.instances import Instance
from segscope.data.sample import Dataset, Picture, Sample
from segscope.engine.cpus import usable_cpus
from segscope.engine.prefetch import prefetch
from segscope.train.inference_device import inference_fabric
from segscope.train.load_model import load_model
from segscope.train.unknown.appearance import Appearance, describe
from segscope.train.unknown.features import EncoderFeatures
from segscope.train.unknown.objects import number_objects, picture_key
from segscope.train.unknown.observers import Observer


@dataclass(frozen=True, slots=True)
class SeenObject:
    """One object of the class.

    Attributes:
        dataset: Reads its picture.
        sample: The picture.
        picture: The picture's name beside the data set.
        instance: Its number, pixels and box.
        appearance: Its plain figures.
        source: Which model looked at it.
        class_index: Its class.
    """

    dataset: Dataset
    sample: Sample
    picture: str
    instance: Instance
    appearance: Appearance
    source: int
    class_index: int


def see_objects(
    observers: Sequence[Observer], class_index: int, *, device: str, progress: Callable[[int], None]
) -> tuple[list[SeenObject], NDArray[np.float64]]:
    """Let each model look at the objects of its pictures.

    Args:
        observers: Models and pictures.
        class_index: The class.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        progress: Called with the number of further pictures done.

    Returns:
        The objects, and (N, D) their vectors.
    """
    seen: list[SeenObject] = []
    vectors: list[NDArray[np.float64]] = []
    for source, observer in enumerate(observers):
        fabric = inference_fabric(observer.run, device)
        features = EncoderFeatures(load_model(observer.run).to(fabric.device))
        dataset = observer.dataset
        for sample, numbers, picture in _load(observer, class_index):
            if picture is not None:
                found, rows = features.of_objects(picture, numbers)
                key = picture_key(dataset, sample)
                vectors.extend(rows)
                for one in found:
                    look = describe(picture, numbers, one)
                    seen.append(SeenObject(dataset, sample, key, one, look, source, class_index))
            progress(1)
    return seen, np.array(vectors)


def _load(observer: Observer, class_index: int) -> Iterator[tuple[Sample, NDArray[np.int32], Picture | None]]:
    """Read ahead: each sample, its objects' numbers, and its picture where it has objects."""
    dataset = observer.dataset

    def load(sample: Sample) -> tuple[Sample, NDArray[np.int32], Picture | None]:
        numbers = number_objects(dataset, sample, dataset.read_label_map(sample), class_index)
        return sample, numbers, dataset.read_image(sample) if numbers.any() else None

    return prefetch(load, observer.samples, workers=usable_cpus())
