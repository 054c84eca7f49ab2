"""The objects of the training split: where they are, and how one is cut out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.data.instances import Instance, list_instances, read_instances
from segscope.data.sample import Dataset, Picture, Sample
from segscope.engine.cpus import usable_cpus
from segscope.engine.prefetch import prefetch


@dataclass(frozen=True, slots=True)
class CutObject:
    """One object, cut out along its outline.

    Attributes:
        picture: (h, w, C) the box around it.
        mask: (h, w) True where the object is.
        class_index: Its class.
    """

    picture: Picture
    mask: NDArray[np.bool_]
    class_index: int


class ObjectBank:
    """Knows the objects of some samples, and cuts them out of the files when they are asked for.

    Every label map is read once, when the bank is made; a few numbers an object are kept.

    Args:
        dataset: Where samples are read from.
        samples: The only ones that are ever read.
        classes: Indices of the classes that are wanted.
        smallest: Objects of fewer pixels are left out.
    """

    def __init__(
        self, dataset: Dataset, samples: Sequence[Sample], classes: Sequence[int], smallest: int
    ) -> None:
        self._dataset = dataset
        self._samples = samples
        self._places: dict[int, list[tuple[int, Instance]]] = {index: [] for index in sorted(set(classes))}
        lists = prefetch(self._list, samples, workers=usable_cpus())
        for position, instances in enumerate(lists):
            for instance in instances:
                if instance.class_index in self._places and instance.pixels >= smallest:
                    self._places[instance.class_index].append((position, instance))

    @property
    def classes(self) -> tuple[int, ...]:
        """The wanted classes that have objects."""
        return tuple(index for index, places in self._places.items() if places)

    def draw(self, rng: np.random.Generator) -> CutObject:
        """Draw a class evenly among those that have objects, then one of its objects evenly.

        Raises:
            DataError: The sample's files cannot be read; the message names them.
        """
        places = self._places[int(rng.choice(self.classes))]
        position, instance = places[int(rng.integers(len(places)))]
        return self._cut(self._samples[position], instance)

    def _cut(self, sample: Sample, instance: Instance) -> CutObject:
        top, left, bottom, right = instance.box
        box = (slice(top, bottom), slice(left, right))
        label_map = self._dataset.read_label_map(sample)
        numbers = read_instances(self._dataset, sample, label_map)[box]
        # An annotation's label and the label map's can differ where crowds or overlaps were painted.
        mask = (numbers == instance.number) & (label_map[box] == instance.class_index)
        return CutObject(self._dataset.read_image(sample)[box], mask, instance.class_index)

    def _list(self, sample: Sample) -> list[Instance]:
        label_map = self._dataset.read_label_map(sample)
        return list_instances(read_instances(self._dataset, sample, label_map), label_map)
