import numpy as np
import pytest
from sklearn.metrics import jaccard_score

from segscope.engine import count
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from segscope.engine.scores import image_miou
from segscope.report.picture_scores import picture_iou
from tests.report.drawn_samples import Drawn


@pytest.mark.parametrize("num_classes", [2, 7, 300])
def test_iou_of_a_picture_is_scikit_learns(drawn: Drawn, num_classes: int) -> None:
    classes = ClassSet(tuple(map(str, range(num_classes))))
    truth, prediction = drawn.label_map(classes, 40, 50, 4), drawn.label_map(classes, 40, 50, 4)

    iou = picture_iou(truth, prediction, classes)

    counted = truth != classes.ignore
    present = np.union1d(truth[counted], np.setdiff1d(prediction[counted], [classes.ignore]))
    expected = jaccard_score(
        truth[counted], prediction[counted], labels=present, average=None, zero_division=0.0
    )
    assert np.allclose(iou[present], expected)
    assert np.isnan(np.delete(iou, present)).all()


def test_the_mean_over_a_picture_is_the_engines(drawn: Drawn) -> None:
    classes = ClassSet(tuple("abcdef"))
    pairs = [[drawn.label_map(classes, 30, 30, 3) for _ in range(2)] for _ in range(4)]
    counts = [count(truth, guess, num_classes=6, ignore=classes.ignore) for truth, guess in pairs]

    expected = image_miou(CountTables.from_counts([str(i) for i in range(4)], counts))

    assert np.allclose([np.nanmean(picture_iou(truth, guess, classes)) for truth, guess in pairs], expected)
