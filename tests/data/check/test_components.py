"""Pixels and objects of each class, against SciPy."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from scipy import ndimage

from segscope.data.check.components import measure

LABEL_MAPS = hnp.arrays(
    np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, max_side=16), elements=st.integers(0, 3)
)


def scipy_objects(label_map: NDArray[np.uint8], num_values: int) -> list[int]:
    eight = np.ones((3, 3))
    return [ndimage.label(label_map == value, eight)[1] for value in range(num_values)]


@given(LABEL_MAPS)
@settings(max_examples=300, deadline=None)
def test_equals_scipy_on_any_map(label_map: NDArray[np.uint8]) -> None:
    measures = measure(label_map, 4)

    assert measures.objects.tolist() == scipy_objects(label_map, 4)
    assert measures.pixels.tolist() == [int((label_map == value).sum()) for value in range(4)]


def test_a_spiral_is_one_object() -> None:
    rows, columns = np.mgrid[:300, :300] - 150
    turns = np.hypot(rows, columns) / 8 + np.arctan2(rows, columns) / (2 * np.pi)
    label_map = (turns % 1 < 0.5).astype(np.uint8)

    assert measure(label_map, 2).objects.tolist() == scipy_objects(label_map, 2)


def test_values_that_do_not_occur_count_nothing() -> None:
    measures = measure(np.zeros((3, 3), np.uint8), 256)

    assert measures.pixels.tolist() == [9] + [0] * 255
    assert measures.objects.tolist() == [1] + [0] * 255
