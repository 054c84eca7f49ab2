"""What moved: parts that add up, and planted changes that are found."""

import numpy as np
import pytest

from segscope.analysis.compare.changes import image_changes, kind_changes
from segscope.engine import CountRule
from segscope.engine.scores import Scores
from tests.analysis.compare.stored_runs import CLASSES, counted, draw_truth, predict

RULE = CountRule(5, 255)
TRUTH = draw_truth(30)
WEAK, STRONG = predict(TRUTH, 0.3, seed=1), predict(TRUTH, 0.15, seed=2)
A, B = counted(TRUTH, WEAK, RULE), counted(TRUTH, STRONG, RULE)


def test_the_images_parts_add_up_to_the_change_of_miou() -> None:
    gains = [change.gain for change in image_changes([A], [B], 1000)]
    assert sum(gains) == pytest.approx(Scores.from_tables(B).miou - Scores.from_tables(A).miou)
    assert [abs(gain) for gain in gains] == sorted(map(abs, gains), reverse=True)


def test_one_changed_image_is_the_one_that_moved() -> None:
    image = "scene 4/009"
    mended = {**WEAK, image: TRUTH[image].copy()}
    mended[image][mended[image] == 255] = 0
    (change,) = image_changes([A], [counted(TRUTH, mended, RULE)], 10)
    wrong = int(((WEAK[image] != TRUTH[image]) & (TRUTH[image] != 255)).sum())
    assert (change.image, change.wrong_a, change.wrong_b, change.miou_b) == (image, wrong, 0, 1)
    assert change.gain > 0


def test_error_kinds_add_up_to_what_the_class_lost() -> None:
    changes = kind_changes([A], [B], CLASSES.names)
    for tables, side in ((A, "lost_a"), (B, "lost_b")):
        scores = Scores.from_tables(tables)
        for name, iou in zip(CLASSES.names[:4], scores.iou, strict=False):
            parts = [getattr(change, side) for change in changes if change.name == name]
            assert sum(parts) == pytest.approx(1 - iou)
    fewer = sum(change.fixed - change.broken for change in changes)
    wrong = [int((tables.fp + tables.fn).sum()) for tables in (A, B)]
    assert fewer == wrong[0] - wrong[1]


def test_several_runs_count_by_their_mean() -> None:
    (change, *_) = image_changes([A, B], [B], 1)
    index = A.images.index(change.image)
    wrong = [tables.dense("fn").sum(axis=1)[index] for tables in (A, B)]
    assert change.wrong_a == np.mean(wrong)
