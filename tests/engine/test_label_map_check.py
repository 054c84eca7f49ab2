"""What is said of label maps that cannot be counted."""

from typing import Any

import numpy as np
import pytest

from segscope.engine import count
from segscope.errors import LabelMapError


@pytest.mark.parametrize(
    ("truth", "prediction", "message"),
    [
        (np.zeros((2, 3), np.uint8), np.zeros((3, 2), np.uint8), "the prediction is 2 × 3 px and the ground"),
        (np.zeros((2, 3, 1), np.uint8), np.zeros((2, 3), np.uint8), r"ground truth has shape \(2, 3, 1\)"),
        (np.zeros((2, 3), np.uint8), np.zeros((0, 3), np.uint8), r"prediction has shape \(0, 3\)"),
        (np.zeros((2, 3), np.int64), np.zeros((2, 3), np.uint8), "ground truth holds int64"),
        (np.zeros((2, 3), np.uint8), np.zeros((2, 3), np.float32), "prediction holds float32"),
        (np.zeros((2, 3), np.uint8), np.zeros((2, 3), bool), "prediction holds bool"),
        (np.zeros((2, 3), np.uint8), np.zeros((2, 3), ">u2"), "prediction holds >u2"),
        ([[0]], np.zeros((1, 1), np.uint8), "ground truth is a list"),
        (
            np.array([[5, 0, 5]], np.uint8),
            np.zeros((1, 3), np.uint8),
            r"truth .*: 5 \(2 px\); allowed are 0",
        ),
        (np.array([[0, 0]], np.uint8), np.array([[0, 254]], np.uint8), r"prediction .*: 254 \(1 px\)"),
        (np.array([[0, 0]], np.int32), np.array([[0, -3]], np.int32), r"prediction .*: -3 \(1 px\)"),
        (np.array([[0, 0]], np.int32), np.array([[0, 2**31 - 1]], np.int32), r"prediction .*: 2147483647"),
        (np.array([[0, 65535]], np.uint16), np.array([[0, 0]], np.uint16), r"truth .*: 65535 \(1 px\)"),
    ],
)
def test_wrong_label_maps_are_refused_in_a_sentence(truth: Any, prediction: Any, message: str) -> None:
    with pytest.raises(LabelMapError, match=message):
        count(truth, prediction, num_classes=2, ignore=255)


def test_without_an_ignore_id_255_is_refused() -> None:
    truth = np.array([[0, 255]], dtype=np.uint8)
    with pytest.raises(LabelMapError, match=r"255 \(1 px\); allowed are 0 … 1\."):
        count(truth, truth, num_classes=2)


def test_many_foreign_ids_are_cut_short() -> None:
    truth = np.arange(10, dtype=np.uint8)[None]
    with pytest.raises(LabelMapError, match=r"2 \(1 px\), .*6 \(1 px\) and 3 more"):
        count(truth, truth, num_classes=2)
