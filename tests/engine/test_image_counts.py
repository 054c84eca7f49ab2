"""The counts of one image: sums and equality."""

from dataclasses import replace

import numpy as np

from segscope.engine import count
from tests.engine.drawn_maps import Scene, draw


def test_every_counted_pixel_is_in_one_column_of_each_class() -> None:
    truth, prediction = (each.astype(np.uint8) for each in draw(Scene(50, 60, num_classes=5)))
    counts = count(truth, prediction, num_classes=5, ignore=255)
    assert (counts.tp + counts.tn + counts.fp + counts.fn + counts.ignore == truth.size).all()
    assert (counts.fn == counts.confusion.sum(1) + counts.unpredicted - counts.tp).all()
    assert (counts.fp == counts.confusion.sum(0) - counts.tp).all()
    assert counts.wrong[:, 4].sum() == counts.fn.sum()
    assert counts.num_classes == 5


def test_counts_are_equal_when_every_array_is() -> None:
    truth, prediction = (each.astype(np.uint8) for each in draw(Scene(50, 60, num_classes=5)))
    counts = count(truth, prediction, num_classes=5, ignore=255)
    assert counts == count(truth, prediction, num_classes=5, ignore=255)
    assert counts != replace(counts, tp=counts.tp + 1)
    assert counts != "counts"
