"""The regions of a label map and the borders between them, merged from the smallest on."""

import heapq
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import LabelMap
from segscope.engine.components import label_components

_STEPS = ((0, 1), (1, 0), (1, 1), (1, -1))
"""One of each pair of opposite directions in which a pixel has neighbours."""


class RegionGraph:
    """Regions (8-connected components) with their classes, sizes and shared borders.

    A border is counted in pairs of neighbouring pixels, diagonal ones included.

    Args:
        label_map: (H, W), at least one pixel.
    """

    def __init__(self, label_map: LabelMap) -> None:
        self.numbers = label_components(label_map)
        sizes = np.bincount(self.numbers.ravel())
        _, first_pixels = np.unique(self.numbers, return_index=True)
        self.sizes: list[int] = sizes.tolist()
        self.classes: list[int] = label_map.ravel()[first_pixels].tolist()
        self._merged_into = list(range(len(self.sizes)))
        self._first = list(range(len(self.sizes)))
        self._borders: list[dict[int, int]] = []

    def merge_small(self, smallest: Mapping[int, int]) -> None:
        """Merge regions that are too small into the class around them, the smallest first.

        A region takes the class that it shares the longest border with (of equals, the lower index), and
        becomes one with the regions of that class that it touches. Of equally small regions, the one whose
        first pixel comes first goes first.

        Args:
            smallest: Least pixels of each class; regions of other values are neither removed nor taken.
        """
        queue = [
            (size, number, number)
            for number, (size, index) in enumerate(zip(self.sizes, self.classes, strict=True))
            if size < smallest.get(index, 0)
        ]
        if queue:
            self._find_borders()
        heapq.heapify(queue)
        while queue:
            size, _, number = heapq.heappop(queue)
            if self._merged_into[number] != number or self.sizes[number] != size:
                continue  # it was merged, or grew, since it was queued
            around = self._class_around(number, smallest)
            if around is None:
                continue
            root = self._absorb(number, around)
            if self.sizes[root] < smallest[around]:
                heapq.heappush(queue, (self.sizes[root], self._first[root], root))

    def class_of_regions(self) -> NDArray[np.int64]:
        """Give (R,) the class that each region of :attr:`numbers` has now."""
        return np.array([self.classes[self._root(number)] for number in range(len(self.sizes))])

    def _find_borders(self) -> None:
        self._borders = [{} for _ in self.sizes]
        for one, other, pairs in _shared_borders(self.numbers):
            self._borders[one][other] = self._borders[other][one] = pairs

    def _class_around(self, number: int, known: Mapping[int, int]) -> int | None:
        lengths: dict[int, int] = {}
        for neighbour, pairs in self._borders[number].items():
            index = self.classes[neighbour]
            lengths[index] = lengths.get(index, 0) + pairs
        candidates = [(-pairs, index) for index, pairs in lengths.items() if index in known]
        return min(candidates)[1] if candidates else None

    def _absorb(self, number: int, index: int) -> int:
        """Give a region a class and unite it with its neighbours of that class; gives the united region."""
        united = [number, *(n for n in self._borders[number] if self.classes[n] == index)]
        root = max(united, key=lambda n: len(self._borders[n]))
        self.classes[root] = index
        for other in united:
            if other != root:
                self._unite(root, other)
        return root

    def _unite(self, root: int, other: int) -> None:
        self._merged_into[other] = root
        self.sizes[root] += self.sizes[other]
        self._first[root] = min(self._first[root], self._first[other])
        borders = self._borders[root]
        for neighbour, pairs in self._borders[other].items():
            del self._borders[neighbour][other]
            if neighbour != root:
                borders[neighbour] = self._borders[neighbour][root] = borders.get(neighbour, 0) + pairs
        self._borders[other] = {}

    def _root(self, number: int) -> int:
        while self._merged_into[number] != number:
            number = self._merged_into[number]
        return number


def _shared_borders(numbers: NDArray[np.int32]) -> list[tuple[int, int, int]]:
    """Give (region, other region, pairs of neighbouring pixels), each pair of regions once."""
    height, width = numbers.shape
    count = int(numbers.max()) + 1
    keys = []
    for down, right in _STEPS:
        left, end = max(-right, 0), width - max(right, 0)
        one = numbers[: height - down, left:end]
        other = numbers[down:, left + right : end + right]
        apart = one != other
        a, b = one[apart].astype(np.int64), other[apart].astype(np.int64)
        keys.append(np.minimum(a, b) * count + np.maximum(a, b))
    pairs, lengths = np.unique(np.concatenate(keys), return_counts=True)
    return list(zip((pairs // count).tolist(), (pairs % count).tolist(), lengths.tolist(), strict=True))
