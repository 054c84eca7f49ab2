from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet
from segscope.errors import LabelMapError
from segscope.report.class_states import FALSE, MISSED, NOTHING, TRUE, States, class_states
from tests.report.drawn_samples import Drawn, predicted


def slow_twin(truth: NDArray[Any], prediction: NDArray[Any], index: int, ignore: int) -> States:
    states = np.full(truth.shape, NOTHING, dtype=np.uint8)
    for y, x in np.ndindex(truth.shape):
        if truth[y, x] == ignore:
            continue
        of_class, predicted = truth[y, x] == index, prediction[y, x] == index
        if of_class and predicted:
            states[y, x] = TRUE
        elif of_class:
            states[y, x] = MISSED
        elif predicted:
            states[y, x] = FALSE
    return states


@settings(max_examples=40, deadline=None)
@given(num_classes=st.sampled_from([1, 2, 5, 300]), size=st.tuples(st.integers(1, 9), st.integers(1, 9)),
       seed=st.integers(0, 99))  # fmt: skip
def test_states_agree_with_a_loop_over_pixels(num_classes: int, size: tuple[int, int], seed: int) -> None:
    classes = ClassSet(tuple(map(str, range(num_classes))))
    random = np.random.default_rng(seed)
    few = [*range(min(num_classes, 4)), num_classes - 1, classes.ignore]
    truth = random.choice(few, size).astype(classes.dtype)
    prediction = random.choice(few, size).astype(classes.dtype)

    states = class_states(truth, prediction, classes)

    assert states.shape == (num_classes, *size)
    for index in {*few} - {classes.ignore}:
        assert np.array_equal(states[index], slow_twin(truth, prediction, index, classes.ignore))


def test_chosen_classes_come_in_the_order_asked_for(drawn: Drawn) -> None:
    classes = ClassSet(tuple("abcdef"))
    sample = drawn.sample(classes)
    everything = class_states(sample.ground_truth, predicted(sample), classes)

    chosen = class_states(sample.ground_truth, predicted(sample), classes, classes=[4, 1])

    assert np.array_equal(chosen, everything[[4, 1]])


def test_an_ignored_picture_has_no_state() -> None:
    ignored = np.full((3, 3), 255, dtype=np.uint8)
    assert not class_states(ignored, np.zeros_like(ignored), ClassSet(("a", "b"))).any()


def test_a_foreign_id_is_an_error() -> None:
    with pytest.raises(LabelMapError, match="the prediction holds the value 7"):
        class_states(np.zeros((1, 1), np.uint8), np.full((1, 1), 7, np.uint8), ClassSet(("a", "b")))
