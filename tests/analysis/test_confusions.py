"""Flows of wrong pixels, against scikit-learn's confusion matrix and hand-made pictures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix

from segscope.analysis.confusions import rank_confusions
from segscope.analysis.evidence import Evidence
from tests.analysis.drawn_validation import CLASSES, IGNORE, NUM_CLASSES, counted, drawn_pairs


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_flows_equal_the_confusion_matrix_of_scikit_learn(seed: int) -> None:
    pairs = drawn_pairs(seed, images=3)
    per_image = np.stack(
        [
            confusion_matrix(
                truth[truth != IGNORE], guess[truth != IGNORE], labels=[*range(NUM_CLASSES), IGNORE]
            )
            for truth, guess in pairs
        ]
    )
    matrix = per_image.sum(axis=0)
    flows = rank_confusions(Evidence(counted(pairs), CLASSES))
    assert len(flows) == np.count_nonzero(matrix[:NUM_CLASSES]) - np.count_nonzero(
        np.diag(matrix)[:NUM_CLASSES]
    )
    for flow in flows:
        cell = (flow.true_class, flow.predicted_class)  # -1, no class, is the matrix's last column
        assert flow.pixels == matrix[cell]
        assert flow.images == np.count_nonzero(per_image[:, *cell])
        assert flow.share_of_class == pytest.approx(matrix[cell] / matrix[flow.true_class].sum())
        wrong = matrix[flow.true_class].sum() + matrix[:, flow.true_class].sum()
        wrong -= 2 * matrix[flow.true_class, flow.true_class]
        assert flow.share_of_lost_iou == pytest.approx(matrix[cell] / wrong)


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_costs_of_all_flows_add_up_to_the_lost_miou(seed: int) -> None:
    evidence = Evidence(counted(drawn_pairs(seed)), CLASSES)
    flows = rank_confusions(evidence)
    assert sum(flow.lost_miou for flow in flows) == pytest.approx(1 - evidence.scores.miou)
    assert [flow.lost_miou for flow in flows] == sorted((flow.lost_miou for flow in flows), reverse=True)


def test_a_swapped_object_is_whole_and_a_shifted_one_lies_along_the_border() -> None:
    truth = np.zeros((100, 100), dtype=np.int64)
    truth[10:30, 10:30] = 1
    truth[60:90, 60:90] = 2
    guess = truth.copy()
    guess[10:30, 10:30] = 3
    guess[60:90, 89] = 0
    flows = {
        (flow.true_class, flow.predicted_class): flow
        for flow in rank_confusions(Evidence(counted([(truth, guess)]), CLASSES))
    }
    assert flows.keys() == {(1, 3), (2, 0)}
    assert (flows[1, 3].whole_pixels, flows[1, 3].border_pixels, flows[1, 3].pixels) == (400, 0, 400)
    assert (flows[2, 0].whole_pixels, flows[2, 0].border_pixels, flows[2, 0].pixels) == (0, 30, 30)
    assert flows[1, 3].share_of_class == 1


def test_a_flow_in_words_has_its_own_figures() -> None:
    truth = np.zeros((100, 100), dtype=np.int64)
    truth[10:30, 10:30] = 1
    guess = truth.copy()
    guess[10:30, 10:12], guess[0, :10], guess[0, 10] = 3, 1, IGNORE
    evidence = Evidence(counted([(truth, guess), (truth, truth)]), CLASSES)
    said = {flow.describe(CLASSES.names) for flow in rank_confusions(evidence)}
    assert said == {
        "paper → glass: 5.0% of paper's pixels, 80% of its lost IoU, in 1 image",
        "floor → paper: under 0.1% of floor's pixels, 91% of its lost IoU, in 1 image",
        "floor → no class: under 0.1% of floor's pixels, 9.1% of its lost IoU, in 1 image",
    }
