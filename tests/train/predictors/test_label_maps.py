"""Label maps of a predictor: the same through bands as through the whole, and what post-processing leaves."""

import numpy as np
import torch

from segscope.config.catalogue.posts import SmallRegionsOptions
from segscope.config.catalogue.tta import SlidingWindowOptions
from segscope.engine.class_set import ClassSet
from segscope.train.post.small_regions import SmallRegions
from segscope.train.predictors.label_maps import LabelMaps
from segscope.train.predictors.sliding_window import SlidingWindow
from tests.train.predictors.tiny_predictors import noise, pointwise


def test_bands_give_the_label_maps_of_the_whole() -> None:
    pictures = noise(2, 3, 100, 60)
    tiles = SlidingWindow(pointwise, SlidingWindowOptions(size=32))
    whole, banded = list(LabelMaps(pointwise)(pictures)), list(LabelMaps(tiles)(pictures))
    probabilities = pointwise(pictures)
    for index, (one, other) in enumerate(zip(whole, banded, strict=True)):
        assert np.array_equal(one.label_map, probabilities[index].argmax(dim=0).numpy())
        assert np.array_equal(one.label_map, other.label_map)
        assert int(np.abs(one.confidence.astype(int) - other.confidence).max()) <= 1


def test_pixels_that_post_processing_changes_have_no_confidence() -> None:
    pictures = torch.zeros(1, 3, 20, 20, dtype=torch.uint8)
    pictures[0, 1:, 5, 5] = 255
    clean = SmallRegions(SmallRegionsOptions(min_pixels=4), ClassSet(("a", "b", "c")))
    before, after = next(LabelMaps(pointwise)(pictures)), next(LabelMaps(pointwise, [clean])(pictures))
    assert before.label_map[5, 5] != before.label_map[0, 0]
    assert np.all(after.label_map == before.label_map[0, 0])
    changed = before.label_map != after.label_map
    assert changed.sum() == 1
    assert np.array_equal(after.confidence[~changed], before.confidence[~changed])
    assert after.confidence[5, 5] == 0
