"""One picture: what is drawn on top is what the annotations put on top."""

import itertools
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from segscope.data.recycling.confusables import DEFAULT_PAIRS, Groups
from segscope.data.recycling.picture import Picture
from segscope.data.recycling.recipe import Recipe

# pycocotools 2.0.11 was built for an older numpy; its decoder warns at every call.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def recipe(size: tuple[int, int] = (256, 256), confusable: Groups = DEFAULT_PAIRS, seed: int = 0) -> Recipe:
    return Recipe({"train": 12, "val": 12, "test": 0}, size, seed, confusable, ("Battery",), 0.0, leak=False)


def smaller_on_top(picture: Picture) -> NDArray[np.int16]:
    """Rasterise the annotations by pycocotools, the smaller over the larger; −1 is the ground."""
    height, width = picture.visible.shape
    label_map = np.full((height, width), -1, dtype=np.int16)
    order = sorted(range(len(picture.objects)), key=lambda index: -picture.objects[index].annotation.area)
    for index in order:
        segmentation: Any = picture.objects[index].annotation.segmentation
        compressed = isinstance(segmentation, dict) and isinstance(segmentation["counts"], str)
        runs = segmentation if compressed else coco_mask.frPyObjects(segmentation, height, width)
        mask = coco_mask.decode(coco_mask.merge(runs) if isinstance(runs, list) else runs)
        label_map[mask > 0] = index
    return label_map


def near_an_edge(label_map: NDArray[np.int16], reach: int) -> NDArray[np.bool_]:
    """Pixels with another label within ``reach`` rows or columns."""
    near = np.zeros(label_map.shape, dtype=bool)
    for step_y in range(-reach, reach + 1):
        for step_x in range(-reach, reach + 1):
            near |= np.roll(label_map, (step_y, step_x), axis=(0, 1)) != label_map
    return near


@pytest.mark.parametrize("size", [(64, 64), (256, 256), (320, 200), (512, 512)])
def test_smaller_on_top_gives_what_the_camera_sees(size: tuple[int, int]) -> None:
    for index in range(4 if size[0] > 300 else 12):
        picture = recipe(size).picture("train", index)
        label_map = smaller_on_top(picture)
        wrong = label_map != picture.visible
        assert wrong.mean() < 0.02
        edges = near_an_edge(label_map, 2) | near_an_edge(picture.visible, 2)
        assert not (wrong & ~edges).any()


def test_no_two_objects_of_the_same_area_touch() -> None:
    """Otherwise the rule that the smaller is on top would not decide."""
    for index in range(12):
        objects = recipe(seed=2).picture("val", index).objects
        for one, other in itertools.combinations(objects, 2):
            if one.annotation.area == other.annotation.area:
                assert boxes_are_apart(one.annotation.bbox, other.annotation.bbox)


def boxes_are_apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return any(one[i] + one[i + 2] <= other[i] or other[i] + other[i + 2] <= one[i] for i in (0, 1))


def test_objects_overlap_and_stay_visible() -> None:
    shares = []
    for index in range(12):
        picture = recipe(seed=1).picture("train", index)
        for number, thing in enumerate(picture.objects):
            shares.append((picture.visible == number).sum() / thing.annotation.area)
    assert min(shares) > 0.3
    assert 0.1 < np.mean(np.array(shares) < 0.95) < 0.7


def test_pictures_of_a_batch_share_their_ground_and_others_differ() -> None:
    """The median colour of the bare ground varies less inside a batch than between batches."""
    grounds = []
    for index in range(12):
        picture = recipe().picture("train", index)
        bare = picture.visible == -1
        grounds.append(np.median(picture.pixels[bare], axis=0))
    by_batch = np.array(grounds).reshape(3, 4, 3)
    inside = by_batch.std(axis=1).mean()
    between = by_batch.mean(axis=1).std(axis=0).mean()
    assert 3 * inside < between


def test_pixels_use_the_whole_range_without_clipping_much() -> None:
    levels = np.concatenate([recipe().picture("train", index).pixels.ravel() for index in range(4)])
    assert levels.min() < 25
    assert levels.max() > 230
    assert np.mean(levels == 255) < 0.02
