"""Small regions against merging the smallest again and again, each time from the pixels anew."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage

from segscope.config.catalogue.posts import SmallRegionsOptions
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.errors import ConfigError
from segscope.train.post.small_regions import SmallRegions

CLASSES = ClassSet(("floor", "cup", "box"))
EIGHT = np.ones((3, 3), dtype=int)
IGNORE = CLASSES.ignore


def regions(label_map: LabelMap) -> list[NDArray[np.bool_]]:
    """All regions, in the order of their first pixels."""
    found = []
    for value in np.unique(label_map).tolist():
        numbers, count = ndimage.label(label_map == value, structure=EIGHT)
        found += [numbers == number for number in range(1, count + 1)]
    return sorted(found, key=lambda mask: int(np.flatnonzero(mask)[0]))


def merge_one(label_map: NDArray[np.uint8], smallest: dict[int, int]) -> NDArray[np.uint8] | None:
    """Give the smallest region that is too small the class around it; None where there is none."""
    small = [m for m in regions(label_map) if m.sum() < smallest.get(int(label_map[m][0]), 0)]
    for mask in sorted(small, key=lambda m: int(m.sum())):
        pairs = np.zeros(3, dtype=int)
        for row, column in np.argwhere(mask):
            for y in range(max(row - 1, 0), min(row + 2, mask.shape[0])):
                for x in range(max(column - 1, 0), min(column + 2, mask.shape[1])):
                    if not mask[y, x] and label_map[y, x] != IGNORE:
                        pairs[label_map[y, x]] += 1
        if pairs.any():
            return np.where(mask, np.uint8(pairs.argmax()), label_map)
    return None


def twin(label_map: NDArray[np.uint8], smallest: dict[int, int]) -> NDArray[np.uint8]:
    current = label_map
    while (merged := merge_one(current, smallest)) is not None:
        current = merged
    return current


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), height=st.integers(1, 9), width=st.integers(1, 9))
def test_it_equals_merging_the_smallest_again_and_again(seed: int, height: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    label_map = rng.choice([0, 0, 1, 2, IGNORE], (height, width)).astype(np.uint8)
    smallest = dict(enumerate(rng.integers(0, 8, 3).tolist()))
    options = SmallRegionsOptions(classes={CLASSES.names[k]: v for k, v in smallest.items()})
    before = label_map.copy()
    assert np.array_equal(SmallRegions(options, CLASSES)(label_map), twin(label_map, smallest))
    assert np.array_equal(label_map, before)


def test_no_small_region_is_left_and_large_ones_stay() -> None:
    rng = np.random.default_rng(0)
    label_map = np.zeros((120, 160), dtype=np.uint8)
    label_map[20:80, 30:100] = 1
    label_map[rng.random(label_map.shape) < 0.1] = 2
    cleaned = SmallRegions(SmallRegionsOptions(min_pixels=40), CLASSES)(label_map)
    assert min(int(mask.sum()) for mask in regions(cleaned)) >= 40
    assert set(np.unique(cleaned)) == {0, 1}
    assert (cleaned[25:75, 35:95] == 1).all()


def test_a_share_of_the_picture_counts_and_single_classes_have_their_own_size() -> None:
    label_map = np.zeros((20, 20), dtype=np.uint8)
    label_map[2:5, 2:5] = 1
    label_map[10:13, 10:13] = 2
    share = SmallRegionsOptions(min_pixels=0, min_share=0.025)
    assert set(np.unique(SmallRegions(share, CLASSES)(label_map))) == {0}
    keep_cups = SmallRegionsOptions(min_pixels=10, classes={"cup": 0})
    assert set(np.unique(SmallRegions(keep_cups, CLASSES)(label_map))) == {0, 1}


def test_a_picture_of_one_class_and_nothing_to_do_give_the_map_itself() -> None:
    label_map = np.ones((4, 4), dtype=np.uint8)
    assert SmallRegions(SmallRegionsOptions(min_pixels=99), CLASSES)(label_map) is label_map


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(ConfigError, match="small-regions: there is no class 'mug'"):
        SmallRegions(SmallRegionsOptions(classes={"mug": 3}), CLASSES)
