import numpy as np
import pytest
from sklearn.metrics import jaccard_score
from tests.report.drawn_samples import Drawn

from segscope.engine.class_set import ClassSet
from segscope.report.picture_scores import picture_iou


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
