"""Which samples of a validation show (nearly) the same picture, so that lists of images name it once.

What a run keeps of its pictures is a hash, and of what was made of them the label maps. So two samples are
taken for the same where their picture files are equal byte by byte, or where ground truth *and*
prediction cover the same pixels: copies that were saved again, neighbouring frames of a resting camera.
The pictures themselves are not looked at, and copies of another size are not recognised.
"""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

import numpy as np

from segscope.engine import count_confusion
from segscope.engine.class_set import LabelMap
from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import Int64

SAME = 0.9
"""Mean IoU between two label maps, over the classes in either, from which they show the same."""
_LONGEST_SIDE = 256  # larger maps are thinned out: nine tenths of the pixels can be told from fewer
_MAPS_IN_MEMORY = 128

Maps = tuple[LabelMap, LabelMap]
ReadMaps = Callable[[str], Maps | None]


class NearDuplicates:
    """Tells whether two samples of a validation show the same.

    Args:
        tables: The counts of the validation.
        read: Gives ground truth and prediction of a sample, both (H, W) class indices; None where they
            are not kept.
        ignore: The value of ignored pixels in them.
        hashes: The hash of each sample's picture file, where it is known.

    Example:
        >>> from segscope.engine import count
        >>> maps = {name: np.eye(40, dtype=np.uint8) for name in "ab"} | {"c": np.zeros((40, 40), np.uint8)}
        >>> counts = [count(one, one, num_classes=2) for one in maps.values()]
        >>> tables = CountTables.from_counts(list(maps), counts)
        >>> duplicates = NearDuplicates(tables, lambda name: (maps[name], maps[name]), ignore=255)
        >>> duplicates.same(0, 1), duplicates.same(0, 2)
        (True, False)
    """

    def __init__(
        self,
        tables: CountTables,
        read: ReadMaps,
        *,
        ignore: int,
        hashes: Mapping[str, str | None] | None = None,
    ) -> None:
        self._tables = tables
        self._ignore = ignore
        self._hashes = hashes or {}
        self._known: dict[tuple[int, int], bool] = {}
        self._maps = lru_cache(_MAPS_IN_MEMORY)(lambda image: _thinned(read(image)))

    def same(self, first: int, second: int) -> bool:
        """Tell whether two samples, by their places in ``tables.images``, show the same."""
        pair = (min(first, second), max(first, second))
        if pair not in self._known:
            self._known[pair] = self._same_file(*pair) or (self._alike(*pair) and self._same_maps(*pair))
        return self._known[pair]

    def _same_file(self, first: int, second: int) -> bool:
        one, two = (self._hashes.get(self._tables.images[image]) for image in (first, second))
        return one is not None and one == two

    def _alike(self, first: int, second: int) -> bool:
        """Compare areas first: the IoU of a class cannot exceed the ratio of its areas."""
        return all(_mean_ratio(areas[first], areas[second]) >= SAME for areas in self._areas)

    @cached_property
    def _areas(self) -> tuple[Int64, Int64]:
        """(N, K) pixels of each class in ground truth and in prediction."""
        right = self._tables.dense("tp")
        return right + self._tables.dense("fn"), right + self._tables.dense("fp")

    def _same_maps(self, first: int, second: int) -> bool:
        one, two = (self._maps(self._tables.images[image]) for image in (first, second))
        if one is None or two is None or one[0].shape != two[0].shape:
            return False
        ignored = one[0] == self._ignore
        predicted = np.where(ignored, one[0], one[1])
        return self._mean_iou(one[0], two[0]) >= SAME and self._mean_iou(predicted, two[1]) >= SAME

    def _mean_iou(self, one: LabelMap, two: LabelMap) -> float:
        iou = count_confusion(one, two, num_classes=self._tables.num_classes, ignore=self._ignore).iou
        known = iou[~np.isnan(iou)]
        return float(known.mean()) if known.size else 0.0  # wholly ignored maps tell nothing


def _thinned(maps: Maps | None) -> Maps | None:
    if maps is None or maps[0].shape != maps[1].shape:
        return None
    step = -(-max(maps[0].shape) // _LONGEST_SIDE)
    return maps[0][::step, ::step].copy(), maps[1][::step, ::step].copy()


def _mean_ratio(one: Int64, two: Int64) -> float:
    """Mean over the classes in either of the smaller area over the larger one."""
    larger, smaller = np.maximum(one, two), np.minimum(one, two)
    present = larger > 0
    return float((smaller[present] / larger[present]).mean()) if present.any() else 0.0
